#include "services/judging/scoring_calculation.h"

#include <algorithm>
#include <variant>

namespace touchstone::judging {
namespace {

Number PartOf(const Number& whole, const Number& amount, bool in_percent) {
  return in_percent ? whole * amount / Number(100) : amount;
}

// Points of one calculation, before they are held between 0 and `max`.
struct Points {
  const Number& max;
  const Number& measured;

  Number operator()(const PassFail&) const { return measured == 1 ? max : Number(0); }

  Number operator()(const NumberCompleted& rule) const { return max * measured / rule.possible; }

  Number operator()(const DifferenceDeduction& rule) const {
    const Number step = PartOf(rule.target.Abs(), rule.difference, rule.difference_in_percent);
    const Number steps = (measured - rule.target).Abs() / step;
    const Number full_steps = steps.Rounded({.places = 0, .mode = RoundingMode::kDown});
    return max - full_steps * PartOf(max, rule.deduction, rule.deduction_in_percent);
  }

  Number operator()(const RangedScore& rule) const {
    for (const RangedScore::Range& range : rule.ranges) {
      if (range.lower <= measured && measured <= range.upper) {
        return max - PartOf(max, range.deduction, rule.deduction_in_percent);
      }
    }
    return 0;
  }

  Number operator()(const Choice& rule) const {
    const Number options(static_cast<std::int64_t>(rule.options.size()));
    if (!measured.IsInteger() || measured < 1 || measured > options) return 0;
    const Choice::Option& option = rule.options[static_cast<std::size_t>(measured.Floor() - 1)];
    return max - PartOf(max, option.deduction, rule.deduction_in_percent);
  }
};

struct Name {
  Operation operator()(const PassFail&) const { return Operation::kPassFail; }
  Operation operator()(const NumberCompleted&) const { return Operation::kNumberCompleted; }
  Operation operator()(const DifferenceDeduction&) const { return Operation::kDifferenceDeduction; }
  Operation operator()(const RangedScore&) const { return Operation::kRangedScore; }
  Operation operator()(const Choice&) const { return Operation::kChoice; }
};

}  // namespace

Number PointsOf(const Calculation& calculation, const Number& max, const Number& measured) {
  return std::clamp(std::visit(Points{max, measured}, calculation), Number(0), max);
}

Operation OperationOf(const Calculation& calculation) { return std::visit(Name{}, calculation); }

}  // namespace touchstone::judging
