#include "services/judging/rule_pack_convert.h"

#include <set>
#include <string>
#include <utility>

#include "services/judging/fields_convert.h"

namespace touchstone::judging {
namespace {

constexpr int kMostParts = 20;
constexpr int kMostTieBreaks = 20;
constexpr int kMostPrizes = 50;
constexpr int kMostPanel = 100;
constexpr int kMostScalePoints = 1000;
constexpr int kMostPoints = 1'000'000;
constexpr int kMostMinutes = 60 * 24 * 30;
constexpr int kWholeBoard = 1'000'000;

using Sign = ConvertFields::Sign;

template <typename List>
void RequireSize(ConvertFields& fields, const std::string& path, const List& list, int least,
                 int most) {
  fields.Require(list.size() >= least, path, "is required");
  fields.Require(list.size() <= most, path, "has over " + std::to_string(most) + " elements");
}

ItemKind ReadKind(ConvertFields& fields, const std::string& path, v1::ItemKind kind) {
  const bool known = v1::ItemKind_IsValid(kind) && kind != v1::ITEM_KIND_UNSPECIFIED;
  fields.Require(known, path, "is required and must be known");
  return known ? static_cast<ItemKind>(kind) : ItemKind::kPoints;
}

void ReadDrops(ConvertFields& fields, const std::string& path, const v1::ItemRule& message,
               ItemRule& rule) {
  rule.drop_highest =
      fields.Count(Joined(path, "drop_highest"), message.drop_highest(), kMostPanel);
  rule.drop_lowest = fields.Count(Joined(path, "drop_lowest"), message.drop_lowest(), kMostPanel);
  const int dropped = rule.drop_highest + rule.drop_lowest;
  rule.least_marks_to_drop =
      fields.Count(Joined(path, "least_marks_to_drop"), message.least_marks_to_drop(), kMostPanel);
  if (rule.combine != Combine::kTrimmedMean) {
    for (const char* field : {"drop_highest", "drop_lowest", "least_marks_to_drop"}) {
      const bool set = std::string_view(field) == "drop_highest"  ? rule.drop_highest != 0
                       : std::string_view(field) == "drop_lowest" ? rule.drop_lowest != 0
                                                                  : rule.least_marks_to_drop != 0;
      fields.Require(!set, Joined(path, field), "is only for COMBINE_TRIMMED_MEAN");
    }
    return;
  }
  fields.Require(dropped > 0, Joined(path, "drop_highest"),
                 "a trimmed mean drops at least one mark");
  if (rule.least_marks_to_drop == 0) rule.least_marks_to_drop = dropped + 1;
  fields.Require(rule.least_marks_to_drop > dropped, Joined(path, "least_marks_to_drop"),
                 "must leave at least one mark after dropping");
}

ItemRule ReadItemRule(ConvertFields& fields, const std::string& path, ItemKind kind,
                      const v1::ItemRule& message) {
  ItemRule rule;
  const bool known = v1::ItemRule::Combine_IsValid(message.combine()) &&
                     message.combine() != v1::ItemRule::COMBINE_UNSPECIFIED;
  if (fields.Require(known, Joined(path, "combine"), "is required and must be known")) {
    rule.combine = static_cast<Combine>(message.combine());
  }
  ReadDrops(fields, path, message, rule);
  if (message.has_panel_rounding()) {
    rule.panel_rounding =
        fields.ReadRounding(Joined(path, "panel_rounding"), message.panel_rounding());
  }
  if (message.has_item_rounding()) {
    rule.item_rounding =
        fields.ReadRounding(Joined(path, "item_rounding"), message.item_rounding());
  }
  rule.may_be_missing = message.may_be_missing();
  const bool judged = kind == ItemKind::kJudgement;
  if (message.has_max_spread()) {
    fields.Require(judged, Joined(path, "max_spread"), "is only for JUDGEMENT");
    rule.max_spread = fields.Count(Joined(path, "max_spread"), message.max_spread(), 3);
  }
  fields.Require(judged || message.rescore_rounds() == 0, Joined(path, "rescore_rounds"),
                 "is only for JUDGEMENT");
  rule.rescore_rounds = fields.Count(Joined(path, "rescore_rounds"), message.rescore_rounds(), 100);
  return rule;
}

PartRule ReadPart(ConvertFields& fields, const std::string& path, const v1::PartRule& message) {
  PartRule rule;
  rule.part_id = fields.Segment(Joined(path, "part_id"), message.part_id());
  rule.weight = fields.NumberOr(Joined(path, "weight"), message.weight(), 1);
  rule.full_marks = fields.OptionalNumber(Joined(path, "full_marks"), message.full_marks());
  rule.floor = fields.OptionalNumber(Joined(path, "floor"), message.floor(), Sign::kAny);
  if (message.has_rounding()) {
    rule.rounding = fields.ReadRounding(Joined(path, "rounding"), message.rounding());
  }
  if (message.has_weighted_rounding()) {
    rule.weighted_rounding =
        fields.ReadRounding(Joined(path, "weighted_rounding"), message.weighted_rounding());
  }
  rule.pass_mark = fields.OptionalNumber(Joined(path, "pass_mark"), message.pass_mark());
  return rule;
}

template <typename Messages>
std::vector<TieBreak> ReadTieBreaks(ConvertFields& fields, const std::string& path,
                                    const Messages& messages) {
  std::vector<TieBreak> tie_breaks;
  RequireSize(fields, path, messages, 0, kMostTieBreaks);
  for (int i = 0; i < messages.size(); ++i) {
    const v1::TieBreak& message = messages[i];
    const std::string at = Indexed(path, i);
    const bool known =
        v1::TieBreak::By_IsValid(message.by()) && message.by() != v1::TieBreak::BY_UNSPECIFIED;
    if (!fields.Require(known, Joined(at, "by"), "is required and must be known")) continue;
    const auto by = static_cast<TieBreak::By>(message.by());
    fields.Require((by == TieBreak::By::kTotal) == message.id().empty(), Joined(at, "id"),
                   "names the part, module or item; empty for BY_TOTAL");
    tie_breaks.push_back({by, message.id(), message.least_wins()});
  }
  return tie_breaks;
}

GroupRule ReadGroup(ConvertFields& fields, const std::string& path, const v1::GroupRule& message) {
  GroupRule rule;
  const bool known = v1::GroupRule::Method_IsValid(message.method()) &&
                     message.method() != v1::GroupRule::METHOD_UNSPECIFIED;
  if (fields.Require(known, Joined(path, "method"), "is required and must be known")) {
    rule.method = static_cast<GroupRule::Method>(message.method());
  }
  rule.members = fields.Count(Joined(path, "members"), message.members(), kWholeBoard);
  for (int i = 0; i < message.points_size(); ++i) {
    rule.points.push_back(
        fields.Count(Indexed(Joined(path, "points"), i), message.points(i), kMostPoints));
  }
  rule.points_for_others =
      fields.Count(Joined(path, "points_for_others"), message.points_for_others(), kMostPoints);
  rule.tie_breaks = ReadTieBreaks(fields, Joined(path, "tie_breaks"), message.tie_breaks());
  return rule;
}

ScaleRule ReadScale(ConvertFields& fields, const v1::ScaleRule& message) {
  ScaleRule rule;
  if (message.medal_window() != 0) {
    rule.medal_window =
        fields.Count("scale.medal_window", message.medal_window(), kMostScalePoints);
  }
  fields.Require(v1::ScaleRule::WindowTo_IsValid(message.window_to()), "scale.window_to",
                 "is unknown");
  rule.window_to_leader = message.window_to() == v1::ScaleRule::WINDOW_TO_LEADER;
  fields.Require(message.smallest_field_size() == 0 || message.smallest_field_size() == 3,
                 "scale.smallest_field", "has one number for each of gold, silver, bronze");
  for (int i = 0; i < message.smallest_field_size() && i < 3; ++i) {
    rule.smallest_field[i] =
        fields.Count(Indexed("scale.smallest_field", i), message.smallest_field(i), kWholeBoard);
  }
  return rule;
}

void ReadPrizes(ConvertFields& fields, const v1::RulePack& message, RulePack& pack) {
  RequireSize(fields, "prizes", message.prizes(), 0, kMostPrizes);
  for (int i = 0; i < message.prizes_size(); ++i) {
    const std::string at = Indexed("prizes", i);
    Prize prize;
    prize.display_name =
        fields.RequiredText(Joined(at, "display_name"), message.prizes(i).display_name());
    prize.first_place =
        fields.Count(Joined(at, "first_place"), message.prizes(i).first_place(), kWholeBoard);
    prize.last_place =
        fields.Count(Joined(at, "last_place"), message.prizes(i).last_place(), kWholeBoard);
    fields.Require(prize.first_place >= 1, Joined(at, "first_place"), "is counted from 1");
    fields.Require(prize.last_place >= prize.first_place, Joined(at, "last_place"),
                   "may not be before first_place");
    pack.prizes.push_back(std::move(prize));
  }
}

void ReadSettings(ConvertFields& fields, const v1::RulePack& message, RulePack& pack) {
  fields.Require(v1::RulePack::Measure_IsValid(message.measure()), "measure", "is unknown");
  pack.measure =
      message.measure() == v1::RulePack::MEASURE_SECONDS ? Measure::kSeconds : Measure::kPoints;
  if (fields.Require(v1::RulePack::AttemptRule_IsValid(message.attempt_rule()), "attempt_rule",
                     "is unknown")) {
    pack.attempt_rule =
        message.attempt_rule() == v1::RulePack::ATTEMPT_RULE_LAST  ? AttemptRule::kLast
        : message.attempt_rule() == v1::RulePack::ATTEMPT_RULE_SUM ? AttemptRule::kSum
                                                                   : AttemptRule::kBest;
  }
  fields.Require(v1::RulePack::PanelComplete_IsValid(message.panel_complete()), "panel_complete",
                 "is unknown");
  pack.panel_complete = message.panel_complete() == v1::RulePack::PANEL_COMPLETE_PANEL_SIZE
                            ? PanelComplete::kPanelSize
                            : PanelComplete::kAllAssigned;
  if (message.appeal_minutes() != 0) {
    pack.appeal_minutes = fields.Count("appeal_minutes", message.appeal_minutes(), kMostMinutes);
  }
  pack.anonymous = message.anonymous();
  pack.running_total = message.running_total();
}

void ReadItemRules(ConvertFields& fields, const v1::RulePack& message, RulePack& pack) {
  fields.Require(message.item_rules_size() > 0, "item_rules", "is required");
  for (int i = 0; i < message.item_rules_size(); ++i) {
    const std::string at = Indexed("item_rules", i);
    const ItemKind kind = ReadKind(fields, Joined(at, "kind"), message.item_rules(i).kind());
    const bool fresh =
        pack.item_rules.emplace(kind, ReadItemRule(fields, at, kind, message.item_rules(i))).second;
    fields.Require(fresh, Joined(at, "kind"), "has a rule already");
  }
}

}  // namespace

absl::StatusOr<RulePack> ToRulePack(const v1::RulePack& message) {
  ConvertFields fields;
  RulePack pack;
  pack.id = fields.ResourceName("id", message.id());
  pack.version = message.version();
  fields.Require(!message.version().empty(), "version", "is required");
  pack.display_name = fields.RequiredText("display_name", message.display_name());
  ReadSettings(fields, message, pack);
  ReadItemRules(fields, message, pack);
  RequireSize(fields, "parts", message.parts(), 1, kMostParts);
  std::set<std::string> part_ids;
  for (int i = 0; i < message.parts_size(); ++i) {
    const std::string at = Indexed("parts", i);
    pack.parts.push_back(ReadPart(fields, at, message.parts(i)));
    fields.Require(part_ids.insert(pack.parts.back().part_id).second, Joined(at, "part_id"),
                   "has a rule already");
  }
  if (message.has_total_rounding()) {
    pack.total_rounding = fields.ReadRounding("total_rounding", message.total_rounding());
  }
  RequireSize(fields, "tie_breaks", message.tie_breaks(), 1, kMostTieBreaks);
  pack.tie_breaks = ReadTieBreaks(fields, "tie_breaks", message.tie_breaks());
  if (message.has_team_rule()) pack.team_rule = ReadGroup(fields, "team_rule", message.team_rule());
  if (message.has_company_rule()) {
    pack.company_rule = ReadGroup(fields, "company_rule", message.company_rule());
  }
  if (message.has_scale()) pack.scale = ReadScale(fields, message.scale());
  ReadPrizes(fields, message, pack);
  if (absl::Status status = fields.ToStatus(Reason::RULE_PACK_INVALID); !status.ok()) return status;
  return pack;
}

}  // namespace touchstone::judging
