#pragma once

#include <functional>
#include <optional>

#include "services/common/clock.h"
#include "services/common/id_generator.h"
#include "services/common/rpc.h"
#include "services/judging/sheet_rules.h"
#include "services/ledger/sequencer.h"
#include "storage/kv_store.h"
#include "touchstone/v1/events.pb.h"
#include "touchstone/v1/ledger.pb.h"

namespace touchstone::events {

// Takes an event from draft to published and says what its board shows. Each step is one commit:
// an entry in the chain, the event, the answer to the request id. References must outlive it.
// Thread-safe; decisions run on the event's strand.
class EventLifecycle {
 public:
  EventLifecycle(storage::KvStore& store, ledger::Sequencers& sequencers, IdGenerator& ids,
                 const Clock& clock)
      : store_(store), sequencers_(sequencers), ids_(ids), clock_(clock) {}

  // One step of the life cycle. RESOURCE_NOT_FOUND, EVENT_STATE_WRONG when the event is not in the
  // state `from`, then EVENT_NOT_READY, MARKS_PENDING or ENTRIES_WAITING.
  Awaitable<absl::Status> ChangeState(judging::EventState from, judging::EventState to, Call call,
                                      const v1::ChangeEventStateRequest& request,
                                      v1::Event& response) const;

  // Asks for an unlock, or grants what another person asked for less than 15 minutes ago.
  // REQUEST_INVALID without a reason, RESOURCE_NOT_FOUND, EVENT_STATE_WRONG, SECOND_PERSON_NEEDED.
  Awaitable<absl::Status> Unlock(Call call, const v1::ChangeEventStateRequest& request,
                                 v1::Event& response) const;

  // EVENT_STATE_WRONG once the event is published, and for BOARD_STATE_PUBLISHED before.
  Awaitable<absl::Status> SetBoardState(Call call, const v1::SetBoardStateRequest& request,
                                        v1::Event& response) const;

 private:
  // Decides what becomes of the event, and changes it; an entry goes into the chain when there is a
  // StateChange.
  using Step =
      std::function<absl::StatusOr<std::optional<v1::StateChange>>(ledger::EventView&, v1::Event&)>;

  Awaitable<absl::Status> Apply(const Call& call, const google::protobuf::Message& request,
                                v1::Event& response, Step step) const;

  storage::KvStore& store_;
  ledger::Sequencers& sequencers_;
  IdGenerator& ids_;
  const Clock& clock_;
};

}  // namespace touchstone::events
