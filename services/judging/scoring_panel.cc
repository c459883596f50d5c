#include "services/judging/scoring_panel.h"

#include <algorithm>

namespace touchstone::judging {
namespace {

using Use = NodeInput::Use;

// Notes the highest and lowest marks as dropped. Of equal marks, which one does not matter.
void DropEnds(const ItemRule& rule, std::vector<NodeInput>& marks) {
  std::vector<NodeInput*> present;
  for (NodeInput& mark : marks) {
    if (mark.value.has_value()) present.push_back(&mark);
  }
  const int count = static_cast<int>(present.size());
  if (count < rule.least_marks_to_drop || count <= rule.drop_highest + rule.drop_lowest) return;
  std::stable_sort(present.begin(), present.end(),
                   [](const NodeInput* a, const NodeInput* b) { return *a->value < *b->value; });
  for (int i = 0; i < rule.drop_lowest; ++i) {
    present[static_cast<std::size_t>(i)]->use = Use::kLowestDropped;
  }
  for (int i = 0; i < rule.drop_highest; ++i) {
    present[static_cast<std::size_t>(count - 1 - i)]->use = Use::kHighestDropped;
  }
}

bool IsDropped(const NodeInput& mark) {
  return mark.use == Use::kHighestDropped || mark.use == Use::kLowestDropped;
}

}  // namespace

std::optional<Number> CombineMarks(const ItemRule& rule, std::vector<NodeInput>& marks) {
  if (rule.combine == Combine::kTrimmedMean) DropEnds(rule, marks);
  Number sum;
  int count = 0;
  for (const NodeInput& mark : marks) {
    if (!mark.value.has_value() || IsDropped(mark)) continue;
    sum += *mark.value;
    ++count;
  }
  if (count == 0) return std::nullopt;
  const bool is_mean = rule.combine == Combine::kMean || rule.combine == Combine::kTrimmedMean;
  return is_mean ? sum / Number(count) : sum;
}

Number SpreadOf(const std::vector<NodeInput>& marks) {
  const Number* lowest = nullptr;
  const Number* highest = nullptr;
  for (const NodeInput& mark : marks) {
    if (!mark.value.has_value()) continue;
    if (lowest == nullptr || *mark.value < *lowest) lowest = &*mark.value;
    if (highest == nullptr || *mark.value > *highest) highest = &*mark.value;
  }
  return lowest == nullptr ? Number(0) : *highest - *lowest;
}

}  // namespace touchstone::judging
