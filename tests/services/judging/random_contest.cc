#include "tests/services/judging/random_contest.h"

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include <rapidcheck.h>

namespace touchstone::judging {
namespace {

constexpr int kJudges = 4;

std::optional<Rounding> AnyRounding() {
  if (*rc::gen::arbitrary<bool>()) return std::nullopt;
  return Rounding{
      *rc::gen::inRange(0, 4),
      *rc::gen::element(RoundingMode::kHalfUp, RoundingMode::kHalfEven, RoundingMode::kDown)};
}

ItemRule AnyItemRule(ItemKind kind) {
  ItemRule rule;
  rule.combine =
      *rc::gen::element(Combine::kShared, Combine::kMean, Combine::kTrimmedMean, Combine::kSum);
  if (rule.combine == Combine::kTrimmedMean) {
    rule.drop_highest = *rc::gen::inRange(0, 2);
    rule.drop_lowest = 1;
    rule.least_marks_to_drop = rule.drop_highest + 2;
  }
  rule.panel_rounding = AnyRounding();
  rule.item_rounding = AnyRounding();
  if (kind == ItemKind::kJudgement) {
    rule.combine = Combine::kMean;
    rule.max_spread = *rc::gen::inRange(1, 4);
    rule.rescore_rounds = *rc::gen::inRange(0, 2);
  }
  return rule;
}

SchemeItem Item(const std::string& path, ItemKind kind) {
  SchemeItem item{.path = path, .kind = kind, .max = Number(10)};
  if (kind == ItemKind::kFault) {
    item.deduction = Number::Ratio(*rc::gen::inRange(1, 9), 2);
    item.disqualify_at = *rc::gen::element(0, 0, 7);
  }
  if (kind == ItemKind::kPenalty) item.seconds = *rc::gen::inRange(0, 31);
  if (kind == ItemKind::kPanel) item.factor = Number::Ratio(*rc::gen::inRange(1, 30), 10);
  if (kind == ItemKind::kMeasurement) {
    item.calculation = *rc::gen::element<Calculation>(
        PassFail{}, NumberCompleted{7},
        DifferenceDeduction{.target = 5, .difference = 2, .deduction = 3},
        RangedScore{.ranges = {{0, 3, 1}, {3, 6, 4}}}, Choice{.options = {{"a", 0}, {"b", 3}}});
  }
  return item;
}

SchemeModule Module(const std::string& path, std::initializer_list<ItemKind> kinds, int attempts) {
  SchemeModule module{.path = path, .attempts = attempts};
  for (const char* id : {"/b1", "/b2"}) {
    SchemeBlock block{.path = path + id};
    block.share = *rc::gen::inRange(0, 11);
    if (*rc::gen::arbitrary<bool>()) block.floor = Number(0);
    for (const ItemKind kind : kinds) {
      block.items.push_back(Item(block.path + "/" + std::string(ItemKindName(kind)), kind));
    }
    module.blocks.push_back(std::move(block));
  }
  return module;
}

const SchemeItem& AnyItem(const Scheme& scheme) {
  const SchemePart& part = scheme.parts[*rc::gen::inRange<std::size_t>(0, scheme.parts.size())];
  const SchemeModule& module = part.modules[*rc::gen::inRange<std::size_t>(0, part.modules.size())];
  const SchemeBlock& block = module.blocks[*rc::gen::inRange<std::size_t>(0, module.blocks.size())];
  return block.items[*rc::gen::inRange<std::size_t>(0, block.items.size())];
}

Number AnyMark(ItemKind kind) {
  switch (kind) {
    case ItemKind::kFault:
    case ItemKind::kPenalty:
      return *rc::gen::inRange(0, 4);
    case ItemKind::kJudgement:
      return *rc::gen::inRange(0, 4);
    case ItemKind::kMeasurement:
      return Number::Ratio(*rc::gen::inRange(0, 25), 2);
    default:
      return Number::Ratio(*rc::gen::inRange(0, 41), 4);
  }
}

std::string AnyScope(const SchemeItem& item) {
  const std::string module(ModuleOf(item.path));
  return *rc::gen::element(std::string(), item.path.substr(0, item.path.find('/')), module,
                           item.path.substr(0, item.path.rfind('/')));
}

}  // namespace

RulePack AnyPack() {
  RulePack pack;
  pack.id = "random";
  pack.measure = *rc::gen::element(Measure::kPoints, Measure::kPoints, Measure::kSeconds);
  for (int kind = 1; kind <= 9; ++kind) {
    pack.item_rules[static_cast<ItemKind>(kind)] = AnyItemRule(static_cast<ItemKind>(kind));
  }
  for (const char* id : {"work", "timed", "imported"}) {
    PartRule part{.part_id = id};
    part.weight = Number::Ratio(*rc::gen::inRange(1, 11), 10);
    if (*rc::gen::arbitrary<bool>()) part.floor = Number(0);
    part.rounding = AnyRounding();
    part.weighted_rounding = AnyRounding();
    pack.parts.push_back(std::move(part));
  }
  pack.total_rounding = AnyRounding();
  pack.tie_breaks = {{.by = TieBreak::By::kTotal}};
  pack.attempt_rule = *rc::gen::element(AttemptRule::kBest, AttemptRule::kLast, AttemptRule::kSum);
  pack.panel_complete = *rc::gen::element(PanelComplete::kAllAssigned, PanelComplete::kPanelSize);
  return pack;
}

Scheme AnyScheme() {
  Scheme scheme;
  scheme.id = "random";
  scheme.parts = {{.path = "work"}, {.path = "timed"}, {.path = "imported"}};
  scheme.parts[0].modules = {
      Module("work/m1", {ItemKind::kPoints, ItemKind::kFault, ItemKind::kJudgement}, 1),
      Module("work/m2", {ItemKind::kMeasurement, ItemKind::kPanel}, 1)};
  scheme.parts[1].modules = {Module("timed/m", {ItemKind::kTime, ItemKind::kPenalty}, 2)};
  scheme.parts[2].modules = {Module("imported/m", {ItemKind::kImported, ItemKind::kDeduction}, 1)};
  scheme.parts[0].modules[0].panel_size = 2;
  return scheme;
}

Panels PanelsOf(const Scheme& scheme) {
  Panels panels;
  for (const SchemePart& part : scheme.parts) {
    for (const SchemeModule& module : part.modules) {
      for (int judge = 0; judge < kJudges; ++judge) {
        panels[module.path].push_back("judge-" + std::to_string(judge));
      }
    }
  }
  return panels;
}

Happening HappenAnything(const ScoringRules& rules, const Panels& panels, EntrantSheets& sheets) {
  const SchemeItem& item = AnyItem(rules.scheme());
  const std::string module(ModuleOf(item.path));
  const Panel& panel = panels.find(module)->second;
  const std::string judge = panel[*rc::gen::inRange<std::size_t>(0, panel.size())];
  const int attempt = *rc::gen::inRange(1, rules.FindModule(module)->attempts + 1);
  const std::uint64_t position = sheets.last_position() + 1;
  const int what = *rc::gen::inRange(0, 100);
  if (what < 60) {
    const int round = sheets.RoundOf(item.path, attempt);
    Mark mark{.judge = judge, .item = item.path, .attempt = attempt, .round = round};
    const int value = *rc::gen::inRange(0, 10);
    mark.not_attempted = value == 0;
    if (value > 1) mark.value = AnyMark(item.kind);
    sheets.Apply(mark, rules.RuleOf(item.kind).combine == Combine::kShared, position);
    return {item.path, "mark of " + item.path};
  }
  if (what < 90) {
    // Most often the whole panel seals: otherwise hardly any module would ever count.
    for (const std::string& member : panel) {
      if (what < 85 || member == judge) sheets.Apply(Seal{member, module});
    }
    return {module, "seal of " + module};
  }
  if (what < 93) {
    const int round = sheets.RoundOf(item.path, attempt) + 1;
    sheets.Apply(Rescore{item.path, attempt, round}, module);
    return {module, "re-score of " + item.path};
  }
  Incident incident{.attempt = *rc::gen::inRange(0, 3), .rule = "rule"};
  if (what == 99 && !sheets.Incidents().empty()) {
    const RecordedIncident* past = sheets.Incidents().front();
    incident = {.kind = IncidentKind::kRevoked, .revokes = past->entry_id};
    sheets.Apply(incident, "entry-" + std::to_string(position), position);
    return {"", "revocation"};
  }
  incident.kind = *rc::gen::element(IncidentKind::kSafetyZero, IncidentKind::kSafetyZero,
                                    IncidentKind::kDidNotFinish, IncidentKind::kDidNotStart,
                                    IncidentKind::kDisqualified, IncidentKind::kWithdrawn,
                                    IncidentKind::kEquipmentFault);
  incident.scope = AnyScope(item);
  sheets.Apply(incident, "entry-" + std::to_string(position), position);
  return {incident.scope, "incident at \"" + incident.scope + "\""};
}

}  // namespace touchstone::judging
