#pragma once

#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "services/common/clock.h"
#include "services/common/id_generator.h"
#include "storage/memory_store.h"

namespace touchstone::identity::testing {

// An empty store, and a folder into which the server writes a first secret.
class FirstSecretFixture : public ::testing::Test {
 protected:
  explicit FirstSecretFixture(std::string file) : file_(std::move(file)) {
    std::string pattern = ::testing::TempDir() + "/touchstone-XXXXXX";
    folder_ = ::mkdtemp(pattern.data());
  }
  ~FirstSecretFixture() override { std::filesystem::remove_all(folder_); }

  std::string Path() const { return folder_ / file_; }
  // What stands in the file now.
  std::string Secret() const {
    std::ifstream file(Path());
    std::string line;
    std::getline(file, line);
    return line;
  }

  const std::string file_;
  std::filesystem::path folder_;
  storage::MemoryStore store_;
  FakeClock clock_;
  RandomIdGenerator ids_;
};

}  // namespace touchstone::identity::testing
