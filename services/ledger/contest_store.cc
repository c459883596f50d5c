#include "services/ledger/contest_store.h"

#include <memory>
#include <string>
#include <utility>

#include "services/common/errors.h"
#include "services/judging/contest_convert.h"
#include "storage/keys.h"
#include "touchstone/v1/events.pb.h"

namespace touchstone::ledger {
namespace {

namespace keys = storage::keys;

absl::Status Parse(std::string_view bytes, google::protobuf::Message& message) {
  if (message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return absl::OkStatus();
  return MakeError(Reason::STORE_READ_FAILED, message.GetTypeName() + " does not parse");
}

absl::Status Read(const storage::KvStore& store, std::string_view kind, std::string_view name,
                  google::protobuf::Message& message) {
  const auto bytes = store.Get(keys::Resource(kind, judging::LastSegment(name)));
  if (!bytes.ok()) {
    return MakeError(Reason::STORE_READ_FAILED, std::string(bytes.status().message()));
  }
  if (!*bytes) return MakeError(Reason::STORE_READ_FAILED, std::string(name) + " is missing");
  return Parse(**bytes, message);
}

absl::Status PutDiscipline(const storage::KvStore& store, std::string_view value,
                           judging::Contest& contest) {
  v1::Discipline discipline;
  if (absl::Status s = Parse(value, discipline); !s.ok()) return s;
  // Packs and schemes are pinned by content: the same names are the same rules.
  std::shared_ptr<const judging::ScoringRules> rules;
  for (const auto& [id, known] : contest.disciplines()) {
    if (known.rule_pack_name == discipline.rule_pack() &&
        known.scheme_name == discipline.scheme()) {
      rules = known.rules;
    }
  }
  if (rules == nullptr) {
    v1::StoredRulePack pack;
    v1::StoredScheme scheme;
    if (absl::Status s = Read(store, "rulePack", discipline.rule_pack(), pack); !s.ok()) return s;
    if (absl::Status s = Read(store, "scheme", discipline.scheme(), scheme); !s.ok()) return s;
    auto made = judging::ToScoringRules(pack.rule_pack(), scheme.scheme());
    if (!made.ok()) return made.status();
    rules = *std::move(made);
  }
  contest.Put(judging::ToDiscipline(discipline, std::move(rules)));
  return absl::OkStatus();
}

absl::Status PutEntrant(const storage::KvStore& store, std::string_view value,
                        judging::Contest& contest) {
  v1::Entrant entrant;
  if (absl::Status s = Parse(value, entrant); !s.ok()) return s;
  v1::Worker worker;
  if (entrant.display_name().empty() && !entrant.worker().empty()) {
    // An archive without names has no workers.
    absl::Status read = Read(store, "worker", entrant.worker(), worker);
    if (!read.ok()) worker.Clear();
  }
  contest.Put(judging::ToEntrant(entrant, worker.display_name()));
  return absl::OkStatus();
}

absl::Status PutJudge(std::string_view value, judging::Contest& contest) {
  v1::Judge judge;
  if (absl::Status s = Parse(value, judge); !s.ok()) return s;
  contest.Put(judging::ToJudge(judge));
  return absl::OkStatus();
}

absl::Status PutAssignment(std::string_view value, judging::Contest& contest) {
  v1::Assignment assignment;
  if (absl::Status s = Parse(value, assignment); !s.ok()) return s;
  contest.Put(judging::ToAssignment(assignment));
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<judging::Contest> LoadContest(const storage::KvStore& store,
                                             std::string_view event) {
  const auto exists = store.Get(keys::Resource("event", event));
  if (!exists.ok()) {
    return MakeError(Reason::STORE_READ_FAILED, std::string(exists.status().message()));
  }
  if (!*exists) return MakeError(Reason::RESOURCE_NOT_FOUND);
  judging::Contest contest;
  for (const std::string_view kind : {"discipline", "entrant", "judge", "assignment"}) {
    const std::string prefix = keys::ResourcePrefixIn(event, kind);
    absl::Status put;
    const absl::Status scanned = store.Scan(prefix, storage::PrefixEnd(prefix),
                                            [&](std::string_view key, std::string_view value) {
                                              put = PutResource(store, event, key, value, contest);
                                              return put.ok();
                                            });
    if (!put.ok()) return put;
    if (!scanned.ok()) {
      return MakeError(Reason::STORE_READ_FAILED, std::string(scanned.message()));
    }
  }
  return contest;
}

absl::Status PutResource(const storage::KvStore& store, std::string_view event,
                         std::string_view key, std::string_view value, judging::Contest& contest) {
  const auto is = [&](std::string_view kind) {
    return key.starts_with(keys::ResourcePrefixIn(event, kind));
  };
  if (is("discipline")) return PutDiscipline(store, value, contest);
  if (is("entrant")) return PutEntrant(store, value, contest);
  if (is("judge")) return PutJudge(value, contest);
  if (is("assignment")) return PutAssignment(value, contest);
  return absl::OkStatus();
}

}  // namespace touchstone::ledger
