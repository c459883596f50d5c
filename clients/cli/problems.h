#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"

namespace touchstone::cli {

// What a person should mend or know, with the place in his file ("marks.csv:12:D").
struct Problem {
  std::string place;
  std::string zh;
  std::string en;
};

// Collects what is wrong with tables, so that somebody mends a file once and not line by line. The
// first hundred are kept, the others counted. Not thread-safe.
class Problems {
 public:
  void Add(std::string place, std::string zh, std::string en);
  bool empty() const { return count_ == 0; }
  std::size_t count() const { return count_; }
  const std::vector<Problem>& first() const { return first_; }

  // OK when there are none; otherwise REQUEST_INVALID with a field for each that was kept.
  absl::Status ToStatus() const;

 private:
  std::vector<Problem> first_;
  std::size_t count_ = 0;
};

}  // namespace touchstone::cli
