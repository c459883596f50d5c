#include "services/judging/mark_value.h"

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "services/common/errors.h"

namespace touchstone::judging {
namespace {

using R = Reason;

constexpr Rounding kFinest{6, RoundingMode::kDown};

struct Range {
  std::optional<Number> least = Number(0);
  std::optional<Number> most;
  bool whole = false;
};

Range RangeOfMeasurement(const SchemeItem& item) {
  if (!item.calculation) return {Number(0), item.max, false};
  if (std::holds_alternative<PassFail>(*item.calculation)) return {Number(0), Number(1), true};
  if (const auto* count = std::get_if<NumberCompleted>(&*item.calculation)) {
    return {Number(0), count->possible, true};
  }
  if (const auto* choice = std::get_if<Choice>(&*item.calculation)) {
    return {Number(1), Number(static_cast<std::int64_t>(choice->options.size())), true};
  }
  return {std::nullopt, std::nullopt, false};  // a measured value may be anything
}

Range RangeOf(const SchemeItem& item) {
  switch (item.kind) {
    case ItemKind::kFault:
    case ItemKind::kPenalty:
      return {Number(0), item.max, true};
    case ItemKind::kJudgement:
      return {Number(0), Number(3), true};
    case ItemKind::kMeasurement:
      return RangeOfMeasurement(item);
    case ItemKind::kDeduction:  // its absolute value counts
      return {item.max ? std::optional<Number>(-*item.max) : std::nullopt, item.max, false};
    case ItemKind::kPoints:
    case ItemKind::kTime:
    case ItemKind::kPanel:
    case ItemKind::kImported:
      break;
  }
  return {Number(0), item.max, false};
}

}  // namespace

absl::Status CheckValue(const SchemeItem& item, const Number& value) {
  const Range range = RangeOf(item);
  const auto refuse = [&](Reason reason, std::string_view limit_name, const Number& limit) {
    return MakeError(reason, "", {{"entry.mark.value", value.ToString()}},
                     {{"item", item.path}, {std::string(limit_name), limit.ToString()}});
  };
  if (range.most && value > *range.most) {
    return refuse(R::MARK_ABOVE_MAXIMUM, "maximum", *range.most);
  }
  if (range.least && value < *range.least) {
    return refuse(R::MARK_BELOW_MINIMUM, "minimum", *range.least);
  }
  if (range.whole && !value.IsInteger()) return refuse(R::MARK_OFF_STEP, "step", 1);
  if (item.step && !(value / *item.step).IsInteger()) {
    return refuse(R::MARK_OFF_STEP, "step", *item.step);
  }
  if (value.Rounded(kFinest) != value) {
    return refuse(R::MARK_OFF_STEP, "step", Number::Ratio(1, 1'000'000));
  }
  return absl::OkStatus();
}

}  // namespace touchstone::judging
