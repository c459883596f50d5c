#include <set>
#include <utility>

#include "services/common/errors.h"
#include "services/common/rpc.h"
#include "services/common/stored_resources.h"
#include "services/events/event_archives.h"
#include "services/events/resource_kinds.h"
#include "services/events/resource_table.h"
#include "storage/keys.h"

namespace touchstone::events {
namespace {

namespace keys = storage::keys;
using google::protobuf::RepeatedPtrField;

constexpr int kMostTries = 10;

template <typename Resource>
absl::Status ReadAll(const storage::KvStore& store, const std::string& event,
                     RepeatedPtrField<Resource>& resources) {
  const std::string prefix = PrefixOf(KindOf(*Resource::descriptor()), event);
  bool readable = true;
  absl::Status scanned =
      store.Scan(prefix, storage::PrefixEnd(prefix), [&](std::string_view, std::string_view value) {
        readable = resources.Add()->ParseFromArray(value.data(), static_cast<int>(value.size()));
        return readable;
      });
  if (!scanned.ok()) return StoreError(scanned);
  return readable ? absl::OkStatus() : MakeError(Reason::STORE_READ_FAILED, prefix);
}

// Reads the resources with these names; one that is not there was not in an imported archive.
template <typename Resource>
absl::Status ReadNamed(const storage::KvStore& store, const std::set<std::string>& names,
                       RepeatedPtrField<Resource>& resources) {
  const ResourceKind& kind = KindOf(*Resource::descriptor());
  for (const std::string& name : names) {
    absl::StatusOr<ResourceId> id = ParseName(kind, name);
    if (!id.ok()) continue;
    Resource resource;
    absl::Status read = ReadResource(store, KeyOf(kind, *id), resource);
    if (absl::IsNotFound(read)) continue;
    if (!read.ok()) return read;
    *resources.Add() = std::move(resource);
  }
  return absl::OkStatus();
}

template <typename Resource>
void CollectCompanies(const RepeatedPtrField<Resource>& resources, std::set<std::string>& names) {
  for (const Resource& resource : resources) names.insert(resource.company());
}

absl::Status ReadRules(const storage::KvStore& store, v1::EventArchive& archive) {
  std::set<std::string> packs;
  std::set<std::string> schemes;
  for (const v1::Discipline& discipline : archive.disciplines()) {
    packs.insert(discipline.rule_pack());
    schemes.insert(discipline.scheme());
  }
  RepeatedPtrField<v1::StoredRulePack> stored_packs;
  RepeatedPtrField<v1::StoredScheme> stored_schemes;
  if (absl::Status read = ReadNamed(store, packs, stored_packs); !read.ok()) return read;
  if (absl::Status read = ReadNamed(store, schemes, stored_schemes); !read.ok()) return read;
  for (v1::StoredRulePack& pack : stored_packs) {
    archive.add_rule_packs()->Swap(pack.mutable_rule_pack());
  }
  for (v1::StoredScheme& scheme : stored_schemes) {
    archive.add_schemes()->Swap(scheme.mutable_scheme());
  }
  return absl::OkStatus();
}

absl::Status ReadRegistry(const storage::KvStore& store, v1::EventArchive& archive) {
  std::set<std::string> workers;
  for (const v1::Entrant& entrant : archive.entrants()) workers.insert(entrant.worker());
  if (absl::Status read = ReadNamed(store, workers, *archive.mutable_workers()); !read.ok()) {
    return read;
  }
  std::set<std::string> companies;
  CollectCompanies(archive.workers(), companies);
  CollectCompanies(archive.teams(), companies);
  CollectCompanies(archive.entrants(), companies);
  CollectCompanies(archive.judges(), companies);
  return ReadNamed(store, companies, *archive.mutable_companies());
}

// The chain before everything that it refers to, so that nothing is missing.
absl::Status ReadOnce(const storage::KvStore& store, const std::string& event,
                      v1::EventArchive& archive) {
  archive.set_format(1);
  absl::Status status =
      ReadResource(store, keys::Resource("event", event), *archive.mutable_event());
  if (!status.ok()) return status;
  const std::string prefix = keys::EnvelopePrefix(event);
  status =
      store.Scan(prefix, storage::PrefixEnd(prefix), [&](std::string_view, std::string_view value) {
        archive.add_envelopes(value.data(), value.size());
        return true;
      });
  if (!status.ok()) return StoreError(status);
  status = ReadAll(store, event, *archive.mutable_entrants());
  if (status.ok()) status = ReadAll(store, event, *archive.mutable_disciplines());
  if (status.ok()) status = ReadAll(store, event, *archive.mutable_teams());
  if (status.ok()) status = ReadAll(store, event, *archive.mutable_judges());
  if (status.ok()) status = ReadAll(store, event, *archive.mutable_assignments());
  if (status.ok()) status = ReadRules(store, archive);
  if (status.ok()) status = ReadRegistry(store, archive);
  return status;
}

void LeaveNamesOut(v1::EventArchive& archive) {
  archive.clear_workers();
  for (v1::Entrant& entrant : *archive.mutable_entrants()) {
    entrant.clear_worker();
    entrant.clear_display_name();
  }
  for (v1::Judge& judge : *archive.mutable_judges()) judge.clear_display_name();
  for (v1::Team& team : *archive.mutable_teams()) team.clear_display_name();
}

}  // namespace

absl::StatusOr<v1::EventArchive> ReadEvent(const storage::KvStore& store, const std::string& event,
                                           bool with_names) {
  for (int i = 0; i < kMostTries; ++i) {
    v1::EventArchive archive;
    if (absl::Status read = ReadOnce(store, event, archive); !read.ok()) return read;
    v1::Event after;
    absl::Status read = ReadResource(store, keys::Resource("event", event), after);
    if (!read.ok()) return read;
    // A change of state changes the event and its chain in one commit.
    if (after.etag() != archive.event().etag()) continue;
    if (!with_names) LeaveNamesOut(archive);
    return archive;
  }
  return MakeError(Reason::CONCURRENT_CHANGE);
}

}  // namespace touchstone::events
