#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "services/common/errors.h"
#include "services/judging/contest_convert.h"
#include "services/judging/judging_convert.h"
#include "services/judging/rule_pack_convert.h"
#include "services/ledger/admission.h"
#include "services/ledger/archive.h"
#include "services/ledger/archive_check.h"

namespace touchstone::ledger {
namespace {

using google::protobuf::Timestamp;
using judging::EventState;

// Takes entries as the server's sequencer would, without a store.
class Sealer {
 public:
  Sealer(const judging::Contest& contest, Timestamp start)
      : contest_(contest), time_(std::move(start)) {}

  // Refusals leave everything as it was.
  absl::Status Add(const v1::Entry& entry) {
    std::string bytes = entry.SerializeAsString();
    if (const auto known = taken_.find(entry.entry_id()); known != taken_.end()) {
      if (known->second.bytes == bytes) return absl::OkStatus();
      return MakeError(Reason::ENTRY_ID_REUSED, "", {}, {{"entry_id", entry.entry_id()}});
    }
    absl::StatusOr<std::string> entrant = EntrantFor(entry);
    if (!entrant.ok()) return entrant.status();
    const auto verdict =
        Admit(contest_, fold_.event_state(), *entrant, fold_.Entrant(*entrant), entry);
    if (!verdict.ok()) return verdict.status();

    if (entry.has_device_time()) time_ = entry.device_time();
    taken_[entry.entry_id()] = {bytes, *entrant};
    const std::string envelope_bytes = Append(
        {std::move(bytes), "", time_, judging::ToProto(verdict->disposition), *entrant}, head_);
    v1::Envelope envelope;
    envelope.ParseFromString(envelope_bytes);
    if (const auto applied = fold_.Apply(contest_, envelope, entry); !applied.ok()) {
      return applied.status();
    }
    envelopes_.push_back(envelope_bytes);
    return absl::OkStatus();
  }

  const EventFold& fold() const { return fold_; }
  const std::vector<std::string>& envelopes() const { return envelopes_; }

 private:
  struct Taken {
    std::string bytes;
    std::string entrant;
  };

  absl::StatusOr<std::string> EntrantFor(const v1::Entry& entry) const {
    if (!entry.has_decision()) return EntrantOf(contest_, entry);
    const auto decided = taken_.find(entry.decision().entry_id());
    if (decided != taken_.end() && !decided->second.entrant.empty()) return decided->second.entrant;
    return MakeError(Reason::ENTRY_NOT_WAITING, "", {},
                     {{"entry_id", entry.decision().entry_id()}});
  }

  const judging::Contest& contest_;
  EventFold fold_;
  ChainHead head_;
  Timestamp time_;
  std::map<std::string, Taken> taken_;
  std::vector<std::string> envelopes_;
};

v1::Entry StateEntry(const v1::EventArchive& archive, EventState state) {
  v1::Entry entry;
  const std::string name(judging::StateName(state));
  std::string suffix = name;
  for (char& c : suffix) c = static_cast<char>(c - 'A' + 'a');
  entry.set_entry_id("archive-event-" + suffix);
  entry.set_event(std::string(judging::LastSegment(archive.event().name())));
  entry.set_author("archive");
  entry.mutable_state_change()->set_event_state(name);
  if (state == EventState::kRunning && archive.event().board_state() != 0 &&
      archive.event().board_state() != v1::Event::BOARD_STATE_PUBLISHED) {
    entry.mutable_state_change()->set_board_state(
        std::string(judging::StateName(judging::FromProto(archive.event().board_state()))));
  }
  return entry;
}

bool ChangesEventState(const v1::Entry& entry) {
  return entry.has_state_change() && !entry.state_change().event_state().empty();
}

void FinishArchive(const Sealer& sealer, v1::EventArchive& archive) {
  archive.clear_entries();
  archive.mutable_envelopes()->Assign(sealer.envelopes().begin(), sealer.envelopes().end());
  archive.mutable_event()->set_state(judging::ToProto(sealer.fold().event_state()));
  archive.mutable_event()->set_board_state(judging::ToProto(sealer.fold().board_state()));
  for (v1::Discipline& discipline : *archive.mutable_disciplines()) {
    const v1::RulePack& pack = *FindRulePack(archive, discipline.rule_pack());
    const v1::Scheme& scheme = *FindScheme(archive, discipline.scheme());
    discipline.set_rule_pack("rulePacks/" +
                             judging::ResourceId(pack.id(), judging::ContentHash(pack)));
    discipline.set_scheme("schemes/" +
                          judging::ResourceId(scheme.id(), judging::ContentHash(scheme)));
  }
}

}  // namespace

absl::StatusOr<SealedArchive> SealArchive(const v1::EventArchive& archive) {
  absl::StatusOr<judging::Contest> contest = ContestOf(archive);
  if (!contest.ok()) return contest.status();
  SealedArchive sealed{archive, {}};
  if (IsSealed(archive)) return sealed;

  const auto& entries = archive.entries();
  const bool framed = std::none_of(entries.begin(), entries.end(), ChangesEventState);
  const EventState last = judging::FromProto(archive.event().state());
  Sealer sealer(*contest, archive.event().start_time());
  if (framed) {
    if (absl::Status s = sealer.Add(StateEntry(archive, EventState::kRunning)); !s.ok()) return s;
  }
  for (int i = 0; i < entries.size(); ++i) {
    if (absl::Status s = sealer.Add(entries[i]); !s.ok()) {
      sealed.refused.push_back({static_cast<std::size_t>(i), entries[i].entry_id(), std::move(s)});
    }
  }
  for (const EventState state : {EventState::kLocked, EventState::kPublished}) {
    if (!framed || last < state) continue;
    if (absl::Status s = sealer.Add(StateEntry(archive, state)); !s.ok()) return s;
  }
  FinishArchive(sealer, sealed.archive);
  return sealed;
}

}  // namespace touchstone::ledger
