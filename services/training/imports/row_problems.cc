#include "services/training/imports/row_problems.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace touchstone::training {
namespace {

constexpr std::size_t kMostProblems = 200'000;
constexpr std::size_t kMostLookedAt = 1'000;  // merged ranges; of more, covered cells are named too

// Texts repeat what stands in a cell; a little of it is enough to find it.
void Shorten(std::string& text) {
  constexpr std::size_t kLongest = 300;
  if (text.size() <= kLongest) return;
  std::size_t end = kLongest;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  text.resize(end);
  text += "…";
}

bool Precedes(const RowProblem& a, const RowProblem& b) {
  return std::tie(a.row, a.column) < std::tie(b.row, b.column);
}

}  // namespace

void RowProblems::Add(RowProblem problem) {
  ++count_;
  if (kept_.size() >= kMostProblems) return;
  Shorten(problem.text.zh);
  Shorten(problem.text.en);
  kept_.push_back(std::move(problem));
}

std::vector<RowProblem> RowProblems::Take() {
  std::stable_sort(kept_.begin(), kept_.end(), Precedes);
  return std::move(kept_);
}

void RowProblems::DropCovered(std::span<const tables::MergedRange> merged) {
  merged = merged.first(std::min(merged.size(), kMostLookedAt));
  count_ -= std::erase_if(kept_, [&](const RowProblem& problem) {
    if (!problem.column) return false;
    return std::any_of(merged.begin(), merged.end(), [&](const tables::MergedRange& range) {
      const bool first = problem.row == range.first_row && *problem.column == range.first_column;
      return !first && range.Has(problem.row, *problem.column);
    });
  });
}

}  // namespace touchstone::training
