#include "clients/cli/problems.h"

#include "services/common/errors.h"

namespace touchstone::cli {

void Problems::Add(std::string place, std::string zh, std::string en) {
  constexpr std::size_t kKept = 100;
  ++count_;
  if (first_.size() < kKept) first_.push_back({std::move(place), std::move(zh), std::move(en)});
}

absl::Status Problems::ToStatus() const {
  if (empty()) return absl::OkStatus();
  std::vector<FieldViolation> fields;
  for (const Problem& problem : first_)
    fields.push_back({problem.place, problem.zh + " / " + problem.en});
  return MakeError(Reason::REQUEST_INVALID, std::to_string(count_) + " 处 / places",
                   std::move(fields));
}

}  // namespace touchstone::cli
