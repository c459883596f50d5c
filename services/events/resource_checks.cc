#include "services/events/resource_checks.h"

#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "google/protobuf/util/time_util.h"
#include "services/common/errors.h"
#include "services/common/message_fields.h"
#include "services/events/event_rules.h"
#include "services/judging/contest_convert.h"
#include "services/judging/rule_pack.h"
#include "storage/keys.h"
#include "touchstone/v1/events.pb.h"

namespace touchstone::events {
namespace {

namespace keys = storage::keys;

std::string PathOf(const ResourceChange& change, std::string_view field) {
  return std::string(change.kind.kind) + "." + std::string(field);
}

absl::Status Unknown(const ResourceChange& change, std::string_view field,
                     const std::string& what) {
  return MakeError(Reason::REFERENCE_UNKNOWN, "",
                   {{PathOf(change, field), what + " is not known"}});
}

absl::Status Invalid(const ResourceChange& change, std::string_view field,
                     const std::string& what) {
  return MakeError(Reason::REQUEST_INVALID, what, {{PathOf(change, field), what}});
}

template <typename Resource>
absl::StatusOr<Resource> Load(const storage::KvStore& store, const std::string& key) {
  absl::StatusOr<std::optional<std::string>> bytes = store.Get(key);
  Resource resource;
  if (!bytes.ok() || !*bytes || !resource.ParseFromString(**bytes)) {
    return MakeError(Reason::STORE_READ_FAILED, key);
  }
  return resource;
}

absl::Status CheckReference(const storage::KvStore& store, const ResourceChange& change,
                            const Reference& reference, const std::string& name) {
  const ResourceKind& kind = KindNamed(reference.kind);
  absl::StatusOr<ResourceId> id = ParseName(kind, name, PathOf(change, reference.field));
  if (!id.ok()) return id.status();
  if (kind.in_event && id->event != change.id.event) {
    return Unknown(change, reference.field, name + " of another event");
  }
  absl::StatusOr<std::optional<std::string>> found = store.Get(KeyOf(kind, *id));
  if (!found.ok()) return MakeError(Reason::STORE_READ_FAILED);
  return *found ? absl::OkStatus() : Unknown(change, reference.field, name);
}

absl::Status CheckReferences(const storage::KvStore& store, const ResourceChange& change) {
  for (const Reference& reference : change.kind.references) {
    const std::vector<std::string> names = TextsOf(change.after, reference.field);
    // What was left out of an imported archive stays unknown and is no reason to refuse a change.
    if (change.before != nullptr && names == TextsOf(*change.before, reference.field)) continue;
    for (const std::string& name : names) {
      if (name.empty()) continue;
      absl::Status status = CheckReference(store, change, reference, name);
      if (!status.ok()) return status;
    }
  }
  return absl::OkStatus();
}

absl::Status CheckState(const ResourceChange& change) {
  const judging::EventState state = change.event->event_state();
  if (change.before == nullptr) return CheckCreate(state, change.kind.kind);
  bool has_marks = false;
  if (change.kind.kind == "entrant") {
    absl::StatusOr<bool> has_entries = change.event->HasEntries(change.id.id);
    if (!has_entries.ok()) return has_entries.status();
    has_marks = *has_entries;
  }
  return CheckChange(state, change.kind.kind,
                     ChangedFields(change.kind, *change.before, change.after), has_marks);
}

// Moves an entry of an index of unique values from `before` to `after`; empty keys are not there.
absl::Status MoveUnique(const storage::KvStore& store, const std::string& before,
                        const std::string& after, const std::string& id, absl::Status taken,
                        storage::WriteBatch& batch) {
  if (before == after) return absl::OkStatus();
  if (!before.empty()) batch.Delete(before);
  if (after.empty()) return absl::OkStatus();
  absl::StatusOr<std::optional<std::string>> found = store.Get(after);
  if (!found.ok()) return MakeError(Reason::STORE_READ_FAILED);
  if (*found) return taken;
  batch.ExpectAbsent(after);
  batch.Put(after, id);
  return absl::OkStatus();
}

std::string StaffNumberKey(const v1::Worker& worker) {
  if (worker.company().empty() || worker.staff_number().empty()) return "";
  return keys::StaffNumber(judging::LastSegment(worker.company()), worker.staff_number());
}

absl::Status CheckWorker(const storage::KvStore& store, ResourceChange& change,
                         storage::WriteBatch& batch) {
  const auto* before = static_cast<const v1::Worker*>(change.before);
  const auto& worker = static_cast<const v1::Worker&>(change.after);
  return MoveUnique(store, before == nullptr ? "" : StaffNumberKey(*before), StaffNumberKey(worker),
                    change.id.id,
                    MakeError(Reason::RESOURCE_EXISTS, "the staff number is used in the company",
                              {{"worker.staff_number", "used by another worker"}}),
                    batch);
}

absl::Status CheckEvent(const ResourceChange& change) {
  const auto& event = static_cast<const v1::Event&>(change.after);
  if (!event.has_start_time() || !event.has_end_time()) return absl::OkStatus();
  using google::protobuf::operator>=;
  if (event.end_time() >= event.start_time()) return absl::OkStatus();
  return Invalid(change, "end_time", "must not be before start_time");
}

absl::Status CheckStages(const ResourceChange& change, const judging::Scheme& scheme) {
  std::set<std::string> parts;
  for (const judging::SchemePart& part : scheme.parts) parts.insert(part.path);
  std::set<std::string> ids;
  for (const v1::Stage& stage : static_cast<const v1::Discipline&>(change.after).stages()) {
    if (!ids.insert(stage.id()).second) {
      return Invalid(change, "stages", "stage " + stage.id() + " occurs twice");
    }
    for (const std::string& part : stage.parts()) {
      if (!parts.contains(part)) return Unknown(change, "stages", "part " + part);
    }
  }
  return absl::OkStatus();
}

absl::Status CheckDiscipline(const storage::KvStore& store, const ResourceChange& change) {
  const auto& discipline = static_cast<const v1::Discipline&>(change.after);
  auto stored_pack = Load<v1::StoredRulePack>(
      store, keys::Resource("rulePack", judging::LastSegment(discipline.rule_pack())));
  if (!stored_pack.ok()) return stored_pack.status();
  auto stored_scheme = Load<v1::StoredScheme>(
      store, keys::Resource("scheme", judging::LastSegment(discipline.scheme())));
  if (!stored_scheme.ok()) return stored_scheme.status();
  auto rules = judging::ToScoringRules(stored_pack->rule_pack(), stored_scheme->scheme());
  return rules.ok() ? CheckStages(change, (*rules)->scheme()) : rules.status();
}

std::string CodeKey(const std::string& event, const v1::Entrant& entrant) {
  return keys::EntrantCode(event, judging::LastSegment(entrant.discipline()), entrant.code());
}

absl::Status CheckEntrant(const storage::KvStore& store, ResourceChange& change,
                          storage::WriteBatch& batch) {
  const auto* before = static_cast<const v1::Entrant*>(change.before);
  auto& entrant = static_cast<v1::Entrant&>(change.after);
  if (entrant.company().empty() && !entrant.worker().empty()) {
    auto worker =
        Load<v1::Worker>(store, keys::Resource("worker", judging::LastSegment(entrant.worker())));
    if (!worker.ok()) return worker.status();
    entrant.set_company(worker->company());
  }
  return MoveUnique(store, before == nullptr ? "" : CodeKey(change.id.event, *before),
                    CodeKey(change.id.event, entrant), change.id.id,
                    MakeError(Reason::ENTRANT_CODE_TAKEN, "",
                              {{"entrant.code", "used by another entrant of the discipline"}}),
                    batch);
}

absl::Status CheckAssignment(const ResourceChange& change) {
  const judging::AssignmentSetup assignment =
      judging::ToAssignment(static_cast<const v1::Assignment&>(change.after));
  const judging::Contest& contest = change.event->contest();
  const judging::DisciplineSetup* discipline = contest.FindDiscipline(assignment.discipline);
  if (discipline == nullptr) return Unknown(change, "discipline", assignment.discipline);
  for (const std::string& module : assignment.modules) {
    if (discipline->rules->FindModule(module) == nullptr) {
      return Unknown(change, "modules", "module " + module);
    }
  }
  for (const std::string& id : assignment.entrants) {
    const judging::EntrantSetup* entrant = contest.FindEntrant(id);
    if (entrant == nullptr || entrant->discipline != assignment.discipline) {
      return Unknown(change, "entrants", "entrant " + id + " of this discipline");
    }
  }
  return CheckInterest(contest, assignment);
}

}  // namespace

absl::Status CheckResource(const storage::KvStore& store, ResourceChange& change,
                           storage::WriteBatch& batch) {
  if (change.event != nullptr) {
    if (absl::Status status = CheckState(change); !status.ok()) return status;
  }
  if (absl::Status status = CheckReferences(store, change); !status.ok()) return status;
  if (change.kind.kind == "worker") return CheckWorker(store, change, batch);
  if (change.kind.kind == "event") return CheckEvent(change);
  if (change.kind.kind == "discipline") return CheckDiscipline(store, change);
  if (change.kind.kind == "entrant") return CheckEntrant(store, change, batch);
  if (change.kind.kind == "assignment") return CheckAssignment(change);
  return absl::OkStatus();
}

}  // namespace touchstone::events
