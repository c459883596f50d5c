#include "services/tables/row_reader.h"

#include <gtest/gtest.h>

#include <random>

#include "services/common/errors.h"
#include "services/tables/csv.h"
#include "services/tables/xlsx_writer.h"
#include "tests/services/tables/made_file.h"

namespace touchstone::tables {
namespace {

using testing_support::MadeFile;

struct Read {
  absl::Status status;
  std::vector<Row> rows;
  std::vector<MergedRange> merged;
  bool dates_from_1904 = false;
};

Read ReadAll(std::string bytes, const Limits& limits = {}) {
  Read read;
  auto reader = RowReader::Open(std::move(bytes), "t.xlsx", limits);
  read.status = reader.status();
  if (!reader.ok()) return read;
  Row row;
  for (;;) {
    const auto more = (*reader)->Next(row);
    read.status = more.status();
    if (!more.ok() || !*more) break;
    read.rows.push_back(row);
  }
  read.merged = (*reader)->merged();
  read.dates_from_1904 = (*reader)->dates_from_1904();
  return read;
}

std::string BytesOf(const std::string& kind) {
  const MadeFile file(kind);
  return ReadFile(file.path(), 64u << 20).value();
}

Reason ReasonFor(const std::string& kind) { return ReasonOf(ReadAll(BytesOf(kind)).status); }

TEST(RowReaderTest, GivesTheRowsThatTheWholeReaderGives) {
  const Read read = ReadAll(BytesOf("kinds"));
  ASSERT_TRUE(read.status.ok()) << read.status;
  const MadeFile file("kinds");
  const auto whole = ReadTable(file.path());
  ASSERT_TRUE(whole.ok());
  std::size_t at = 0;
  for (const Row& row : whole->sheets[0].rows) {
    ASSERT_LT(at, read.rows.size());
    EXPECT_EQ(read.rows[at].number, row.number);
    ASSERT_EQ(read.rows[at].cells.size(), row.cells.size());
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      EXPECT_EQ(read.rows[at].cells[i].text, row.cells[i].text);
      EXPECT_EQ(read.rows[at].cells[i].formula, row.cells[i].formula);
    }
    ++at;
  }
  EXPECT_EQ(at, read.rows.size());
}

TEST(RowReaderTest, MergedRangesAndTheBeginOfDaysAreTold) {
  const Read kinds = ReadAll(BytesOf("kinds"));
  ASSERT_EQ(kinds.merged.size(), 1u);
  EXPECT_EQ(kinds.merged[0].ToString(), "C3:E4");
  EXPECT_TRUE(kinds.merged[0].Has(4, 4));
  EXPECT_FALSE(kinds.merged[0].Has(5, 4));
  EXPECT_FALSE(kinds.dates_from_1904);
  EXPECT_TRUE(ReadAll(BytesOf("dates_1904")).dates_from_1904);
}

TEST(RowReaderTest, FilesThatGrowAreRefusedBeforeTheyDo) {
  for (const char* kind : {"bomb", "sparse", "far_row", "long_tag", "long_text", "many_merged"}) {
    EXPECT_EQ(ReasonFor(kind), Reason::IMPORT_TOO_LARGE) << kind;
  }
  for (const char* kind : {"doctype", "entities"}) {
    EXPECT_EQ(ReasonFor(kind), Reason::REQUEST_INVALID) << kind;
  }
}

TEST(RowReaderTest, AnEntryThatLiesAboutItsSizeIsRefusedAllTheSame) {
  std::string bytes = BytesOf("bomb");
  // The size of the sheet as its headers have it: 300 MiB and its first tag.
  const std::uint32_t size = (300u << 20) + 11;
  std::string said(4, '\0');
  for (int i = 0; i < 4; ++i) said[static_cast<std::size_t>(i)] = static_cast<char>(size >> 8 * i);
  std::size_t changed = 0;
  for (std::size_t at = 0; (at = bytes.find(said, at)) != std::string::npos; ++at, ++changed) {
    bytes.replace(at, 4, std::string("\x64\0\0\0", 4));
  }
  ASSERT_GT(changed, 0u);
  EXPECT_FALSE(ReadAll(bytes).status.ok());
}

TEST(RowReaderTest, RowsAndColumnsAreCountedInCsvToo) {
  Limits limits;
  limits.rows = 3;
  limits.columns = 2;
  EXPECT_TRUE(ReadAll("a,b\n1,2\n3,4\n", limits).status.ok());
  EXPECT_EQ(ReasonOf(ReadAll("a\n1\n2\n3\n", limits).status), Reason::IMPORT_TOO_LARGE);
  EXPECT_EQ(ReasonOf(ReadAll("a,b,c\n", limits).status), Reason::IMPORT_TOO_LARGE);
}

TEST(RowReaderTest, ACutFileIsRefusedWhereverItWasCut) {
  const std::string whole = BytesOf("kinds");
  for (std::size_t size = 4; size < whole.size(); size += 61) {
    EXPECT_FALSE(ReadAll(whole.substr(0, size)).status.ok()) << size;
  }
}

// Damaged files of all kinds are read or refused; sanitizers watch over it.
TEST(RowReaderTest, NothingThatAFileSaysEndsTheProgram) {
  std::mt19937 dice(20261122);
  Limits limits;
  limits.rows = 1000;
  limits.cells = 100'000;
  limits.unpacked_bytes = 4u << 20;
  std::size_t refused = 0;
  const std::string seeds[] = {BytesOf("kinds"), BytesOf("escapes"),
                               "\xEF\xBB\xBF工号,\"证\"\"号\"\r\n1,=2\n", "\xB9\xA4\xBA\xC5,1\n"};
  for (int round = 0; round < 4000; ++round) {
    std::string bytes = seeds[dice() % std::size(seeds)];
    for (unsigned changes = dice() % 8 + 1; changes > 0; --changes) {
      const std::size_t at = dice() % bytes.size();
      switch (dice() % 4) {
        case 0:
          bytes[at] = static_cast<char>(dice());
          break;
        case 1:
          bytes.erase(at, dice() % 16 + 1);
          break;
        case 2:
          bytes.insert(at, std::string(dice() % 16 + 1, static_cast<char>(dice())));
          break;
        default:
          bytes[at] = static_cast<char>(bytes[at] ^ (1 << dice() % 8));
      }
      if (bytes.empty()) bytes = "x";
    }
    refused += !ReadAll(bytes, limits).status.ok();
  }
  EXPECT_GT(refused, 1000u);
  EXPECT_LT(refused, 4000u);
}

TEST(XlsxWriterTest, WhatIsWrittenIsReadBackAsTextAndTwiceAlike) {
  const std::vector<std::vector<std::string>> rows = {
      {"工号", "备注"}, {"007", "=1+1"}, {"", "两\n行"}, {"-5", "@x"}};
  const auto written = WriteXlsx({{"证书", rows}, {"说明", {{"a"}}}});
  ASSERT_TRUE(written.ok()) << written.status();
  EXPECT_EQ(*written, *WriteXlsx({{"证书", rows}, {"说明", {{"a"}}}}));
  const Read read = ReadAll(*written);
  ASSERT_TRUE(read.status.ok()) << read.status;
  ASSERT_EQ(read.rows.size(), rows.size());
  for (std::size_t row = 0; row < rows.size(); ++row) {
    for (std::size_t column = 0; column < 2; ++column) {
      const Cell& cell = read.rows[row].At(column);
      EXPECT_EQ(cell.text, rows[row][column]);
      EXPECT_FALSE(cell.formula);
    }
  }
}

}  // namespace
}  // namespace touchstone::tables
