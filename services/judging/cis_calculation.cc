#include "services/judging/cis_calculation.h"

#include <algorithm>

namespace touchstone::judging {
namespace {

struct Param {
  std::optional<Number> number;
  std::string text;
};
using Params = std::map<std::string, Param, std::less<>>;

Params ParseParams(std::string_view text) {
  constexpr std::string_view kBetween = "#-#";
  constexpr std::string_view kAfterKey = ":::";
  constexpr std::string_view kAfterNumber = "#x~x#";
  Params params;
  while (!text.empty()) {
    const std::size_t key_end = text.find(kAfterKey);
    if (key_end == std::string_view::npos) break;
    const std::string key(text.substr(0, key_end));
    text.remove_prefix(key_end + kAfterKey.size());
    const std::size_t number_end = std::min(text.find(kAfterNumber), text.size());
    Param& param = params[key];
    param.number = NumberFromSpreadsheet(text.substr(0, number_end));
    text.remove_prefix(std::min(number_end + kAfterNumber.size(), text.size()));
    const std::size_t end = std::min(text.find(kBetween), text.size());
    param.text = std::string(text.substr(0, end));
    text.remove_prefix(std::min(end + kBetween.size(), text.size()));
  }
  return params;
}

std::optional<Number> NumberOf(const Params& params, std::string_view key) {
  const auto found = params.find(key);
  return found == params.end() ? std::nullopt : found->second.number;
}

std::string TextOf(const Params& params, std::string_view key) {
  const auto found = params.find(key);
  return found == params.end() ? "" : found->second.text;
}

bool IsPercent(const Params& params, std::string_view key) {
  const std::string text = TextOf(params, key);
  return text.starts_with("PERCENT") || text == "%";
}

std::optional<v1::Calculation> NumberCompletedOf(const Params& params) {
  std::optional<Number> possible;
  for (const auto& [key, param] : params)
    if (param.number && *param.number > 0 && !key.ends_with("_TYPE")) {
      if (possible) return std::nullopt;  // more than one candidate
      possible = param.number;
    }
  if (!possible) return std::nullopt;
  v1::Calculation calculation;
  calculation.mutable_number_completed()->set_possible(possible->ToString());
  return calculation;
}

std::optional<v1::Calculation> DifferenceDeductionOf(const Params& params) {
  const auto target = NumberOf(params, "TARGET_VALUE");
  const auto difference = NumberOf(params, "DIFFERENCE");
  const auto deduction = NumberOf(params, "DEDUCTION");
  if (!target || !difference || *difference <= 0 || !deduction) return std::nullopt;
  v1::Calculation calculation;
  v1::DifferenceDeduction& rule = *calculation.mutable_difference_deduction();
  rule.set_target(target->ToString());
  rule.set_difference(difference->ToString());
  rule.set_difference_in_percent(IsPercent(params, "DIFFERENCE_TYPE"));
  rule.set_deduction(deduction->ToString());
  rule.set_deduction_in_percent(IsPercent(params, "DEDUCTION_TYPE"));
  return calculation;
}

std::optional<v1::Calculation> RangedScoreOf(const Params& params) {
  v1::Calculation calculation;
  v1::RangedScore& rule = *calculation.mutable_ranged_score();
  if (const auto target = NumberOf(params, "TARGET_VALUE")) rule.set_target(target->ToString());
  rule.set_deduction_in_percent(IsPercent(params, "DEDUCTION_TYPE"));
  for (int i = 1;; ++i) {
    const std::string prefix = "RANGE" + std::to_string(i) + "_";
    const auto lower = NumberOf(params, prefix + "LOWER");
    const auto upper = NumberOf(params, prefix + "UPPER");
    const auto deduction = NumberOf(params, prefix + "DEDUCTION");
    if (!lower || !upper || !deduction) break;
    v1::RangedScore::Range& range = *rule.add_ranges();
    range.set_lower(lower->ToString());
    range.set_upper(upper->ToString());
    range.set_deduction(deduction->ToString());
  }
  if (rule.ranges().empty()) return std::nullopt;
  return calculation;
}

std::optional<v1::Calculation> ChoiceOf(const Params& params) {
  v1::Calculation calculation;
  v1::Choice& rule = *calculation.mutable_choice();
  rule.set_deduction_in_percent(IsPercent(params, "DEDUCTION_TYPE"));
  for (int i = 1;; ++i) {
    const std::string prefix = "CHOICE" + std::to_string(i) + "_";
    const auto deduction = NumberOf(params, prefix + "DEDUCTION");
    if (!deduction) break;
    v1::Choice::Option& option = *rule.add_options();
    option.set_label(TextOf(params, prefix + "LABEL"));
    option.set_deduction(deduction->ToString());
  }
  if (rule.options().empty()) return std::nullopt;
  return calculation;
}

}  // namespace

std::optional<v1::Calculation> ToCisCalculation(std::string_view type, std::string_view params) {
  const Params parsed = ParseParams(params);
  if (type == "NUMBER_COMPLETED") return NumberCompletedOf(parsed);
  if (type == "REGULAR_DIFFERENCE_DEDUCTION") return DifferenceDeductionOf(parsed);
  if (type == "RANGED_SCORE") return RangedScoreOf(parsed);
  if (type == "CHOICE") return ChoiceOf(parsed);
  if (type != "PASS_FAIL") return std::nullopt;
  v1::Calculation calculation;
  calculation.mutable_pass_fail();
  return calculation;
}

std::map<int, CisCalculation> ReadCisCalculations(const CisRows& rows, std::size_t first_column,
                                                  std::optional<std::size_t> row_column) {
  std::map<int, CisCalculation> calculations;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto cell = [&](std::size_t column) {
      return column < rows[i].size() ? rows[i][column] : std::string();
    };
    const std::string type = cell(first_column + 1);
    if (type.empty() || type == "type" || type == "Type") continue;
    const auto written = row_column ? NumberFromSpreadsheet(cell(*row_column)) : std::nullopt;
    const int row = static_cast<int>(written ? written->Floor() : static_cast<int>(i) + 1);
    calculations[row] = {cell(first_column), type, ToCisCalculation(type, cell(first_column + 3))};
  }
  return calculations;
}

}  // namespace touchstone::judging
