// Tables that people, or worse, bring along.
#include "services/tables/xlsx_writer.h"
#include "tests/services/tables/made_file.h"
#include "tests/services/training/imports/import_fixture.h"

namespace touchstone::testing {
namespace {

using tables::testing_support::MadeFile;
using ::testing::ElementsAre;

constexpr auto kHours = v1::IMPORT_KIND_HOURS;

class HostileTablesTest : public ImportFixture {
 protected:
  Run ImportMade(const std::string& kind) {
    const MadeFile file(kind);
    return Import(kHours, tables::ReadFile(file.path(), 64u << 20).value(), "companies/acme", "",
                  "hours.xlsx");
  }
};

TEST_F(HostileTablesTest, FormulasAndMergedCellsAreNamed) {
  const Run run = ImportMade("hours_with_traps");
  ASSERT_TRUE(run.status.ok()) << run.status;
  EXPECT_THAT(run.Places(), ElementsAre("3:C IMPORT_MALFORMED", "4:A IMPORT_MALFORMED"));
  EXPECT_NE(run.problems[0].text().zh().find("公式"), std::string::npos);
  EXPECT_NE(run.problems[1].text().zh().find("A4:A5"), std::string::npos);
  EXPECT_EQ(History("ann").records_size(), 0);
}

TEST_F(HostileTablesTest, DaysOf1904AndOf1900AreTheSameDay) {
  for (const char* kind : {"hours_1904", "hours_1900"}) {
    const Run run = ImportMade(kind);
    ASSERT_TRUE(run.status.ok()) << run.status;
    EXPECT_EQ(run.last.added() + run.last.same(), 1u)
        << kind << ::testing::PrintToString(run.Places());
  }
  ASSERT_EQ(History("ann").records_size(), 1) << "both tables say the same";
  EXPECT_EQ(History("ann").records(0).date(), "2025-12-01");
}

TEST_F(HostileTablesTest, BombsAndCutFilesAreRefused) {
  EXPECT_EQ(ReasonOf(ImportMade("bomb").status), Reason::IMPORT_TOO_LARGE);
  EXPECT_EQ(ReasonOf(ImportMade("far_row").status), Reason::IMPORT_TOO_LARGE);
  EXPECT_EQ(ReasonOf(ImportMade("long_tag").status), Reason::IMPORT_TOO_LARGE);
  EXPECT_EQ(ReasonOf(ImportMade("entities").status), Reason::IMPORT_MALFORMED);
  const MadeFile file("hours_1900");
  std::string cut = tables::ReadFile(file.path(), 1u << 20).value();
  cut.resize(cut.size() / 2);
  EXPECT_EQ(ReasonOf(Import(kHours, cut).status), Reason::IMPORT_MALFORMED);
}

TEST_F(HostileTablesTest, AMillionRowsAreRefusedAndTwoHundredThousandAreNot) {
  std::string rows = "工号,日期,课时\n";
  for (int i = 0; i < 1'000'000; ++i) rows += "x,x,x\n";
  EXPECT_EQ(ReasonOf(Import(kHours, rows).status), Reason::IMPORT_TOO_LARGE);
}

TEST_F(HostileTablesTest, EncodingsAreFoundOut) {
  const std::string utf8 = "工号,日期,内容,课时\nn-ann,2025-12-01,安全,4\n";
  // The same in GBK.
  const std::string gbk =
      "\xB9\xA4\xBA\xC5,\xC8\xD5\xC6\xDA,\xC4\xDA\xC8\xDD,\xBF\xCE\xCA\xB1\n"
      "n-ann,2025-12-01,\xB0\xB2\xC8\xAB,4\n";
  EXPECT_EQ(Import(kHours, "\xEF\xBB\xBF" + utf8).last.added(), 1u);
  EXPECT_EQ(Import(kHours, utf8).last.same(), 1u);
  const Run in_gbk = Import(kHours, gbk);
  EXPECT_EQ(in_gbk.last.same(), 1u) << in_gbk.status;
  EXPECT_EQ(History("ann").records(0).hours().subject(), "安全");
  EXPECT_EQ(ReasonOf(Import(kHours, "\xFF\xFE\x81").status), Reason::IMPORT_MALFORMED);
}

TEST_F(HostileTablesTest, ALongCellIsNotRepeatedInFull) {
  const Run run = Import(kHours, "工号,日期,课时\n" + std::string(30'000, 'n') + ",2025-12-01,1\n");
  ASSERT_EQ(run.problems.size(), 1u);
  EXPECT_LT(run.problems[0].text().zh().size(), 400u);
}

}  // namespace
}  // namespace touchstone::testing
