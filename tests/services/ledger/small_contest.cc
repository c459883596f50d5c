#include "tests/services/ledger/small_contest.h"

#include <cstdlib>

#include "services/judging/contest_convert.h"
#include "storage/keys.h"

namespace touchstone {
namespace {

namespace keys = storage::keys;

void SetText(v1::Text* text, const std::string& word) {
  text->set_zh(word);
  text->set_en(word);
}

v1::RulePack Pack(bool running_total) {
  v1::RulePack pack;
  pack.set_id("small");
  pack.set_version("1");
  SetText(pack.mutable_display_name(), "small");
  pack.set_source("tests");
  pack.set_measure(v1::RulePack::MEASURE_POINTS);
  auto* points = pack.add_item_rules();
  points->set_kind(v1::ITEM_KIND_POINTS);
  points->set_combine(v1::ItemRule::COMBINE_MEAN);
  auto* faults = pack.add_item_rules();
  faults->set_kind(v1::ITEM_KIND_FAULT);
  faults->set_combine(v1::ItemRule::COMBINE_SHARED);
  auto* part = pack.add_parts();
  part->set_part_id("p");
  part->set_weight("1");
  pack.mutable_total_rounding()->set_places(2);
  pack.mutable_total_rounding()->set_mode(v1::Rounding::MODE_HALF_UP);
  pack.add_tie_breaks()->set_by(v1::TieBreak::BY_TOTAL);
  pack.set_attempt_rule(v1::RulePack::ATTEMPT_RULE_BEST);
  pack.set_panel_complete(v1::RulePack::PANEL_COMPLETE_ALL_ASSIGNED);
  pack.set_running_total(running_total);
  return pack;
}

v1::Scheme SchemeFor(int items, int judges) {
  v1::Scheme scheme;
  scheme.set_id("small");
  SetText(scheme.mutable_display_name(), "small");
  auto* part = scheme.add_parts();
  part->set_id("p");
  SetText(part->mutable_display_name(), "p");
  auto* module = part->add_modules();
  module->set_id("m");
  SetText(module->mutable_display_name(), "m");
  module->set_panel_size(static_cast<std::uint32_t>(judges));
  auto* block = module->add_blocks();
  block->set_id("b");
  SetText(block->mutable_display_name(), "b");
  for (int i = 1; i <= items; ++i) {
    auto* item = block->add_items();
    item->set_id("a" + std::to_string(i));
    SetText(item->mutable_display_name(), item->id());
    item->set_kind(v1::ITEM_KIND_POINTS);
    item->set_max("10");
    item->set_step("0.5");
  }
  auto* fault = block->add_items();
  fault->set_id("f");
  SetText(fault->mutable_display_name(), "f");
  fault->set_kind(v1::ITEM_KIND_FAULT);
  fault->set_deduction("1");
  return scheme;
}

}  // namespace

std::string SmallContest::Name(const std::string& collection, const std::string& id) const {
  return "events/" + event + "/" + collection + "/" + id;
}

v1::EventArchive SmallContest::Archive() const {
  v1::EventArchive archive;
  archive.set_format(1);
  archive.mutable_event()->set_name("events/" + event);
  archive.mutable_event()->set_display_name("small");
  archive.mutable_event()->set_state(state);
  *archive.add_rule_packs() = Pack(running_total);
  *archive.add_schemes() = SchemeFor(items, judges);
  auto* discipline = archive.add_disciplines();
  discipline->set_name(Name("disciplines", "d1"));
  SetText(discipline->mutable_display_name(), "d1");
  discipline->set_rule_pack("rulePacks/small");
  discipline->set_scheme("schemes/small");
  for (int i = 1; i <= entrants; ++i) {
    auto* entrant = archive.add_entrants();
    entrant->set_name(Name("entrants", "n" + std::to_string(i)));
    entrant->set_discipline(Name("disciplines", "d1"));
    entrant->set_code(std::to_string(i));
  }
  for (int i = 1; i <= judges; ++i) {
    auto* judge = archive.add_judges();
    judge->set_name(Name("judges", "j" + std::to_string(i)));
    judge->set_display_name("judge " + std::to_string(i));
    auto* assignment = archive.add_assignments();
    assignment->set_name(Name("assignments", "a" + std::to_string(i)));
    assignment->set_judge(judge->name());
    assignment->set_discipline(Name("disciplines", "d1"));
    assignment->set_state(v1::Assignment::STATE_ACTIVE);
  }
  return archive;
}

void SmallContest::PutInto(storage::KvStore& store) const {
  const v1::EventArchive archive = Archive();
  storage::WriteBatch batch;
  v1::StoredRulePack pack;
  *pack.mutable_rule_pack() = archive.rule_packs(0);
  batch.Put(keys::Resource("rulePack", "small"), pack.SerializeAsString());
  v1::StoredScheme scheme;
  *scheme.mutable_scheme() = archive.schemes(0);
  batch.Put(keys::Resource("scheme", "small"), scheme.SerializeAsString());
  batch.Put(keys::Resource("event", event), archive.event().SerializeAsString());
  const auto put = [&](const char* kind, const auto& resources) {
    for (const auto& resource : resources) {
      batch.Put(keys::ResourceIn(event, kind, judging::LastSegment(resource.name())),
                resource.SerializeAsString());
    }
  };
  put("discipline", archive.disciplines());
  put("entrant", archive.entrants());
  put("judge", archive.judges());
  put("assignment", archive.assignments());
  if (!store.CommitSync(std::move(batch)).ok()) std::abort();
}

std::string SmallContest::EntryId(const std::string& id) {
  return id + std::string(id.size() < 16 ? 16 - id.size() : 0, '-');
}

v1::Entry SmallContest::Mark(const std::string& id, const std::string& judge,
                             const std::string& code, const std::string& item,
                             const std::string& value, std::uint32_t base_revision) const {
  v1::Entry entry;
  entry.set_entry_id(EntryId(id));
  entry.set_event(event);
  entry.set_author(judge);
  auto* mark = entry.mutable_mark();
  mark->set_discipline("d1");
  mark->set_entrant_code(code);
  mark->set_item(item);
  mark->set_value(value);
  mark->set_base_revision(base_revision);
  return entry;
}

v1::Entry SmallContest::Seal(const std::string& id, const std::string& judge,
                             const std::string& code) const {
  v1::Entry entry;
  entry.set_entry_id(EntryId(id));
  entry.set_event(event);
  entry.set_author(judge);
  entry.mutable_seal()->set_discipline("d1");
  entry.mutable_seal()->set_entrant_code(code);
  entry.mutable_seal()->set_module("p/m");
  return entry;
}

v1::Entry SmallContest::Decide(const std::string& id, const std::string& waiting,
                               bool accept) const {
  v1::Entry entry;
  entry.set_entry_id(EntryId(id));
  entry.set_event(event);
  entry.set_author("chief");
  entry.mutable_decision()->set_entry_id(EntryId(waiting));
  entry.mutable_decision()->set_accept(accept);
  entry.mutable_decision()->set_reason("seen");
  return entry;
}

v1::Entry SmallContest::ChangeState(const std::string& id, const std::string& to,
                                    const std::string& reason) const {
  v1::Entry entry;
  entry.set_entry_id(EntryId(id));
  entry.set_event(event);
  entry.set_author("organiser");
  entry.mutable_state_change()->set_event_state(to);
  entry.mutable_state_change()->set_reason(reason);
  return entry;
}

}  // namespace touchstone
