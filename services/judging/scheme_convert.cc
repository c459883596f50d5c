#include <set>
#include <string>
#include <utility>

#include "services/judging/fields_convert.h"
#include "services/judging/rule_pack_convert.h"

namespace touchstone::judging {
namespace {

constexpr int kMostItems = 5000;
constexpr int kMostJudges = 100;
constexpr int kMostAttempts = 20;
constexpr int kMostCount = 1'000'000;
constexpr int kLevels = 4;  // 0 to 3

using Sign = ConvertFields::Sign;

DifferenceDeduction ReadDifference(ConvertFields& fields, const std::string& path,
                                   const v1::DifferenceDeduction& message) {
  DifferenceDeduction result;
  result.target = fields.RequiredNumber(Joined(path, "target"), message.target(), Sign::kAny);
  result.difference =
      fields.RequiredNumber(Joined(path, "difference"), message.difference(), Sign::kPositive);
  result.difference_in_percent = message.difference_in_percent();
  fields.Require(!result.difference_in_percent || result.target != 0, Joined(path, "target"),
                 "may not be 0 when the difference is in per cent of it");
  result.deduction = fields.RequiredNumber(Joined(path, "deduction"), message.deduction());
  result.deduction_in_percent = message.deduction_in_percent();
  return result;
}

RangedScore ReadRanges(ConvertFields& fields, const std::string& path,
                       const v1::RangedScore& message) {
  RangedScore result;
  fields.Require(message.ranges_size() > 0, Joined(path, "ranges"), "is required");
  for (int i = 0; i < message.ranges_size(); ++i) {
    const std::string at = Indexed(Joined(path, "ranges"), i);
    const v1::RangedScore::Range& range = message.ranges(i);
    const Number lower = fields.RequiredNumber(Joined(at, "lower"), range.lower(), Sign::kAny);
    const Number upper = fields.RequiredNumber(Joined(at, "upper"), range.upper(), Sign::kAny);
    fields.Require(lower <= upper, Joined(at, "upper"), "may not be below lower");
    result.ranges.push_back(
        {lower, upper, fields.RequiredNumber(Joined(at, "deduction"), range.deduction())});
  }
  result.deduction_in_percent = message.deduction_in_percent();
  return result;
}

Choice ReadChoice(ConvertFields& fields, const std::string& path, const v1::Choice& message) {
  Choice result;
  fields.Require(message.options_size() > 0, Joined(path, "options"), "is required");
  for (int i = 0; i < message.options_size(); ++i) {
    const std::string at = Indexed(Joined(path, "options"), i);
    const v1::Choice::Option& option = message.options(i);
    result.options.push_back(
        {option.label(), fields.RequiredNumber(Joined(at, "deduction"), option.deduction())});
  }
  result.deduction_in_percent = message.deduction_in_percent();
  return result;
}

Calculation ReadCalculation(ConvertFields& fields, const std::string& path,
                            const v1::Calculation& message) {
  switch (message.kind_case()) {
    case v1::Calculation::kPassFail:
      return PassFail{};
    case v1::Calculation::kNumberCompleted: {
      const std::string at = Joined(path, "number_completed.possible");
      const Number possible = fields.RequiredNumber(at, message.number_completed().possible());
      fields.Require(possible >= 1, at, "must be at least 1");
      return NumberCompleted{possible};
    }
    case v1::Calculation::kDifferenceDeduction:
      return ReadDifference(fields, Joined(path, "difference_deduction"),
                            message.difference_deduction());
    case v1::Calculation::kRangedScore:
      return ReadRanges(fields, Joined(path, "ranged_score"), message.ranged_score());
    case v1::Calculation::kChoice:
      return ReadChoice(fields, Joined(path, "choice"), message.choice());
    case v1::Calculation::KIND_NOT_SET:
      break;
  }
  fields.Wrong(path, "one kind of calculation is required");
  return PassFail{};
}

bool NeedsMax(ItemKind kind) {
  return kind == ItemKind::kPoints || kind == ItemKind::kMeasurement ||
         kind == ItemKind::kJudgement;
}

SchemeItem ReadItem(ConvertFields& fields, const std::string& at, const std::string& block_path,
                    const v1::SchemeItem& message) {
  SchemeItem item;
  item.path = block_path + "/" + fields.Segment(Joined(at, "id"), message.id());
  item.display_name = fields.RequiredText(Joined(at, "display_name"), message.display_name());
  const bool known =
      v1::ItemKind_IsValid(message.kind()) && message.kind() != v1::ITEM_KIND_UNSPECIFIED;
  if (!fields.Require(known, Joined(at, "kind"), "is required and must be known")) return item;
  item.kind = static_cast<ItemKind>(message.kind());
  item.max = fields.OptionalNumber(Joined(at, "max"), message.max());
  fields.Require(item.max.has_value() || !NeedsMax(item.kind), Joined(at, "max"),
                 "is required for this kind");
  item.step = fields.OptionalNumber(Joined(at, "step"), message.step(), Sign::kPositive);
  const bool is_fault = item.kind == ItemKind::kFault;
  item.deduction = is_fault ? fields.RequiredNumber(Joined(at, "deduction"), message.deduction())
                            : fields.NumberOr(Joined(at, "deduction"), message.deduction(), 0);
  fields.Require(is_fault || item.deduction == 0, Joined(at, "deduction"), "is only for FAULT");
  item.disqualify_at =
      fields.Count(Joined(at, "disqualify_at"), message.disqualify_at(), kMostCount);
  fields.Require(is_fault || item.disqualify_at == 0, Joined(at, "disqualify_at"),
                 "is only for FAULT");
  const bool is_penalty = item.kind == ItemKind::kPenalty;
  item.seconds = is_penalty ? fields.RequiredNumber(Joined(at, "seconds"), message.seconds())
                            : fields.NumberOr(Joined(at, "seconds"), message.seconds(), 0);
  fields.Require(is_penalty || item.seconds == 0, Joined(at, "seconds"), "is only for PENALTY");
  item.factor = fields.NumberOr(Joined(at, "factor"), message.factor(), 1);
  fields.Require(item.kind == ItemKind::kPanel || item.factor == 1, Joined(at, "factor"),
                 "is only for PANEL");
  if (item.kind == ItemKind::kMeasurement) {
    item.calculation = ReadCalculation(fields, Joined(at, "calculation"), message.calculation());
  } else {
    fields.Require(!message.has_calculation(), Joined(at, "calculation"),
                   "is only for MEASUREMENT");
  }
  fields.Require(message.level_texts_size() <= kLevels, Joined(at, "level_texts"),
                 "has at most four levels");
  item.level_texts.assign(message.level_texts().begin(), message.level_texts().end());
  item.wsos_section = message.wsos_section();
  return item;
}

SchemeBlock ReadBlock(ConvertFields& fields, const std::string& at, const std::string& module_path,
                      const v1::SchemeBlock& message) {
  SchemeBlock block;
  block.path = module_path + "/" + fields.Segment(Joined(at, "id"), message.id());
  block.display_name = fields.RequiredText(Joined(at, "display_name"), message.display_name());
  const std::optional<Number> share = fields.OptionalNumber(Joined(at, "share"), message.share());
  block.share = share.value_or(0);
  block.floor = fields.OptionalNumber(Joined(at, "floor"), message.floor(), Sign::kAny);
  if (!block.floor.has_value() && share.has_value()) block.floor = 0;
  fields.Require(message.items_size() > 0, Joined(at, "items"), "is required");
  std::set<std::string> ids;
  for (int i = 0; i < message.items_size(); ++i) {
    const std::string item_at = Indexed(Joined(at, "items"), i);
    block.items.push_back(ReadItem(fields, item_at, block.path, message.items(i)));
    fields.Require(ids.insert(message.items(i).id()).second, Joined(item_at, "id"),
                   "is used twice in the block");
  }
  return block;
}

SchemeModule ReadModule(ConvertFields& fields, const std::string& at, const std::string& part_path,
                        const v1::SchemeModule& message) {
  SchemeModule module;
  module.path = part_path + "/" + fields.Segment(Joined(at, "id"), message.id());
  module.display_name = fields.RequiredText(Joined(at, "display_name"), message.display_name());
  if (message.panel_size() != 0) {
    module.panel_size = fields.Count(Joined(at, "panel_size"), message.panel_size(), kMostJudges);
  }
  if (message.attempts() != 0) {
    module.attempts = fields.Count(Joined(at, "attempts"), message.attempts(), kMostAttempts);
  }
  fields.Require(message.blocks_size() > 0, Joined(at, "blocks"), "is required");
  std::set<std::string> ids;
  for (int i = 0; i < message.blocks_size(); ++i) {
    const std::string block_at = Indexed(Joined(at, "blocks"), i);
    module.blocks.push_back(ReadBlock(fields, block_at, module.path, message.blocks(i)));
    fields.Require(ids.insert(message.blocks(i).id()).second, Joined(block_at, "id"),
                   "is used twice in the module");
  }
  return module;
}

SchemePart ReadPart(ConvertFields& fields, const std::string& at, const v1::SchemePart& message) {
  SchemePart part;
  part.path = fields.Segment(Joined(at, "id"), message.id());
  part.display_name = fields.RequiredText(Joined(at, "display_name"), message.display_name());
  fields.Require(message.modules_size() > 0, Joined(at, "modules"), "is required");
  std::set<std::string> ids;
  for (int i = 0; i < message.modules_size(); ++i) {
    const std::string module_at = Indexed(Joined(at, "modules"), i);
    part.modules.push_back(ReadModule(fields, module_at, part.path, message.modules(i)));
    fields.Require(ids.insert(message.modules(i).id()).second, Joined(module_at, "id"),
                   "is used twice in the part");
  }
  return part;
}

int CountItems(const v1::Scheme& message) {
  int items = 0;
  for (const v1::SchemePart& part : message.parts()) {
    for (const v1::SchemeModule& module : part.modules()) {
      for (const v1::SchemeBlock& block : module.blocks()) items += block.items_size();
    }
  }
  return items;
}

}  // namespace

absl::StatusOr<Scheme> ToScheme(const v1::Scheme& message) {
  ConvertFields fields;
  Scheme scheme;
  scheme.id = fields.ResourceName("id", message.id());
  scheme.display_name = fields.RequiredText("display_name", message.display_name());
  fields.Require(message.parts_size() > 0, "parts", "is required");
  fields.Require(CountItems(message) <= kMostItems, "parts",
                 "has over " + std::to_string(kMostItems) + " items");
  std::set<std::string> ids;
  for (int i = 0; i < message.parts_size(); ++i) {
    const std::string at = Indexed("parts", i);
    scheme.parts.push_back(ReadPart(fields, at, message.parts(i)));
    fields.Require(ids.insert(message.parts(i).id()).second, Joined(at, "id"),
                   "is used twice in the scheme");
  }
  if (absl::Status status = fields.ToStatus(Reason::SCHEME_INVALID); !status.ok()) return status;
  return scheme;
}

}  // namespace touchstone::judging
