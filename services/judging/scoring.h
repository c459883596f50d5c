#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/common/number.h"
#include "services/judging/rule_pack.h"
#include "services/judging/sheets.h"

// Evaluation: from what was entered about one entrant to his total, as a tree whose root is the
// total. The tree is both the result and its explanation; nothing computes a total in another way.
// Pure: same rules, sheets and panels give the same tree. All functions are thread-safe.
//
// Order of operations, each rounding only where the pack has one:
//   marks present -> combined -> panel_rounding -> item's value -> item_rounding
//   items + share -> floor of the block; blocks -> module (attempts -> module)
//   modules -> floor of the part -> rounding -> times weight -> weighted_rounding
//   parts -> total_rounding
// A module's marks count when its panel is complete (IsPanelComplete). Until then its node has no
// inputs, no children and the value 0. Only marks of judges who sealed count.
//
// Incidents: DISQUALIFIED, DID_NOT_START and DID_NOT_FINISH put the attempts that they cover (scope
// and attempt; a block stands for its module) out. A module whose attempts are all out puts the
// entrant out; the strongest word counts: withdrawn, disqualified, did not start, did not finish.
// An attempt at which nothing was marked, or whose time is missing, was not made. SAFETY_ZERO makes
// the block, attempt, module or part worth 0, whatever is marked; where least wins, a 0 would be
// the best result, so there it disqualifies.
namespace touchstone::judging {

enum class Level { kTotal, kPart, kModule, kAttempt, kBlock, kItem };

// What a step did. The texts for people are made where they are shown.
enum class Operation {
  kSum,              // children added
  kWeighted,         // part: sum, rounded, times weight, rounded
  kShareLessFaults,  // block: share minus faults, not below the floor
  kBestAttempt,
  kLastAttempt,
  kSumOfAttempts,
  kShared,  // the panel's one mark
  kMean,
  kTrimmedMean,
  kPanelSum,
  kJudgement,  // max * mean / 3
  kPassFail,
  kNumberCompleted,
  kDifferenceDeduction,
  kRangedScore,
  kChoice,
  kFaults,     // count * deduction, taken off the share
  kPenalties,  // count * seconds
  kDeduction   // absolute value, taken off
};

enum class NodeState {
  kComplete,
  kNotMarked,        // no mark at all
  kPanelIncomplete,  // marks exist or not: they do not count and are not shown
  kRescore,          // the judges' spread is too large
  kZeroed,           // safety
  kDidNotFinish,
  kDidNotStart,
  kDisqualified
};

struct NodeInput {
  // kNotCounted: an attempt that another one beat, or an earlier one where the last counts.
  enum class Use { kUsed, kHighestDropped, kLowestDropped, kMissing, kNotAttempted, kNotCounted };
  // A judge's id ("panel" for a mark that the panel made together), "#2" for an attempt, or what
  // the number is: "panel mark" (the judges' marks combined and rounded), "factor", "max",
  // "deduction", "seconds", "share", "sum", "weight".
  std::string label;
  std::optional<Number> value;
  Use use = Use::kUsed;
  friend bool operator==(const NodeInput&, const NodeInput&) = default;
};

struct Derivation {
  Level level = Level::kTotal;
  // Path; "" for the total; "part/module#2" for an attempt and "part/module#2/block" below it.
  std::string id;
  Operation operation = Operation::kSum;
  // "panel-trimmed/item_rules/PANEL"; the incident's rule where an incident decided.
  std::string rule;
  NodeState state = NodeState::kNotMarked;
  std::vector<NodeInput> inputs;
  Number exact;                      // before the last rounding
  std::optional<Rounding> rounding;  // that made `value` of `exact`
  Number value;                      // what goes into the parent
  Number unweighted;                 // parts: the marks before the weight (tie-breaks use these)
  std::vector<Derivation> children;
  friend bool operator==(const Derivation&, const Derivation&) = default;
};

// How an entrant stands, by falling precedence: withdrawn entrants are in no standings.
enum class EntrantStatus {
  kFinal,        // every module of every part counts
  kProvisional,  // some count
  kWaiting,      // none counts yet
  kRescore,      // a panel has to score again
  kDidNotFinish,
  kDidNotStart,
  kDisqualified,
  kWithdrawn
};

// The total with its derivation. `panels` has the judges of each module; a module without an entry
// has an empty panel.
struct Score {
  EntrantStatus status = EntrantStatus::kWaiting;
  Derivation total;
  friend bool operator==(const Score&, const Score&) = default;
};

Score Evaluate(const ScoringRules& rules, const EntrantSheets& sheets, const Panels& panels);

// Brings `score` up to date after entries about the item at `item_path` only (a mark, a seal of its
// module or a re-score of it change more: pass the module's path then, and the whole module is
// evaluated anew). After an incident pass its scope; a path that is neither item nor module has
// everything evaluated anew. Gives exactly what Evaluate() would. A mark costs one item and the
// path to the root. REQUIRES: `score` came from Evaluate() or Reevaluate() for the same rules.
void Reevaluate(const ScoringRules& rules, const EntrantSheets& sheets, const Panels& panels,
                std::string_view item_or_module_path, Score& score);

// The node with this path, or nullptr. "" is the total. Below a module with several attempts a path
// without "#" is that of the (first) attempt that counts.
const Derivation* FindNode(const Derivation& total, std::string_view path);

// A stage: the sum of the weighted marks of some parts, under the pack's total rounding.
Number StageTotal(const ScoringRules& rules, const Score& score,
                  const std::vector<std::string>& parts);

}  // namespace touchstone::judging
