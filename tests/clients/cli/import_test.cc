#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/clients/cli/run_line.h"
#include "tests/storage/temp_folder.h"
#include "tests/support/test_server.h"

namespace touchstone::cli {
namespace {

using ::testing::HasSubstr;
using testing::TestServer;

// `touchstone import` against a server in this process.
class ImportTest : public ::testing::Test {
 protected:
  LineResult Run(std::vector<std::string> line) {
    return RunLine({AddImportCommand, AddEventCommand, AddDisciplineCommand}, server_.address(),
                   token_, std::move(line));
  }

  // The numbers that are created, changed and left.
  std::vector<int> Import(const std::string& noun, const std::string& csv,
                          std::vector<std::string> options = {}) {
    const std::string path = folder_.path() + "/" + noun + ".csv";
    std::ofstream(path) << csv;
    std::vector<std::string> line = {"import", noun, path};
    line.insert(line.end(), options.begin(), options.end());
    const LineResult result = Run(line);
    EXPECT_EQ(result.exit_code, 0) << result.err;
    if (result.exit_code != 0) return {};
    const auto json = nlohmann::json::parse(result.out);
    return {json["create"], json["change"], json["same"]};
  }

  using Counts = std::vector<int>;

  storage::TempFolder folder_;
  TestServer server_;
  std::string token_ = server_.Organiser();
};

TEST_F(ImportTest, ADryRunWritesNothing) {
  const std::string csv = "单位\n北方电力\n南方物流\n";
  EXPECT_EQ(Import("companies", csv, {"--dry-run"}), (Counts{2, 0, 0}));
  EXPECT_EQ(Import("companies", csv), (Counts{2, 0, 0}));
}

TEST_F(ImportTest, RepeatingAnImportWritesNothingNewAndAChangeIsOneChange) {
  Import("companies", "单位\n北方电力\n");
  const std::string workers =
      "姓名,单位,工号,工种\n张三,北方电力,007,电工\n李四,北方电力,008,电工\n";
  EXPECT_EQ(Import("workers", workers), (Counts{2, 0, 0}));
  EXPECT_EQ(Import("workers", workers), (Counts{0, 0, 2}));
  EXPECT_EQ(Import("workers", "姓名,单位,工号,工种\n张三,北方电力,007,钳工\n"), (Counts{0, 1, 0}));
  EXPECT_EQ(Import("workers", "姓名,单位,工号,工种\n张三,北方电力,007,钳工\n"), (Counts{0, 0, 1}));
}

TEST_F(ImportTest, EntrantsAreImportedWithTheirTeamsOnce) {
  Import("companies", "单位\n北方电力\n");
  Import("workers", "姓名,单位,工号\n张三,北方电力,007\n");
  ASSERT_EQ(Run({"event", "create", "--id", "cup", "--name", "杯赛"}).exit_code, 0);
  const LineResult made =
      Run({"discipline", "create", "cup", "--id", "electrician", "--name", "电工", "--pack",
           "electrician-30-70", "--scheme", "electrician-park-2024"});
  ASSERT_EQ(made.exit_code, 0) << made.err;
  const std::string entrants =
      "赛项,选手号,姓名,单位,工号,队伍\n电工,E1,张三,北方电力,007,一队\n电工,E2,外援,,,一队\n";
  EXPECT_EQ(Import("entrants", entrants, {"--event", "cup", "--dry-run"}), (Counts{3, 0, 0}));
  EXPECT_EQ(Import("entrants", entrants, {"--event", "cup"}), (Counts{3, 0, 0}));
  EXPECT_EQ(Import("entrants", entrants, {"--event", "cup"}), (Counts{0, 0, 2}));
}

TEST_F(ImportTest, OneWrongRowStopsTheWholeImport) {
  const std::string path = folder_.path() + "/bad.csv";
  std::ofstream(path) << "单位\n甲\n甲\n";
  const LineResult result = Run({"import", "companies", path});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.err, HasSubstr("bad.csv:3:A"));
  EXPECT_EQ(Import("companies", "单位\n甲\n"), (Counts{1, 0, 0}));
}

}  // namespace
}  // namespace touchstone::cli
