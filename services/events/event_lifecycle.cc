#include "services/events/event_lifecycle.h"

#include <chrono>
#include <optional>
#include <string>
#include <utility>

#include "services/common/errors.h"
#include "services/common/etag.h"
#include "services/common/idempotency.h"
#include "services/common/message_fields.h"
#include "services/common/stored_resources.h"
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

constexpr std::chrono::minutes kUnlockRequestHolds{15};

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

// Makes the change to the event and says it as the chain does.
v1::StateChange ApplyTo(v1::Event& event, const judging::StateChange& change, Time now) {
  v1::StateChange said;
  if (change.event_state) {
    said.set_event_state(std::string(StateName(*change.event_state)));
    event.set_state(judging::ToProto(*change.event_state));
    event.clear_unlock_request();
    if (*change.event_state == EventState::kLocked) *event.mutable_lock_time() = ToTimestamp(now);
    if (*change.event_state == EventState::kPublished) {
      *event.mutable_publish_time() = ToTimestamp(now);
    }
  }
  if (change.board_state) {
    said.set_board_state(std::string(StateName(*change.board_state)));
    event.set_board_state(judging::ToProto(*change.board_state));
  }
  said.set_reason(change.reason);
  return said;
}

// Empty when nobody asked, or too long ago.
std::string UnlockRequester(const v1::Event& event, Time now) {
  const v1::UnlockRequest& request = event.unlock_request();
  return FromTimestamp(request.expire_time()) > now ? request.requested_by() : "";
}

}  // namespace

Awaitable<absl::Status> EventLifecycle::Apply(const Call& call,
                                              const google::protobuf::Message& request,
                                              v1::Event& response, Step step) const {
  IdempotentRequest once(call.caller(), call.method(), TextField(request, "request_id"), request,
                         clock_);
  absl::StatusOr<bool> answered = once.FindAnswer(store_, &response);
  if (!answered.ok() || *answered) co_return answered.status();
  absl::StatusOr<ResourceId> id = ParseName(KindNamed("event"), TextField(request, "name"));
  if (!id.ok()) co_return id.status();
  const std::string key = storage::keys::Resource("event", id->id);

  std::function<absl::StatusOr<ledger::EventChange>(ledger::EventView&)> decide =
      [&](ledger::EventView& view) -> absl::StatusOr<ledger::EventChange> {
    if (absl::Status read = ReadResource(store_, key, response); !read.ok()) return read;
    absl::StatusOr<std::optional<v1::StateChange>> change = step(view, response);
    if (!change.ok()) return change.status();
    const std::string etag = response.etag();
    response.clear_etag();
    response.set_etag(NextEtag(etag, response));
    ledger::EventChange result;
    PutResource(key, response, result.writes);
    once.Remember(response, &result.writes);
    if (*change) {
      result.entry.emplace();
      result.entry->set_entry_id("state-change-" + ids_.NewId());
      result.entry->set_author(std::string(judging::LastSegment(call.caller().token_name)));
      *result.entry->mutable_state_change() = **std::move(change);
    }
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
  const auto check = [&](ledger::EventView& view) -> absl::Status {
    if (view.event_state() != from) return MakeError(Reason::EVENT_STATE_WRONG);
    if (from == EventState::kDraft) return CheckReadyToStart(view.contest());
    if (to != EventState::kPublished) return absl::OkStatus();
    absl::StatusOr<Unfinished> unfinished = FindUnfinished(view);
    if (!unfinished.ok()) return unfinished.status();
    return CheckReadyToPublish(*unfinished, request.force());
  };
  const Step step = [&](ledger::EventView& view,
                        v1::Event& event) -> absl::StatusOr<std::optional<v1::StateChange>> {
    if (absl::Status allowed = check(view); !allowed.ok()) return allowed;
    return ApplyTo(event, change, clock_.Now());
  };
  co_return co_await Apply(call, request, response, step);
}

Awaitable<absl::Status> EventLifecycle::Unlock(Call call,
                                               const v1::ChangeEventStateRequest& request,
                                               v1::Event& response) const {
  if (request.reason().empty()) {
    co_return MakeError(Reason::REQUEST_INVALID, "an unlock needs a reason",
                        {{"reason", "required for an unlock"}});
  }
  const std::string& person = call.caller().Person();
  const Step step = [&](ledger::EventView& view,
                        v1::Event& event) -> absl::StatusOr<std::optional<v1::StateChange>> {
    if (view.event_state() != EventState::kLocked) return MakeError(Reason::EVENT_STATE_WRONG);
    const Time now = clock_.Now();
    const std::string requester = UnlockRequester(event, now);
    absl::StatusOr<bool> granted = GrantsUnlock(requester, person);
    if (!granted.ok()) return granted.status();
    if (*granted) {
      judging::StateChange change;
      change.event_state = EventState::kRunning;
      change.reason = event.unlock_request().reason();
      v1::StateChange said = ApplyTo(event, change, now);
      said.set_requested_by(std::string(judging::LastSegment(requester)));
      return said;
    }
    v1::UnlockRequest& asked = *event.mutable_unlock_request();
    asked.set_requested_by(person);
    asked.set_reason(request.reason());
    *asked.mutable_expire_time() = ToTimestamp(now + kUnlockRequestHolds);
    return std::nullopt;
  };
  co_return co_await Apply(call, request, response, step);
}

Awaitable<absl::Status> EventLifecycle::SetBoardState(Call call,
                                                      const v1::SetBoardStateRequest& request,
                                                      v1::Event& response) const {
  judging::StateChange change;
  change.board_state = judging::FromProto(request.board_state());
  const Step step = [&](ledger::EventView& view,
                        v1::Event& event) -> absl::StatusOr<std::optional<v1::StateChange>> {
    absl::Status allowed = judging::CheckStateChange(view.event_state(), change);
    if (!allowed.ok()) return allowed;
    return ApplyTo(event, change, clock_.Now());
  };
  co_return co_await Apply(call, request, response, step);
}

}  // namespace touchstone::events
