#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "services/common/errors.h"
#include "services/common/etag.h"
#include "services/common/rpc.h"
#include "services/common/stored_resources.h"
#include "services/events/event_archives.h"
#include "services/events/resource_kinds.h"
#include "services/events/resource_table.h"
#include "services/events/rule_pack_store.h"
#include "services/judging/contest_convert.h"
#include "services/judging/judging_convert.h"
#include "services/ledger/archive.h"
#include "services/ledger/archive_check.h"
#include "services/ledger/envelope_store.h"
#include "storage/keys.h"

namespace touchstone::events {
namespace {

namespace keys = storage::keys;
using google::protobuf::Message;
using google::protobuf::RepeatedPtrField;

absl::Status Invalid(std::string field, std::string why) {
  return MakeError(Reason::ARCHIVE_INVALID, "", {{std::move(field), std::move(why)}});
}

// Collects the writes of one import.
class EventWriter {
 public:
  EventWriter(const storage::KvStore& store, v1::EventArchive& archive)
      : store_(store), archive_(archive), event_(judging::LastSegment(archive.event().name())) {}

  absl::StatusOr<storage::WriteBatch> Run() {
    const std::string key = keys::Resource("event", event_);
    absl::StatusOr<std::optional<std::string>> found = store_.Get(key);
    if (!found.ok()) return StoreError(found.status());
    if (*found) return MakeError(Reason::EVENT_EXISTS);
    batch_.ExpectAbsent(key);
    absl::Status status = PutRules();
    if (status.ok()) status = PutRegistry(archive_.companies(), "companies");
    if (status.ok()) status = PutRegistry(archive_.workers(), "workers");
    if (!status.ok()) return status;
    Put(*archive_.mutable_event());
    for (v1::Discipline& discipline : *archive_.mutable_disciplines()) Put(discipline);
    for (v1::Team& team : *archive_.mutable_teams()) Put(team);
    for (v1::Entrant& entrant : *archive_.mutable_entrants()) PutEntrant(entrant);
    for (v1::Judge& judge : *archive_.mutable_judges()) Put(judge);
    for (v1::Assignment& assignment : *archive_.mutable_assignments()) Put(assignment);
    PutChain();
    return std::move(batch_);
  }

 private:
  template <typename Resource>
  void Put(Resource& resource) {
    const ResourceKind& kind = KindOf(*Resource::descriptor());
    if (resource.etag().empty()) resource.set_etag(NextEtag("", resource));
    PutResource(KeyOf(kind, {event_, std::string(judging::LastSegment(resource.name()))}), resource,
                batch_);
  }

  void PutEntrant(v1::Entrant& entrant) {
    Put(entrant);
    batch_.Put(
        keys::EntrantCode(event_, judging::LastSegment(entrant.discipline()), entrant.code()),
        std::string(judging::LastSegment(entrant.name())));
  }

  // Stores packs and schemes that are not there and makes disciplines name them by content.
  absl::Status PutRules() {
    for (v1::Discipline& discipline : *archive_.mutable_disciplines()) {
      auto pack = ToStored(*ledger::FindRulePack(archive_, discipline.rule_pack()), false);
      if (!pack.ok()) return pack.status();
      auto scheme = ToStored(*ledger::FindScheme(archive_, discipline.scheme()));
      if (!scheme.ok()) return scheme.status();
      if (absl::Status put = PutNewRules(store_, *pack, batch_); !put.ok()) return put;
      if (absl::Status put = PutNewRules(store_, *scheme, batch_); !put.ok()) return put;
      discipline.set_rule_pack(pack->name());
      discipline.set_scheme(scheme->name());
    }
    return absl::OkStatus();
  }

  template <typename Resource>
  absl::Status PutRegistry(const RepeatedPtrField<Resource>& resources, const std::string& list) {
    for (int i = 0; i < resources.size(); ++i) {
      Resource resource = resources[i];
      const std::string path = list + "[" + std::to_string(i) + "]";
      const std::string key = keys::Resource(KindOf(*Resource::descriptor()).kind,
                                             judging::LastSegment(resource.name()));
      Resource known;
      absl::Status read = ReadResource(store_, key, known);
      if (read.ok()) {
        if (known.display_name() == resource.display_name()) continue;
        return Invalid(path, "another one has the name " + resource.name() + " here");
      }
      if (!absl::IsNotFound(read)) return read;
      if (absl::Status unique = PutUnique(resource, path); !unique.ok()) return unique;
      batch_.ExpectAbsent(key);
      Put(resource);
    }
    return absl::OkStatus();
  }

  absl::Status PutUnique(const v1::Company&, const std::string&) { return absl::OkStatus(); }
  absl::Status PutUnique(const v1::Worker& worker, const std::string& path) {
    if (worker.company().empty() || worker.staff_number().empty()) return absl::OkStatus();
    const std::string key =
        keys::StaffNumber(judging::LastSegment(worker.company()), worker.staff_number());
    absl::StatusOr<std::optional<std::string>> found = store_.Get(key);
    if (!found.ok()) return StoreError(found.status());
    if (*found || !staff_numbers_.emplace(key, path).second) {
      return Invalid(path + ".staff_number", "another worker of the company has it");
    }
    batch_.ExpectAbsent(key);
    batch_.Put(key, std::string(judging::LastSegment(worker.name())));
    return absl::OkStatus();
  }

  void PutChain() {
    std::map<std::string, std::uint64_t, std::less<>> positions;
    for (const std::string& bytes : archive_.envelopes()) {
      v1::Envelope envelope;
      envelope.ParseFromString(bytes);
      v1::Entry entry;
      entry.ParseFromString(envelope.entry());
      positions[entry.entry_id()] = envelope.position();
      const std::uint64_t decided =
          entry.has_decision() ? positions[entry.decision().entry_id()] : 0;
      ledger::PutEnvelope(event_, entry, envelope, bytes, decided, batch_);
    }
  }

  const storage::KvStore& store_;
  v1::EventArchive& archive_;
  const std::string event_;
  std::map<std::string, std::string> staff_numbers_;  // keys of this batch
  storage::WriteBatch batch_;
};

// Seals the archive; an entry that the rules refuse refuses it all, so that none gets lost unseen.
absl::StatusOr<v1::EventArchive> Sealed(const v1::EventArchive& archive) {
  absl::StatusOr<ledger::SealedArchive> sealed = ledger::SealArchive(archive);
  if (!sealed.ok()) return sealed.status();
  if (sealed->refused.empty()) return std::move(sealed->archive);
  std::vector<FieldViolation> violations;
  for (const ledger::RefusedEntry& refused : sealed->refused) {
    if (violations.size() == 50) break;
    violations.push_back({"entries[" + std::to_string(refused.index) + "]",
                          std::string(ReasonName(ReasonOf(refused.why))) + ": " +
                              std::string(refused.why.message())});
  }
  return MakeError(Reason::ARCHIVE_INVALID,
                   std::to_string(sealed->refused.size()) + " entries are refused by the rules",
                   std::move(violations));
}

}  // namespace

absl::StatusOr<storage::WriteBatch> WritesOf(const storage::KvStore& store,
                                             const v1::EventArchive& archive, v1::Event& event) {
  absl::StatusOr<v1::EventArchive> sealed = Sealed(archive);
  if (!sealed.ok()) return sealed.status();
  absl::StatusOr<ledger::VerifiedArchive> verified = ledger::VerifyArchive(*sealed);
  if (!verified.ok()) return verified.status();
  sealed->mutable_event()->set_state(judging::ToProto(verified->fold.event_state()));
  sealed->mutable_event()->set_board_state(judging::ToProto(verified->fold.board_state()));
  absl::StatusOr<storage::WriteBatch> batch = EventWriter(store, *sealed).Run();
  if (batch.ok()) event = sealed->event();
  return batch;
}

}  // namespace touchstone::events
