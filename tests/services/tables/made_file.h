#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <string>

#include "services/tables/table.h"

namespace touchstone::tables::testing_support {

// What openpyxl_oracle.py prints.
inline std::string RunOracle(const std::string& arguments) {
  const std::string command = std::string(TOUCHSTONE_MAKE_XLSX) + " " + arguments;
  std::string output;
  FILE* pipe = popen(command.c_str(), "r");
  char buffer[65536];
  std::size_t count = 0;
  while ((count = fread(buffer, 1, sizeof buffer, pipe)) > 0) output.append(buffer, count);
  EXPECT_EQ(pclose(pipe), 0) << command;
  return output;
}

// A file of one of the kinds that openpyxl_oracle.py makes; removed at the end of the test.
class MadeFile {
 public:
  explicit MadeFile(const std::string& kind)
      : path_(testing::TempDir() + "touchstone_" + kind + "_" + std::to_string(getpid()) +
              ".xlsx") {
    RunOracle("make " + kind + " " + path_);
  }
  ~MadeFile() { std::filesystem::remove(path_); }
  absl::StatusOr<Workbook> Read(const Limits& limits = {}) const {
    return ReadTable(path_, limits);
  }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace touchstone::tables::testing_support
