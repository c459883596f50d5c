#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "services/common/number.h"
#include "services/judging/rule_pack.h"

// What has been entered about one entrant, folded from the chain of his event. The same fold runs
// in the sequencer that decides on new entries, in the leaderboard, in offline scoring and in the
// verifier, so that they cannot disagree.
namespace touchstone::judging {

enum class Disposition { kCounted = 1, kConflict, kLate, kQuarantined };

// A judge's mark, from ledger.proto's Mark with the header's author.
struct Mark {
  std::string judge;
  std::string item;  // path
  int attempt = 1;
  int round = 0;
  std::optional<Number> value;  // neither value nor not_attempted: null, no mark
  bool not_attempted = false;
  std::uint32_t base_revision = 0;
  bool unsure = false;
  std::string entry_id;
  std::string replaces;  // the entry that its maker saw in the cell; empty: not said
};

struct Seal {
  std::string judge;
  std::string module;  // path
};

enum class IncidentKind {
  kSafetyZero = 1,
  kDisqualified,
  kDidNotFinish,
  kDidNotStart,
  kWithdrawn,
  kEquipmentFault,
  kRevoked
};

struct Incident {
  IncidentKind kind = IncidentKind::kEquipmentFault;
  std::string scope;  // path of a part, module or block; empty: everything
  int attempt = 0;    // 0: all
  std::string rule;
  std::string judge;
  std::string witness;
  std::string reason;
  std::string revokes;  // entry id
};

struct Rescore {
  std::string item;  // path
  int attempt = 1;
  int round = 1;
};

// One cell: a mark of one judge for one item. For items that the panel marks together
// (Combine::kShared) `judge` is empty.
struct CellKey {
  std::string item;
  int attempt = 1;
  int round = 0;
  std::string judge;
  friend auto operator<=>(const CellKey&, const CellKey&) = default;
};

struct CellState {
  std::optional<Number> value;
  bool not_attempted = false;
  bool unsure = false;
  std::uint32_t revision = 0;  // 0: nothing was ever entered
  std::uint64_t position = 0;  // of the entry that counts
  std::string entry_id;        // its id
  bool HasMark() const { return value.has_value() || not_attempted; }
};

struct RecordedIncident {
  std::string entry_id;
  std::uint64_t position = 0;
  Incident incident;
};

// Everything that counts about one entrant. A value; not thread-safe.
class EntrantSheets {
 public:
  // Folds one entry that counts (disposition kCounted, or accepted by a decision). Entries must
  // come in the order in which they took effect. `shared` is whether the item's cells are shared.
  void Apply(const Mark& mark, bool shared, std::uint64_t position);
  void Apply(const Seal& seal);
  void Apply(const Incident& incident, std::string entry_id, std::uint64_t position);
  // Opens the round and the sheets of `module` of the whole panel.
  void Apply(const Rescore& rescore, std::string_view module);

  // The cell, or an empty one.
  const CellState& Cell(const CellKey& key) const;
  const std::map<CellKey, CellState>& cells() const { return cells_; }
  // Current round of an item, 0 before any re-score.
  int RoundOf(std::string_view item, int attempt) const;
  bool IsSealed(std::string_view module, std::string_view judge) const;
  // The judge sealed the sheet at least once, whatever a re-score opened since.
  bool WasSealed(std::string_view module, std::string_view judge) const;
  // Items of a module that are open in a re-score although the judge had sealed before.
  bool IsOpenForRescore(std::string_view item, int attempt, std::string_view judge) const;
  // Whether the judge's sheet takes marks for the item: never sealed, or open in a re-score of it.
  bool MayChange(std::string_view item, int attempt, std::string_view judge) const;
  // Incidents that were not revoked.
  std::vector<const RecordedIncident*> Incidents() const;
  bool IsWithdrawn() const;
  // Position of the last entry that took effect.
  std::uint64_t last_position() const { return last_position_; }
  // Says that something took effect at `position`: a seal, a re-score, a decision.
  void AdvanceTo(std::uint64_t position);

 private:
  struct ItemAttempt {
    std::string item;
    int attempt = 1;
    friend auto operator<=>(const ItemAttempt&, const ItemAttempt&) = default;
  };
  struct SheetKey {
    std::string module;
    std::string judge;
    friend auto operator<=>(const SheetKey&, const SheetKey&) = default;
  };
  struct SheetState {
    bool sealed = false;
    bool sealed_before = false;      // sealed once: only items in `reopened` may change
    std::set<ItemAttempt> reopened;  // cleared by the next seal
  };

  std::map<CellKey, CellState> cells_;
  std::map<ItemAttempt, int> rounds_;
  std::map<SheetKey, SheetState> sheets_;
  std::vector<RecordedIncident> incidents_;
  std::set<std::string> revoked_;
  std::uint64_t last_position_ = 0;
};

// The judges who mark one entrant in one module: the active assignments that cover it, less those
// with an interest. Sorted, without repeats.
using Panel = std::vector<std::string>;

// "part/module" of "part/module/block/item"; a path that is no longer than that is its own module.
std::string_view ModuleOf(std::string_view path);

// Panels of one entrant by module path.
using Panels = std::map<std::string, Panel, std::less<>>;

// Whether the marks of `module` may count: the pack's panel_complete rule over the seals.
bool IsPanelComplete(const ScoringRules& rules, const SchemeModule& module, const Panel& panel,
                     const EntrantSheets& sheets);

}  // namespace touchstone::judging
