#include "services/events/event_lifecycle.h"

#include <string>
#include <utility>

#include "services/common/errors.h"
#include "services/common/etag.h"
#include "services/common/idempotency.h"
#include "services/events/event_rules.h"
#include "services/events/resource_kinds.h"
#include "services/events/resource_table.h"
#include "services/judging/contest_convert.h"
#include "services/judging/judging_convert.h"
#include "storage/keys.h"

namespace touchstone::events {
namespace {

using judging::BoardState;
using judging::EventState;

absl::StatusOr<Unfinished> FindUnfinished(ledger::EventView& view) {
  Unfinished unfinished;
  for (const auto& [id, entrant] : view.contest().entrants()) {
    absl::StatusOr<const judging::EntrantSheets*> sheets = view.SheetsOf(id);
    if (!sheets.ok()) return sheets.status();
    for (const std::string& module : UnfinishedModules(view.contest(), entrant, **sheets)) {
      unfinished.sheets.push_back(entrant.discipline + "/" + entrant.code + "/" + module);
    }
  }
  unfinished.entries = view.WaitingEntries();
  return unfinished;
}

// The event after the change.
void ApplyTo(v1::Event& event, const judging::StateChange& change, Time now) {
  if (change.event_state) {
    event.set_state(judging::ToProto(*change.event_state));
    if (*change.event_state == EventState::kLocked) *event.mutable_lock_time() = ToTimestamp(now);
    if (*change.event_state == EventState::kPublished) {
      *event.mutable_publish_time() = ToTimestamp(now);
    }
  }
  if (change.board_state) event.set_board_state(judging::ToProto(*change.board_state));
  const std::string etag = event.etag();
  event.clear_etag();
  event.set_etag(NextEtag(etag, event));
}

v1::Entry EntryFor(const judging::StateChange& change, std::string id, std::string_view author) {
  v1::Entry entry;
  entry.set_entry_id(std::move(id));
  entry.set_author(std::string(author));
  v1::StateChange& body = *entry.mutable_state_change();
  if (change.event_state) body.set_event_state(std::string(StateName(*change.event_state)));
  if (change.board_state) body.set_board_state(std::string(StateName(*change.board_state)));
  body.set_reason(change.reason);
  return entry;
}

}  // namespace

Awaitable<absl::Status> EventLifecycle::Apply(const Call& call,
                                              const google::protobuf::Message& request,
                                              v1::Event& response,
                                              const judging::StateChange& change,
                                              Check check) const {
  IdempotentRequest once(call.caller(), call.method(), TextField(request, "request_id"), request,
                         clock_);
  absl::StatusOr<bool> answered = once.FindAnswer(store_, &response);
  if (!answered.ok() || *answered) co_return answered.status();
  absl::StatusOr<ResourceId> id = ParseName(KindNamed("event"), TextField(request, "name"));
  if (!id.ok()) co_return id.status();
  const std::string key = storage::keys::Resource("event", id->id);

  std::function<absl::StatusOr<ledger::EventChange>(ledger::EventView&)> decide =
      [&](ledger::EventView& view) -> absl::StatusOr<ledger::EventChange> {
    if (absl::Status allowed = check(view); !allowed.ok()) return allowed;
    if (absl::Status read = ReadResource(store_, key, response); !read.ok()) return read;
    ApplyTo(response, change, clock_.Now());
    ledger::EventChange result;
    PutResource(key, response, result.writes);
    once.Remember(response, &result.writes);
    result.entry = EntryFor(change, "state-change-" + ids_.NewId(),
                            judging::LastSegment(call.caller().token_name));
    return result;
  };
  co_return (co_await sequencers_.Change(id->id, decide)).status();
}

Awaitable<absl::Status> EventLifecycle::ChangeState(EventState from, EventState to, Call call,
                                                    const v1::ChangeEventStateRequest& request,
                                                    v1::Event& response) const {
  judging::StateChange change;
  change.event_state = to;
  change.reason = request.reason();
  if (to == EventState::kPublished) change.board_state = BoardState::kPublished;
  if (from == EventState::kLocked && to == EventState::kRunning && request.reason().empty()) {
    co_return MakeError(Reason::REQUEST_INVALID, "an unlock needs a reason",
                        {{"reason", "required for an unlock"}});
  }
  const Check check = [&](ledger::EventView& view) -> absl::Status {
    if (view.event_state() != from) return MakeError(Reason::EVENT_STATE_WRONG);
    if (from == EventState::kDraft) return CheckReadyToStart(view.contest());
    if (to != EventState::kPublished) return absl::OkStatus();
    absl::StatusOr<Unfinished> unfinished = FindUnfinished(view);
    if (!unfinished.ok()) return unfinished.status();
    return CheckReadyToPublish(*unfinished, request.force());
  };
  co_return co_await Apply(call, request, response, change, check);
}

Awaitable<absl::Status> EventLifecycle::SetBoardState(Call call,
                                                      const v1::SetBoardStateRequest& request,
                                                      v1::Event& response) const {
  judging::StateChange change;
  change.board_state = judging::FromProto(request.board_state());
  const Check check = [&](ledger::EventView& view) {
    return judging::CheckStateChange(view.event_state(), change);
  };
  co_return co_await Apply(call, request, response, change, check);
}

}  // namespace touchstone::events
