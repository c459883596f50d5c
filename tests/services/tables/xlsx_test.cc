#include "services/tables/xlsx.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "services/common/errors.h"
#include "tests/services/tables/made_file.h"

namespace touchstone::tables {
namespace {

using testing_support::MadeFile;
using testing_support::RunOracle;

std::string TextAt(const Workbook& workbook, std::size_t sheet, int row, std::size_t column) {
  for (const Row& candidate : workbook.sheets.at(sheet).rows)
    if (candidate.number == row) return candidate.At(column).text;
  return "";
}

TEST(XlsxTest, KeepsTextNumbersBooleansAndFormulasApart) {
  const MadeFile file("kinds");
  const absl::StatusOr<Workbook> workbook = file.Read();
  ASSERT_TRUE(workbook.ok()) << workbook.status();
  EXPECT_EQ(workbook->sheets[0].name, "各种单元格");
  const Row& row = workbook->sheets[0].rows.at(0);
  EXPECT_EQ(row.At(0).text, "文字 text");
  EXPECT_EQ(row.At(0).kind, Cell::Kind::kText);
  EXPECT_EQ(row.At(1).text, "24.74999999999999");  // openpyxl writes 16 digits
  EXPECT_EQ(row.At(1).kind, Cell::Kind::kNumber);
  EXPECT_EQ(row.At(2).text, "100");
  EXPECT_EQ(row.At(3).text, "TRUE");
  EXPECT_EQ(row.At(3).kind, Cell::Kind::kBoolean);
  EXPECT_TRUE(row.At(4).formula);
  EXPECT_EQ(row.At(4).text, "");
}

TEST(XlsxTest, AMergedRangeHasItsValueInTheFirstCell) {
  const MadeFile file("kinds");
  const absl::StatusOr<Workbook> workbook = file.Read();
  ASSERT_TRUE(workbook.ok()) << workbook.status();
  EXPECT_EQ(TextAt(*workbook, 0, 3, 2), "merged");
  EXPECT_EQ(TextAt(*workbook, 0, 3, 3), "");
  EXPECT_EQ(TextAt(*workbook, 0, 4, 2), "");
  EXPECT_EQ(TextAt(*workbook, 0, 5, 0), "two\nlines");
}

TEST(XlsxTest, LimitsOnColumnsHoldForFarCells) {
  const MadeFile file("kinds");
  EXPECT_EQ(ReasonOf(file.Read().status()), Reason::kUnspecified);
  Limits limits;
  limits.columns = 100;
  EXPECT_EQ(ReasonOf(file.Read(limits).status()), Reason::IMPORT_TOO_LARGE);
}

TEST(XlsxTest, ReadsRichTextEscapesErrorsAndPrefixesWithoutReferences) {
  const MadeFile file("escapes");
  const absl::StatusOr<Workbook> workbook = file.Read();
  ASSERT_TRUE(workbook.ok()) << workbook.status();
  EXPECT_EQ(TextAt(*workbook, 0, 1, 0), "a\rb工");
  EXPECT_EQ(workbook->sheets[0].rows[0].At(1).kind, Cell::Kind::kError);
  EXPECT_EQ(TextAt(*workbook, 0, 1, 2), "rich text");
}

TEST(XlsxTest, AFileThatUnpacksToHundredsOfMegabytesIsRefused) {
  const MadeFile file("bomb");
  EXPECT_LT(std::filesystem::file_size(file.path()), 1u << 20);
  EXPECT_EQ(ReasonOf(file.Read().status()), Reason::IMPORT_TOO_LARGE);
}

TEST(XlsxTest, AFewFarCellsInManyRowsAreRefused) {
  const MadeFile file("sparse");
  EXPECT_EQ(ReasonOf(file.Read().status()), Reason::IMPORT_TOO_LARGE);
}

TEST(XlsxTest, ARowNumberBeyondTheLimitIsRefused) {
  const MadeFile file("far_row");
  EXPECT_EQ(ReasonOf(file.Read().status()), Reason::IMPORT_TOO_LARGE);
}

TEST(XlsxTest, ADocumentTypeDeclarationIsRefused) {
  const MadeFile file("doctype");
  const absl::Status status = file.Read().status();
  EXPECT_EQ(ReasonOf(status), Reason::REQUEST_INVALID);
  EXPECT_NE(status.message().find("document type"), std::string::npos) << status;
}

TEST(XlsxTest, ATruncatedFileIsRefused) {
  const MadeFile file("kinds");
  const absl::StatusOr<std::string> whole = ReadFile(file.path(), 1 << 20);
  ASSERT_TRUE(whole.ok());
  for (std::size_t size = 4; size < whole->size(); size += 97)
    EXPECT_FALSE(ParseXlsx(whole->substr(0, size), "t.xlsx").ok()) << size;
}

TEST(XlsxTest, AFileWithFlippedBytesIsReadOrRefusedAndNeverCrashes) {
  const MadeFile file("kinds");
  const absl::StatusOr<std::string> whole = ReadFile(file.path(), 1 << 20);
  ASSERT_TRUE(whole.ok());
  std::size_t refused = 0;
  for (std::size_t at = 0; at < whole->size(); at += 3) {
    std::string damaged = *whole;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x55);
    refused += !ParseXlsx(damaged, "t.xlsx").ok();
  }
  EXPECT_GT(refused, 0u);
}

class CisFilesTest : public testing::TestWithParam<std::string> {};

std::string AsText(const nlohmann::json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_boolean()) return value.get<bool>() ? "TRUE" : "FALSE";
  return value.dump();
}

TEST_P(CisFilesTest, EveryCellIsWhatOpenpyxlReads) {
  const std::string path = std::string(TOUCHSTONE_TEST_DATA) + "/cis/" + GetParam();
  const absl::StatusOr<Workbook> workbook = ReadTable(path);
  ASSERT_TRUE(workbook.ok()) << workbook.status();
  nlohmann::json oracle = nlohmann::json::parse(RunOracle("dump " + path));
  ASSERT_EQ(workbook->sheets.size(), oracle.size());
  std::size_t cells = 0;
  for (const Sheet& sheet : workbook->sheets) {
    nlohmann::json& expected = oracle.at(sheet.name);
    for (const Row& row : sheet.rows) {
      for (std::size_t i = 0; i < row.cells.size(); ++i) {
        const Cell& cell = row.cells[i];
        if (cell.text.empty()) continue;
        const std::string at = ColumnName(i) + std::to_string(row.number);
        ASSERT_TRUE(expected.contains(at)) << at;
        const nlohmann::json& value = expected[at];
        if (value.is_number()) {
          EXPECT_EQ(std::stod(cell.text), value.get<double>()) << at;
        } else {
          EXPECT_EQ(cell.text, AsText(value)) << at;
        }
        expected.erase(at);
        ++cells;
      }
    }
    EXPECT_TRUE(expected.empty()) << expected.dump();
  }
  EXPECT_GT(cells, 1000u);
}

INSTANTIATE_TEST_SUITE_P(Published, CisFilesTest,
                         testing::Values("wsuk2024.xlsx", "euroskills2023.xlsx"),
                         [](const auto& test) {
                           return test.param.substr(0, test.param.find('.'));
                         });

}  // namespace
}  // namespace touchstone::tables
