#include "services/judging/rule_pack.h"

#include <algorithm>
#include <utility>

#include "services/common/errors.h"

namespace touchstone::judging {
namespace {

absl::Status DoesNotFit(std::string path, std::string why) {
  std::string message = path + ": " + why;
  return MakeError(Reason::SCHEME_DOES_NOT_FIT_PACK, std::move(message),
                   {{std::move(path), std::move(why)}});
}

const PartRule* FindPartRule(const RulePack& pack, std::string_view part) {
  const auto found = std::find_if(pack.parts.begin(), pack.parts.end(),
                                  [&](const PartRule& rule) { return rule.part_id == part; });
  return found == pack.parts.end() ? nullptr : &*found;
}

// The most that an item adds to its block. A block's share stands for its faults.
Number MostOf(const SchemeItem& item) {
  switch (item.kind) {
    case ItemKind::kPoints:
    case ItemKind::kMeasurement:
    case ItemKind::kJudgement:
    case ItemKind::kImported:
      return item.max.value_or(0);
    case ItemKind::kPanel:
      return item.max.value_or(0) * item.factor;
    case ItemKind::kFault:
    case ItemKind::kTime:
    case ItemKind::kPenalty:
    case ItemKind::kDeduction:
      break;
  }
  return 0;
}

Number MostOf(const RulePack& pack, const SchemePart& part) {
  Number most;
  for (const SchemeModule& module : part.modules) {
    Number of_module;
    for (const SchemeBlock& block : module.blocks) {
      of_module += block.share;
      for (const SchemeItem& item : block.items) of_module += MostOf(item);
    }
    const bool adds_attempts = pack.attempt_rule == AttemptRule::kSum;
    most += of_module * Number(adds_attempts ? module.attempts : 1);
  }
  return most;
}

absl::Status CheckItem(const RulePack& pack, const SchemeItem& item) {
  if (!pack.item_rules.contains(item.kind)) {
    return DoesNotFit(item.path, "the rule pack has no rule for items of kind " +
                                     std::string(ItemKindName(item.kind)));
  }
  return absl::OkStatus();
}

absl::Status CheckPart(const RulePack& pack, const SchemePart& part) {
  if (FindPartRule(pack, part.path) == nullptr) {
    return DoesNotFit(part.path, "the rule pack has no rule for this part");
  }
  for (const SchemeModule& module : part.modules) {
    for (const SchemeBlock& block : module.blocks) {
      for (const SchemeItem& item : block.items) {
        if (absl::Status status = CheckItem(pack, item); !status.ok()) return status;
      }
    }
  }
  return absl::OkStatus();
}

absl::Status CheckFullMarks(const RulePack& pack, const Scheme& scheme) {
  for (const PartRule& rule : pack.parts) {
    if (!rule.full_marks.has_value()) continue;
    Number most;
    for (const SchemePart& part : scheme.parts) {
      if (part.path == rule.part_id) most = MostOf(pack, part);
    }
    if (most != *rule.full_marks) {
      return DoesNotFit(rule.part_id, "maxima add up to " + most.ToString() + ", not to " +
                                          rule.full_marks->ToString());
    }
  }
  return absl::OkStatus();
}

bool NamesSomething(const TieBreak& tie_break, const Scheme& scheme) {
  if (tie_break.by == TieBreak::By::kTotal) return true;
  for (const SchemePart& part : scheme.parts) {
    if (tie_break.by == TieBreak::By::kPart && part.path == tie_break.id) return true;
    for (const SchemeModule& module : part.modules) {
      if (tie_break.by == TieBreak::By::kModule && module.path == tie_break.id) return true;
      for (const SchemeBlock& block : module.blocks) {
        for (const SchemeItem& item : block.items) {
          if (tie_break.by == TieBreak::By::kItem && item.path == tie_break.id) return true;
        }
      }
    }
  }
  return false;
}

absl::Status CheckTieBreaks(const std::string& field, const std::vector<TieBreak>& tie_breaks,
                            const Scheme& scheme) {
  for (std::size_t i = 0; i < tie_breaks.size(); ++i) {
    if (!NamesSomething(tie_breaks[i], scheme)) {
      return DoesNotFit(field + "[" + std::to_string(i) + "].id",
                        "the scheme has no \"" + tie_breaks[i].id + "\" of this kind");
    }
  }
  return absl::OkStatus();
}

absl::Status CheckGroup(const std::string& field, const std::optional<GroupRule>& rule,
                        const Scheme& scheme) {
  if (!rule.has_value()) return absl::OkStatus();
  const bool by_places = rule->method == GroupRule::Method::kLeaguePoints;
  const bool worth_something =
      rule->points_for_others != 0 ||
      std::any_of(rule->points.begin(), rule->points.end(), [](int points) { return points != 0; });
  if (by_places && !worth_something) {
    return DoesNotFit(field + ".points", "no place is worth a point");
  }
  return CheckTieBreaks(field + ".tie_breaks", rule->tie_breaks, scheme);
}

}  // namespace

std::string_view ItemKindName(ItemKind kind) {
  switch (kind) {
    case ItemKind::kPoints:
      return "POINTS";
    case ItemKind::kFault:
      return "FAULT";
    case ItemKind::kTime:
      return "TIME";
    case ItemKind::kPenalty:
      return "PENALTY";
    case ItemKind::kMeasurement:
      return "MEASUREMENT";
    case ItemKind::kJudgement:
      return "JUDGEMENT";
    case ItemKind::kPanel:
      return "PANEL";
    case ItemKind::kImported:
      return "IMPORTED";
    case ItemKind::kDeduction:
      return "DEDUCTION";
  }
  return "";
}

absl::Status ScoringRules::Check(const RulePack& pack, const Scheme& scheme) {
  for (const SchemePart& part : scheme.parts) {
    if (absl::Status status = CheckPart(pack, part); !status.ok()) return status;
  }
  if (absl::Status status = CheckFullMarks(pack, scheme); !status.ok()) return status;
  if (absl::Status status = CheckTieBreaks("tie_breaks", pack.tie_breaks, scheme); !status.ok()) {
    return status;
  }
  if (absl::Status status = CheckGroup("team_rule", pack.team_rule, scheme); !status.ok()) {
    return status;
  }
  return CheckGroup("company_rule", pack.company_rule, scheme);
}

ScoringRules::ScoringRules(RulePack pack, Scheme scheme)
    : pack_(std::move(pack)), scheme_(std::move(scheme)) {
  ItemPlace place;
  for (const SchemePart& part : scheme_.parts) {
    part_rules_.push_back(FindPartRule(pack_, part.path));
    place.module = 0;
    for (const SchemeModule& module : part.modules) {
      modules_.emplace(module.path, ItemPlace{.part = place.part, .module = place.module});
      place.block = 0;
      for (const SchemeBlock& block : module.blocks) {
        place.item = 0;
        for (const SchemeItem& item : block.items) {
          items_.emplace(item.path, place);
          ++place.item;
        }
        ++place.block;
      }
      ++place.module;
    }
    ++place.part;
  }
}

const SchemeItem* ScoringRules::FindItem(std::string_view path) const {
  const auto found = items_.find(path);
  return found == items_.end() ? nullptr : &ItemAt(found->second);
}

std::optional<ItemPlace> ScoringRules::PlaceOf(std::string_view path) const {
  const auto found = items_.find(path);
  if (found == items_.end()) return std::nullopt;
  return found->second;
}

const SchemeModule* ScoringRules::FindModule(std::string_view path) const {
  const auto found = modules_.find(path);
  return found == modules_.end() ? nullptr : &ModuleAt(found->second);
}

std::optional<ItemPlace> ScoringRules::PlaceOfModule(std::string_view path) const {
  const auto found = modules_.find(path);
  if (found == modules_.end()) return std::nullopt;
  return found->second;
}

const SchemeItem& ScoringRules::ItemAt(const ItemPlace& place) const {
  return ModuleAt(place)
      .blocks[static_cast<std::size_t>(place.block)]
      .items[static_cast<std::size_t>(place.item)];
}

const SchemeModule& ScoringRules::ModuleAt(const ItemPlace& place) const {
  return scheme_.parts[static_cast<std::size_t>(place.part)]
      .modules[static_cast<std::size_t>(place.module)];
}

bool ScoringRules::HasScope(std::string_view path) const {
  for (const SchemePart& part : scheme_.parts) {
    if (part.path == path) return true;
    for (const SchemeModule& module : part.modules) {
      if (module.path == path) return true;
      for (const SchemeBlock& block : module.blocks) {
        if (block.path == path) return true;
      }
    }
  }
  return false;
}

}  // namespace touchstone::judging
