#include "tests/support/random_contest.h"

#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "services/judging/sheet_rules.h"
#include "services/ledger/admission.h"
#include "services/ledger/archive.h"
#include "services/ledger/fold.h"
#include "tests/support/dice.h"
#include "tests/support/random_setup.h"

namespace touchstone::testing {
namespace {

using judging::EventState;

// Writes entries as judges and officials would, who see the sheets as they are now.
class History {
 public:
  explicit History(std::uint64_t seed) : dice_(seed), archive_(RandomSetup(dice_)) {
    auto contest = ledger::ContestOf(archive_);
    if (!contest.ok()) std::abort();  // the set-up is wrong
    contest_ = *std::move(contest);
    for (const auto& [id, entrant] : contest_.entrants()) entrants_.push_back(id);
    coarse_ = dice_.Percent(40);
  }

  v1::EventArchive Write() {
    if (dice_.Percent(30)) AddMark();  // before the start
    AddState("RUNNING");
    const int steps = dice_.Between(20, 60) + 4 * static_cast<int>(entrants_.size());
    for (int i = 0; i < steps; ++i) Step();
    for (const std::string& id : entrants_) {
      if (dice_.Percent(85)) FinishEntrant(id);
    }
    if (dice_.Percent(60)) Close();
    return std::move(archive_);
  }

 private:
  const judging::EntrantSetup& Entrant(const std::string& id) const {
    return *contest_.FindEntrant(id);
  }
  const judging::ScoringRules& RulesFor(const std::string& entrant) const {
    return *contest_.FindDiscipline(Entrant(entrant).discipline)->rules;
  }
  const judging::EntrantSheets& Sheets(const std::string& entrant) const {
    return fold_.SheetsOf(entrant);
  }

  v1::Entry NewEntry(const std::string& author) {
    v1::Entry entry;
    entry.set_entry_id("random-entry-" + std::to_string(100'000 + ++entries_));
    entry.set_event("ev");
    entry.set_author(author);
    return entry;
  }

  // Puts the entry into the archive, and into the fold when it is kept.
  void Add(const v1::Entry& entry) {
    *archive_.add_entries() = entry;
    std::string entrant = waiting_about_;
    if (!entry.has_decision()) {
      const auto found = ledger::EntrantOf(contest_, entry);
      if (!found.ok()) return;
      entrant = *found;
    }
    const auto verdict =
        ledger::Admit(contest_, fold_.event_state(), entrant, fold_.Entrant(entrant), entry);
    if (!verdict.ok()) return;
    v1::Envelope envelope;
    envelope.set_position(fold_.position() + 1);
    envelope.set_entrant(entrant);
    envelope.set_disposition(judging::ToProto(verdict->disposition));
    if (!fold_.Apply(contest_, envelope, entry).ok()) std::abort();
  }

  void Step() {
    const int kind = dice_.Below(100);
    if (kind < 40) return AddMark();
    if (kind < 70) return FinishSheet(dice_.Pick(entrants_));
    if (kind < 76) return AddIncident();
    if (kind < 82) return AddRescore();
    if (kind < 90) return AddDecision();
    if (kind < 95) return RepeatEntry();
    if (kind < 97) return AddSeal(dice_.Pick(entrants_), "j1", "no/module");
    if (dice_.Percent(30)) LockForAWhile();
  }

  // --- marks and seals ---

  struct Spot {
    std::string entrant;
    const judging::SchemeModule* module = nullptr;
    const judging::SchemeItem* item = nullptr;
    std::string judge;
  };

  // Somewhere an entrant, an item and a judge of its panel.
  Spot AnySpot() {
    Spot spot;
    spot.entrant = dice_.Pick(entrants_);
    const judging::SchemePart& part = dice_.Pick(RulesFor(spot.entrant).scheme().parts);
    spot.module = &dice_.Pick(part.modules);
    spot.item = &dice_.Pick(dice_.Pick(spot.module->blocks).items);
    const judging::Panel panel = contest_.PanelOf(Entrant(spot.entrant), spot.module->path);
    const bool stranger = panel.empty() || dice_.Percent(4);
    spot.judge = stranger ? "j" + std::to_string(dice_.Between(1, 9)) : dice_.Pick(panel);
    return spot;
  }

  void AddMark() {
    const Spot spot = AnySpot();
    const int attempt = dice_.Between(1, spot.module->attempts + (dice_.Percent(3) ? 1 : 0));
    AddMark(spot.entrant, *spot.item, spot.judge, attempt, true);
  }

  void AddMark(const std::string& entrant, const judging::SchemeItem& item,
               const std::string& judge, int attempt, bool may_be_wrong) {
    v1::Entry entry = NewEntry(judge);
    v1::Mark& mark = *entry.mutable_mark();
    mark.set_discipline(Entrant(entrant).discipline);
    mark.set_entrant_code(Entrant(entrant).code);
    mark.set_item(item.path);
    if (attempt != 1 || dice_.Percent(50)) mark.set_attempt(static_cast<std::uint32_t>(attempt));
    int round = Sheets(entrant).RoundOf(item.path, attempt);
    if (may_be_wrong && dice_.Percent(4)) round = dice_.Below(round + 2);
    mark.set_round(static_cast<std::uint32_t>(round));
    const bool shared = RulesFor(entrant).RuleOf(item.kind).combine == judging::Combine::kShared;
    const auto& cell = Sheets(entrant).Cell({item.path, attempt, round, shared ? "" : judge});
    mark.set_base_revision(cell.revision);
    if (may_be_wrong && dice_.Percent(12)) {
      mark.set_base_revision(static_cast<std::uint32_t>(dice_.Below(4)));
    }
    if (dice_.Percent(30)) mark.set_replaces(cell.entry_id);
    if (may_be_wrong && dice_.Percent(5)) mark.set_replaces("an-entry-that-does-not-count");
    SetValue(item, may_be_wrong, mark);
    if (may_be_wrong && dice_.Percent(2)) mark.set_entrant_code("999");
    if (may_be_wrong && dice_.Percent(2)) mark.set_item("no/such/item/here");
    Add(entry);
  }

  void SetValue(const judging::SchemeItem& item, bool may_be_wrong, v1::Mark& mark) {
    const int chance = dice_.Below(100);
    if (chance < 4) return mark.set_not_attempted(true);
    if (may_be_wrong && chance < 8) return;  // null: the mark is taken back
    mark.set_value(may_be_wrong && chance < 14 ? WrongValue(item) : SoundValue(item));
    if (may_be_wrong && chance == 14) mark.set_not_attempted(true);
  }

  std::string SoundValue(const judging::SchemeItem& item) {
    using judging::ItemKind;
    switch (item.kind) {
      case ItemKind::kFault:
        return std::to_string(dice_.Percent(60) ? 0 : dice_.Between(1, 3));
      case ItemKind::kPenalty:
        return std::to_string(dice_.Percent(60) ? 0 : dice_.Between(1, 3));
      case ItemKind::kTime:
        if (coarse_) return std::to_string(dice_.Between(60, 63));
        return std::to_string(dice_.Between(60, 90)) + "." + std::to_string(dice_.Between(0, 99));
      case ItemKind::kJudgement:
        return std::to_string(dice_.Percent(70) ? dice_.Between(1, 2) : dice_.Between(0, 3));
      case ItemKind::kDeduction:
        return (dice_.Percent(30) ? "-" : "") + std::to_string(dice_.Between(0, 2));
      case ItemKind::kMeasurement:
        return MeasuredValue(*item.calculation);
      case ItemKind::kPoints:
      case ItemKind::kPanel:
      case ItemKind::kImported:
        break;
    }
    if (coarse_) return std::to_string(dice_.Between(item.kind == ItemKind::kPanel ? 8 : 6, 9));
    const std::int64_t most = item.max ? item.max->Floor() : 10;
    const int least = static_cast<int>(most / 2);
    const std::string whole = std::to_string(dice_.Between(least, static_cast<int>(most) - 1));
    return whole + (dice_.Percent(50) ? ".5" : "");
  }

  std::string MeasuredValue(const judging::Calculation& calculation) {
    if (std::holds_alternative<judging::PassFail>(calculation)) {
      return std::to_string(dice_.Below(2));
    }
    if (std::holds_alternative<judging::Choice>(calculation)) {
      return std::to_string(dice_.Between(1, 3));
    }
    if (std::holds_alternative<judging::NumberCompleted>(calculation)) {
      return std::to_string(dice_.Between(0, 7));
    }
    return std::to_string(dice_.Between(-25, 70)) + (dice_.Percent(50) ? "" : ".4");
  }

  std::string WrongValue(const judging::SchemeItem& item) {
    const std::string above = item.max ? (*item.max + Number::Ratio(1, 4)).ToString() : "1.0000001";
    return dice_.Pick(std::vector<std::string>{"-1", "0.333", "1.5", "abc", "", "1e3", above});
  }

  void AddSeal(const std::string& entrant, const std::string& judge, const std::string& module) {
    v1::Entry entry = NewEntry(judge);
    entry.mutable_seal()->set_discipline(Entrant(entrant).discipline);
    entry.mutable_seal()->set_entrant_code(Entrant(entrant).code);
    entry.mutable_seal()->set_module(module);
    Add(entry);
  }

  // One judge marks what he lacks, and sometimes what he may leave out, and seals.
  void FinishSheet(const std::string& entrant, const judging::SchemeModule& module,
                   const std::string& judge) {
    for (int attempt = 1; attempt <= module.attempts; ++attempt) {
      if (attempt > 1 && dice_.Percent(50)) break;
      for (const judging::SchemeBlock& block : module.blocks) {
        for (const judging::SchemeItem& item : block.items) {
          const judging::ItemRule& rule = RulesFor(entrant).RuleOf(item.kind);
          const bool shared = rule.combine == judging::Combine::kShared;
          const int round = Sheets(entrant).RoundOf(item.path, attempt);
          const auto& cell = Sheets(entrant).Cell({item.path, attempt, round, shared ? "" : judge});
          if (cell.HasMark() || (rule.may_be_missing && dice_.Percent(15))) continue;
          if (dice_.Percent(97)) AddMark(entrant, item, judge, attempt, false);
        }
      }
    }
    AddSeal(entrant, judge, module.path);
  }

  void FinishSheet(const std::string& entrant) {
    const judging::SchemePart& part = dice_.Pick(RulesFor(entrant).scheme().parts);
    const judging::SchemeModule& module = dice_.Pick(part.modules);
    const judging::Panel panel = contest_.PanelOf(Entrant(entrant), module.path);
    if (!panel.empty()) FinishSheet(entrant, module, dice_.Pick(panel));
  }

  void FinishEntrant(const std::string& entrant) {
    for (const judging::SchemePart& part : RulesFor(entrant).scheme().parts) {
      for (const judging::SchemeModule& module : part.modules) {
        for (const std::string& judge : contest_.PanelOf(Entrant(entrant), module.path)) {
          const bool sealed = Sheets(entrant).IsSealed(module.path, judge);
          if (!sealed && dice_.Percent(97)) FinishSheet(entrant, module, judge);
        }
      }
    }
  }

  // --- officials ---

  void AddIncident() {
    const Spot spot = AnySpot();
    v1::Entry entry = NewEntry("chief");
    v1::Incident& incident = *entry.mutable_incident();
    incident.set_discipline(Entrant(spot.entrant).discipline);
    incident.set_entrant_code(Entrant(spot.entrant).code);
    const auto standing = Sheets(spot.entrant).Incidents();
    if (!standing.empty() && dice_.Percent(60)) {
      incident.set_kind(v1::Incident::KIND_REVOKED);
      incident.set_revokes(standing.front()->entry_id);
    } else {
      incident.set_kind(static_cast<v1::Incident::Kind>(dice_.Between(1, 6)));
      SetScope(spot, incident);
    }
    incident.set_rule(dice_.Percent(90) ? "rule 3" : "");
    incident.set_judge("j1");
    incident.set_witness(dice_.Percent(90) ? "j2" : "j1");
    incident.set_reason("seen by the judge");
    Add(entry);
  }

  void SetScope(const Spot& spot, v1::Incident& incident) {
    const std::string& item = spot.item->path;
    const std::string block = item.substr(0, item.rfind('/'));
    const std::string part = item.substr(0, item.find('/'));
    incident.set_scope(
        dice_.Pick(std::vector<std::string>{"", block, spot.module->path, part, "nowhere"}));
    if (incident.scope() == spot.module->path && dice_.Percent(50)) {
      incident.set_attempt(static_cast<std::uint32_t>(dice_.Between(1, 2)));
    }
  }

  void AddRescore() {
    const Spot spot = AnySpot();
    const int round = Sheets(spot.entrant).RoundOf(spot.item->path, 1);
    v1::Entry entry = NewEntry("chief");
    v1::Rescore& rescore = *entry.mutable_rescore();
    rescore.set_discipline(Entrant(spot.entrant).discipline);
    rescore.set_entrant_code(Entrant(spot.entrant).code);
    rescore.set_item(spot.item->path);
    rescore.set_round(static_cast<std::uint32_t>(round + (dice_.Percent(95) ? 1 : 2)));
    rescore.set_reason("spread");
    Add(entry);
  }

  void AddDecision() {
    const std::string& entrant = dice_.Pick(entrants_);
    const auto& waiting = fold_.Entrant(entrant).waiting();
    if (waiting.empty()) return;
    v1::Entry entry = NewEntry("chief");
    entry.mutable_decision()->set_entry_id(waiting.begin()->first);
    entry.mutable_decision()->set_accept(dice_.Percent(60));
    entry.mutable_decision()->set_reason("heard both");
    waiting_about_ = entrant;
    Add(entry);
  }

  // A client sends an entry again; now and then with other bytes, which is refused.
  void RepeatEntry() {
    v1::Entry entry = archive_.entries(dice_.Below(archive_.entries_size()));
    if (dice_.Percent(30)) entry.set_device("other");
    *archive_.add_entries() = entry;
  }

  void AddState(const std::string& state) {
    v1::Entry entry = NewEntry("organiser");
    entry.mutable_state_change()->set_event_state(state);
    entry.mutable_state_change()->set_reason("as planned");
    Add(entry);
  }

  void LockForAWhile() {
    AddState("LOCKED");
    for (int i = 0; i < 5; ++i) AddMark();
    FinishSheet(dice_.Pick(entrants_));
    AddDecision();
    AddState("RUNNING");
  }

  void Close() {
    AddState("LOCKED");
    for (int i = 0; i < 6; ++i) AddMark();
    for (int i = 0; i < 6; ++i) AddDecision();
    if (dice_.Percent(50)) AddState("PUBLISHED");
    AddMark();
    AddDecision();
  }

  Dice dice_;
  v1::EventArchive archive_;
  judging::Contest contest_;
  ledger::EventFold fold_;
  std::vector<std::string> entrants_;
  std::string waiting_about_;
  int entries_ = 0;
  bool coarse_ = false;  // few different marks, so that totals are equal
};

}  // namespace

v1::EventArchive RandomContest(std::uint64_t seed) { return History(seed).Write(); }

}  // namespace touchstone::testing
