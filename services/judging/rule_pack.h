#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "services/common/number.h"

// Rule packs and schemes as the rules use them: parsed, checked, with exact numbers. The meaning of
// each field is that of proto/touchstone/v1/rule_pack.proto. rule_pack_convert.h makes these from
// their protos. All are values; a Discipline is built once and then only read.
namespace touchstone::judging {

enum class ItemKind {
  kPoints = 1,
  kFault,
  kTime,
  kPenalty,
  kMeasurement,
  kJudgement,
  kPanel,
  kImported,
  kDeduction
};
std::string_view ItemKindName(ItemKind kind);  // "PANEL"

enum class Combine { kShared = 1, kMean, kTrimmedMean, kSum };
enum class Measure { kPoints, kSeconds };
enum class AttemptRule { kBest, kLast, kSum };
enum class PanelComplete { kAllAssigned, kPanelSize };

struct Text {
  std::string zh;
  std::string en;
};

struct ItemRule {
  Combine combine = Combine::kShared;
  int drop_highest = 0;
  int drop_lowest = 0;
  int least_marks_to_drop = 0;
  std::optional<Rounding> panel_rounding;
  std::optional<Rounding> item_rounding;
  bool may_be_missing = false;
  std::optional<int> max_spread;
  int rescore_rounds = 0;
};

struct PartRule {
  std::string part_id;
  Number weight = 1;
  std::optional<Number> full_marks;
  std::optional<Number> floor;
  std::optional<Rounding> rounding;
  std::optional<Rounding> weighted_rounding;
  std::optional<Number> pass_mark;
};

struct TieBreak {
  enum class By { kTotal = 1, kPart, kModule, kItem };
  By by = By::kTotal;
  std::string id;
  bool least_wins = false;
};

struct GroupRule {
  enum class Method { kSumOfTotals = 1, kLeaguePoints };
  Method method = Method::kSumOfTotals;
  int members = 0;
  std::vector<int> points;
  int points_for_others = 0;
  std::vector<TieBreak> tie_breaks;
};

struct ScaleRule {
  int medal_window = 2;
  bool window_to_leader = false;
  int smallest_field[3] = {1, 2, 3};
};

struct Prize {
  Text display_name;
  int first_place = 0;
  int last_place = 0;
};

struct RulePack {
  std::string id;
  std::string version;
  Text display_name;
  Measure measure = Measure::kPoints;
  std::map<ItemKind, ItemRule> item_rules;
  std::vector<PartRule> parts;
  std::optional<Rounding> total_rounding;
  std::vector<TieBreak> tie_breaks;
  AttemptRule attempt_rule = AttemptRule::kBest;
  PanelComplete panel_complete = PanelComplete::kAllAssigned;
  std::optional<GroupRule> team_rule;
  std::optional<GroupRule> company_rule;
  std::optional<ScaleRule> scale;
  std::vector<Prize> prizes;
  int appeal_minutes = 120;
  bool anonymous = false;
  bool running_total = false;

  bool LeastWins() const { return measure == Measure::kSeconds; }
};

struct PassFail {};
struct NumberCompleted {
  Number possible;
};
struct DifferenceDeduction {
  Number target;
  Number difference;
  bool difference_in_percent = false;
  Number deduction;
  bool deduction_in_percent = false;
};
struct RangedScore {
  struct Range {
    Number lower;
    Number upper;
    Number deduction;
  };
  std::vector<Range> ranges;
  bool deduction_in_percent = false;
};
struct Choice {
  struct Option {
    std::string label;
    Number deduction;
  };
  std::vector<Option> options;
  bool deduction_in_percent = false;
};
using Calculation =
    std::variant<PassFail, NumberCompleted, DifferenceDeduction, RangedScore, Choice>;

struct SchemeItem {
  std::string path;  // "part/module/block/item"
  Text display_name;
  ItemKind kind = ItemKind::kPoints;
  std::optional<Number> max;
  std::optional<Number> step;
  Number deduction;
  int disqualify_at = 0;
  Number seconds;
  Number factor = 1;
  std::optional<Calculation> calculation;
  std::vector<std::string> level_texts;
  std::string wsos_section;
};

struct SchemeBlock {
  std::string path;  // "part/module/block"
  Text display_name;
  std::vector<SchemeItem> items;
  Number share;
  std::optional<Number> floor;
};

struct SchemeModule {
  std::string path;  // "part/module"
  Text display_name;
  std::vector<SchemeBlock> blocks;
  int panel_size = 1;
  int attempts = 1;
};

struct SchemePart {
  std::string path;  // "part"
  Text display_name;
  std::vector<SchemeModule> modules;
};

struct Scheme {
  std::string id;
  Text display_name;
  std::vector<SchemePart> parts;
};

// Where an item stands in its scheme.
struct ItemPlace {
  int part = 0;
  int module = 0;
  int block = 0;
  int item = 0;
};

// A pack and a scheme that fit each other, with look-ups by path. Immutable; thread-safe to read.
class ScoringRules {
 public:
  // Returns SCHEME_DOES_NOT_FIT_PACK with the path of the first thing that breaks the pack: a kind
  // without a rule, a part without a rule, maxima that do not add up to `full_marks`, a tie-break
  // that names nothing, a team or company rule without members to count.
  static absl::Status Check(const RulePack& pack, const Scheme& scheme);

  // REQUIRES: Check(pack, scheme) is OK.
  ScoringRules(RulePack pack, Scheme scheme);
  ScoringRules(ScoringRules&&) = default;
  ScoringRules(const ScoringRules&) = delete;  // the look-ups point into the scheme
  ScoringRules& operator=(const ScoringRules&) = delete;

  const RulePack& pack() const { return pack_; }
  const Scheme& scheme() const { return scheme_; }

  // nullptr or nullopt when the scheme has no such path.
  const SchemeItem* FindItem(std::string_view path) const;
  std::optional<ItemPlace> PlaceOf(std::string_view path) const;
  const SchemeModule* FindModule(std::string_view path) const;
  // Only `part` and `module` are set.
  std::optional<ItemPlace> PlaceOfModule(std::string_view path) const;
  // REQUIRES: `place` came from PlaceOf(), or from PlaceOfModule() for ModuleAt().
  const SchemeItem& ItemAt(const ItemPlace& place) const;
  const SchemeModule& ModuleAt(const ItemPlace& place) const;
  // Whether `path` is a part, module or block.
  bool HasScope(std::string_view path) const;

  // REQUIRES: the kind occurs in the scheme.
  const ItemRule& RuleOf(ItemKind kind) const { return pack_.item_rules.at(kind); }
  const PartRule& RuleOfPart(int part) const {
    return *part_rules_[static_cast<std::size_t>(part)];
  }

 private:
  RulePack pack_;
  Scheme scheme_;
  std::map<std::string, ItemPlace, std::less<>> items_;
  std::map<std::string, ItemPlace, std::less<>> modules_;
  std::vector<const PartRule*> part_rules_;
};

}  // namespace touchstone::judging
