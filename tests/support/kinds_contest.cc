#include "tests/support/kinds_contest.h"

#include <cstdlib>
#include <utility>

#include "services/judging/rule_pack_convert.h"
#include "services/ledger/archive.h"

namespace touchstone::testing {
namespace {

constexpr std::string_view kPack = R"(
id: "kinds" version: "1" display_name { zh: "小" } measure: MEASURE_POINTS
item_rules { kind: ITEM_KIND_POINTS combine: COMBINE_MEAN }
item_rules { kind: ITEM_KIND_FAULT combine: COMBINE_SHARED }
item_rules { kind: ITEM_KIND_PANEL combine: COMBINE_TRIMMED_MEAN drop_highest: 1 drop_lowest: 1
             may_be_missing: true }
item_rules { kind: ITEM_KIND_JUDGEMENT combine: COMBINE_MEAN max_spread: 1 }
item_rules { kind: ITEM_KIND_MEASUREMENT combine: COMBINE_SHARED }
item_rules { kind: ITEM_KIND_TIME combine: COMBINE_SHARED }
item_rules { kind: ITEM_KIND_PENALTY combine: COMBINE_SHARED }
item_rules { kind: ITEM_KIND_IMPORTED combine: COMBINE_SHARED }
item_rules { kind: ITEM_KIND_DEDUCTION combine: COMBINE_SHARED }
parts { part_id: "work" }
tie_breaks { by: BY_TOTAL }
)";

constexpr std::string_view kScheme = R"(
id: "kinds" display_name { zh: "小" }
parts { id: "work" display_name { zh: "操作" }
  modules { id: "m1" display_name { zh: "一" } panel_size: 2 attempts: 2
    blocks { id: "b" display_name { zh: "块" }
      items { id: "points" display_name { zh: "分" } kind: ITEM_KIND_POINTS max: "10" step: "0.5" }
      items { id: "fault" display_name { zh: "错" } kind: ITEM_KIND_FAULT deduction: "1" max: "4" }
      items { id: "panel" display_name { zh: "评" } kind: ITEM_KIND_PANEL max: "10" }
      items { id: "level" display_name { zh: "级" } kind: ITEM_KIND_JUDGEMENT max: "2" } } }
  modules { id: "m2" display_name { zh: "二" }
    blocks { id: "b" display_name { zh: "块" }
      items { id: "passed" display_name { zh: "过" } kind: ITEM_KIND_MEASUREMENT max: "1"
              calculation { pass_fail {} } }
      items { id: "done" display_name { zh: "数" } kind: ITEM_KIND_MEASUREMENT max: "2"
              calculation { number_completed { possible: "12" } } }
      items { id: "gap" display_name { zh: "差" } kind: ITEM_KIND_MEASUREMENT max: "2"
              calculation { difference_deduction { target: "0" difference: "1" deduction: "1" } } }
      items { id: "choice" display_name { zh: "选" } kind: ITEM_KIND_MEASUREMENT max: "1"
              calculation { choice { options { label: "a" deduction: "0" }
                                     options { label: "b" deduction: "1" } } } }
      items { id: "time" display_name { zh: "时" } kind: ITEM_KIND_TIME }
      items { id: "penalty" display_name { zh: "罚" } kind: ITEM_KIND_PENALTY seconds: "5"
              max: "9" }
      items { id: "imported" display_name { zh: "外" } kind: ITEM_KIND_IMPORTED max: "100" }
      items { id: "off" display_name { zh: "扣" } kind: ITEM_KIND_DEDUCTION max: "5" } } } }
)";

template <typename T>
T Value(absl::StatusOr<T> value) {
  if (!value.ok()) std::abort();  // the texts above are wrong
  return *std::move(value);
}

v1::Entry About(int number, std::string_view author) {
  v1::Entry entry;
  entry.set_entry_id(EntryId(number));
  entry.set_event("ev");
  entry.set_author(std::string(author));
  return entry;
}

template <typename Body>
void SetEntrant(Body& body) {
  body.set_discipline("d1");
  body.set_entrant_code("7");
}

void AddAssignment(v1::EventArchive& archive, const std::string& judge, const std::string& module) {
  v1::Assignment& assignment = *archive.add_assignments();
  std::string id = judge + "-" + module.substr(module.find('/') + 1);
  assignment.set_name("events/ev/assignments/" + id);
  assignment.set_judge("events/ev/judges/" + judge);
  assignment.set_discipline("events/ev/disciplines/d1");
  assignment.add_modules(module);
}

}  // namespace

v1::RulePack KindsPack() { return Value(judging::ParseRulePackText(kPack, "kinds pack")); }
v1::Scheme KindsScheme() { return Value(judging::ParseSchemeText(kScheme, "kinds scheme")); }

v1::EventArchive KindsArchive() {
  v1::EventArchive archive;
  archive.set_format(1);
  archive.mutable_event()->set_name("events/ev");
  archive.mutable_event()->set_display_name("小比赛");
  archive.mutable_event()->set_state(v1::Event::STATE_RUNNING);
  *archive.add_rule_packs() = KindsPack();
  *archive.add_schemes() = KindsScheme();
  v1::Discipline& discipline = *archive.add_disciplines();
  discipline.set_name("events/ev/disciplines/d1");
  discipline.mutable_display_name()->set_zh("项目");
  discipline.set_rule_pack("rulePacks/kinds");
  discipline.set_scheme("schemes/kinds");
  v1::Company& company = *archive.add_companies();
  company.set_name("companies/acme");
  company.set_display_name("甲公司");
  for (const char* id : {"e1", "e2"}) {
    v1::Entrant& entrant = *archive.add_entrants();
    entrant.set_name(std::string("events/ev/entrants/") + id);
    entrant.set_discipline("events/ev/disciplines/d1");
    entrant.set_code(id == std::string("e1") ? "7" : "8");
    if (id == std::string("e1")) entrant.set_company("companies/acme");
  }
  for (const char* id : {"ann", "bob", "cid"}) {
    v1::Judge& judge = *archive.add_judges();
    judge.set_name(std::string("events/ev/judges/") + id);
    judge.set_display_name(id);
    if (id == std::string("cid")) judge.set_company("companies/acme");
  }
  AddAssignment(archive, "ann", "work/m1");
  AddAssignment(archive, "bob", "work/m1");
  AddAssignment(archive, "ann", "work/m2");
  AddAssignment(archive, "cid", "work/m2");
  return archive;
}

judging::Contest KindsContest() { return Value(ledger::ContestOf(KindsArchive())); }

std::string Item(std::string_view module, std::string_view item) {
  return "work/" + std::string(module) + "/b/" + std::string(item);
}

std::string EntryId(int number) { return "entry-000000-" + std::to_string(1'000'000 + number); }

v1::Entry MarkEntry(int number, std::string_view judge, std::string_view item,
                    std::string_view value, std::uint32_t base_revision) {
  v1::Entry entry = About(number, judge);
  SetEntrant(*entry.mutable_mark());
  entry.mutable_mark()->set_item(std::string(item));
  entry.mutable_mark()->set_value(std::string(value));
  entry.mutable_mark()->set_base_revision(base_revision);
  return entry;
}

v1::Entry SealEntry(int number, std::string_view judge, std::string_view module) {
  v1::Entry entry = About(number, judge);
  SetEntrant(*entry.mutable_seal());
  entry.mutable_seal()->set_module(std::string(module));
  return entry;
}

v1::Entry IncidentEntry(int number, v1::Incident::Kind kind) {
  v1::Entry entry = About(number, "chief");
  SetEntrant(*entry.mutable_incident());
  entry.mutable_incident()->set_kind(kind);
  entry.mutable_incident()->set_rule("rule 1");
  entry.mutable_incident()->set_judge("ann");
  entry.mutable_incident()->set_witness("bob");
  entry.mutable_incident()->set_reason("seen");
  return entry;
}

v1::Entry DecisionEntry(int number, std::string_view entry_id, bool accept) {
  v1::Entry entry = About(number, "chief");
  entry.mutable_decision()->set_entry_id(std::string(entry_id));
  entry.mutable_decision()->set_accept(accept);
  entry.mutable_decision()->set_reason("checked");
  return entry;
}

v1::Entry RescoreEntry(int number, std::string_view item, std::uint32_t round) {
  v1::Entry entry = About(number, "chief");
  SetEntrant(*entry.mutable_rescore());
  entry.mutable_rescore()->set_item(std::string(item));
  entry.mutable_rescore()->set_round(round);
  entry.mutable_rescore()->set_reason("spread");
  return entry;
}

v1::Entry StateEntry(int number, std::string_view event_state) {
  v1::Entry entry = About(number, "organiser");
  entry.mutable_state_change()->set_event_state(std::string(event_state));
  entry.mutable_state_change()->set_reason("time");
  return entry;
}

}  // namespace touchstone::testing
