#include "services/leaderboard/leaderboard_service.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <utility>

#include "services/common/errors.h"
#include "services/common/page_token.h"
#include "services/judging/judging_convert.h"
#include "services/leaderboard/event_boards.h"
#include "services/leaderboard/leaderboard_convert.h"

namespace touchstone::leaderboard {
namespace {

constexpr std::string_view kEvents = "events/";

std::string EventId(std::string_view name) {
  return std::string(name.starts_with(kEvents) ? name.substr(kEvents.size()) : name);
}

// What a page token is good for.
std::string ListName(const v1::Board& board) {
  return "standings/" + board.event() + "/" + board.discipline() + "/" + board.stage() + "/" +
         std::to_string(static_cast<int>(FromProto(board).group));
}

}  // namespace

LeaderboardService::LeaderboardService(const RpcGate& gate, const storage::KvStore& store,
                                       Follower& follower, const Clock& clock,
                                       asio::thread_pool& pool, WatchSettings settings)
    : gate_(gate, v1::LeaderboardService::service_full_name()),
      store_(store),
      follower_(follower),
      pool_(pool),
      hub_(follower, clock, pool, settings),
      lasting_(pool.get_executor()) {}

grpc::ServerUnaryReactor* LeaderboardService::ListStandings(grpc::CallbackServerContext* context,
                                                            const v1::ListStandingsRequest* request,
                                                            v1::ListStandingsResponse* response) {
  return HandleUnary(gate_, __func__, context, request, response, pool_.get_executor(),
                     std::bind_front(&LeaderboardService::DoListStandings, this));
}

grpc::ServerUnaryReactor* LeaderboardService::GetStanding(grpc::CallbackServerContext* context,
                                                          const v1::GetStandingRequest* request,
                                                          v1::GetStandingResponse* response) {
  return HandleUnary(gate_, __func__, context, request, response, pool_.get_executor(),
                     std::bind_front(&LeaderboardService::DoGetStanding, this));
}

grpc::ServerUnaryReactor* LeaderboardService::ExplainTotal(grpc::CallbackServerContext* context,
                                                           const v1::ExplainTotalRequest* request,
                                                           v1::ExplainTotalResponse* response) {
  return HandleUnary(gate_, __func__, context, request, response, pool_.get_executor(),
                     std::bind_front(&LeaderboardService::DoExplainTotal, this));
}

grpc::ServerUnaryReactor* LeaderboardService::GetEventBoards(
    grpc::CallbackServerContext* context, const v1::GetEventBoardsRequest* request,
    v1::EventBoards* response) {
  return HandleUnary(gate_, __func__, context, request, response, pool_.get_executor(),
                     std::bind_front(&LeaderboardService::DoGetEventBoards, this));
}

grpc::ServerUnaryReactor* LeaderboardService::ListPublishedEvents(
    grpc::CallbackServerContext* context, const v1::ListPublishedEventsRequest* request,
    v1::ListPublishedEventsResponse* response) {
  return HandleUnary(gate_, __func__, context, request, response, pool_.get_executor(),
                     std::bind_front(&LeaderboardService::DoListPublishedEvents, this));
}

Awaitable<absl::StatusOr<LeaderboardService::Opened>> LeaderboardService::Open(
    const Caller& caller, std::string event_name, std::uint64_t min_position, Time deadline) {
  const absl::Status own = caller.RequireEvent(event_name);
  Opened opened;
  opened.audience =
      caller.authenticated && own.ok() ? AudienceOf(caller.role) : Audience::kAnonymous;
  const absl::Status refused =
      caller.authenticated ? MakeError(Reason::NOT_YOURS) : MakeError(Reason::TOKEN_MISSING);
  auto event = co_await follower_.Reach(EventId(event_name), min_position, deadline);
  if (!event.ok()) {
    const bool hide = opened.audience == Audience::kAnonymous &&
                      ReasonOf(event.status()) == Reason::RESOURCE_NOT_FOUND;
    co_return hide ? refused : event.status();
  }
  opened.event = *std::move(event);
  opened.position = follower_.position();
  const View view = opened.event->Look(
      [&](const EventBoard& board) { return ViewOf(opened.audience, board.setting()); });
  if (!view.open) co_return refused;
  co_return opened;
}

Awaitable<absl::Status> LeaderboardService::DoListStandings(Call call,
                                                            const v1::ListStandingsRequest& request,
                                                            v1::ListStandingsResponse& response) {
  const v1::Board& board = request.board();
  const auto last = ParsePageToken(ListName(board), request.page_token());
  if (!last.ok()) co_return last.status();
  const std::size_t from = last->empty() ? 0 : std::stoull(*last);
  const std::size_t count = PageSize(request.page_size(), 20);
  auto opened =
      co_await Open(call.caller(), board.event(), request.min_position(), call.deadline());
  if (!opened.ok()) co_return opened.status();
  BoardSetting setting;
  const auto page = opened->event->Look([&](const EventBoard& standings) {
    setting = standings.setting();
    return standings.Lines(FromProto(board), ViewOf(opened->audience, setting), from, count);
  });
  if (!page.ok()) co_return page.status();
  for (const Line& line : page->lines) {
    *response.add_standings() = ToProto(line, FromProto(board).group, EventId(board.event()));
  }
  const std::size_t end = from + page->lines.size();
  if (end < page->total_size && !page->lines.empty()) {
    response.set_next_page_token(MakePageToken(ListName(board), std::to_string(end)));
  }
  response.set_total_size(static_cast<std::uint32_t>(page->total_size));
  response.set_position(opened->position);
  response.set_board_state(judging::ToProto(setting.state));
  co_return absl::OkStatus();
}

Awaitable<absl::Status> LeaderboardService::DoGetStanding(Call call,
                                                          const v1::GetStandingRequest& request,
                                                          v1::GetStandingResponse& response) {
  auto opened = co_await Open(call.caller(), request.board().event(), request.min_position(),
                              call.deadline());
  if (!opened.ok()) co_return opened.status();
  const BoardId board = FromProto(request.board());
  const auto around = static_cast<std::size_t>(request.neighbours());
  std::size_t before = 0;
  const auto page = opened->event->Look([&](const EventBoard& standings) -> absl::StatusOr<Page> {
    const View view = ViewOf(opened->audience, standings.setting());
    const auto position = standings.PositionOf(board, view, request.code());
    if (!position.ok()) return position.status();
    before = std::min(around, *position);
    return standings.Lines(board, view, *position - before, before + 1 + around);
  });
  if (!page.ok()) co_return page.status();
  const std::string event = EventId(request.board().event());
  for (std::size_t i = 0; i < page->lines.size(); ++i) {
    v1::Standing* to = i < before    ? response.add_before()
                       : i == before ? response.mutable_standing()
                                     : response.add_after();
    *to = ToProto(page->lines[i], board.group, event);
  }
  response.set_position(opened->position);
  co_return absl::OkStatus();
}

Awaitable<absl::Status> LeaderboardService::DoExplainTotal(Call call,
                                                           const v1::ExplainTotalRequest& request,
                                                           v1::ExplainTotalResponse& response) {
  auto opened =
      co_await Open(call.caller(), request.event(), request.min_position(), call.deadline());
  if (!opened.ok()) co_return opened.status();
  const BoardId board{request.discipline(), "", Group::kEntrants};
  const auto line = opened->event->Look([&](const EventBoard& standings) -> absl::StatusOr<Page> {
    const View view = ViewOf(opened->audience, standings.setting());
    if (!view.derivations) return MakeError(Reason::ROLE_NOT_ALLOWED);
    const auto position = standings.PositionOf(board, view, request.code());
    // A withdrawn entrant is on no board, but was marked.
    if (!position.ok()) return Page();
    return standings.Lines(board, view, *position, 1);
  });
  if (!line.ok()) co_return line.status();
  const auto explained = opened->event->Explain(request.discipline(), request.code());
  if (!explained.ok()) co_return explained.status();
  *response.mutable_derivation() = ToProto(explained->score.total, *explained->discipline.rules);
  if (!line->lines.empty()) {
    *response.mutable_standing() =
        ToProto(line->lines.front(), Group::kEntrants, EventId(request.event()));
  }
  response.set_rule_pack(explained->discipline.rule_pack_name);
  response.set_position(opened->position);
  co_return absl::OkStatus();
}

Awaitable<absl::Status> LeaderboardService::DoGetEventBoards(
    Call call, const v1::GetEventBoardsRequest& request, v1::EventBoards& response) {
  auto opened = co_await Open(call.caller(), request.event(), 0, call.deadline());
  if (!opened.ok()) co_return opened.status();
  auto boards = ReadEventBoards(store_, EventId(request.event()), opened->audience, *opened->event);
  if (!boards.ok()) co_return boards.status();
  response = *std::move(boards);
  co_return absl::OkStatus();
}

Awaitable<absl::Status> LeaderboardService::DoListPublishedEvents(
    Call, const v1::ListPublishedEventsRequest& request,
    v1::ListPublishedEventsResponse& response) {
  const auto last = ParsePageToken("published", request.page_token());
  if (!last.ok()) co_return last.status();
  auto titles = ReadPublishedEvents(store_);
  if (!titles.ok()) co_return titles.status();
  auto from = titles->begin();
  if (!last->empty()) {
    from = std::find_if(titles->begin(), titles->end(),
                        [&](const v1::EventTitle& title) { return title.name() == *last; });
    if (from != titles->end()) ++from;
  }
  const auto count = static_cast<std::ptrdiff_t>(PageSize(request.page_size(), 20));
  const auto end = from + std::min(count, titles->end() - from);
  response.mutable_events()->Assign(from, end);
  if (end != titles->end()) {
    response.set_next_page_token(MakePageToken("published", std::prev(end)->name()));
  }
  co_return absl::OkStatus();
}

// One watcher: a stream of bytes.
class LeaderboardService::WatchCall final : public grpc::ServerWriteReactor<grpc::ByteBuffer>,
                                            public Watcher,
                                            public LastingCall,
                                            public std::enable_shared_from_this<WatchCall> {
 public:
  WatchCall(rpc::Admission admission, v1::WatchStandingsRequest request)
      : admission_(std::move(admission)), request_(std::move(request)) {}

  const Caller& caller() const { return *admission_.caller; }
  const v1::WatchStandingsRequest& request() const { return request_; }
  void KeepAlive() { self_ = shared_from_this(); }

  bool Claim() override {
    std::lock_guard lock(mutex_);
    if (writing_ || ended_ || cancelled_ || !refused_.ok()) return false;
    return writing_ = true;
  }
  void Send(const grpc::ByteBuffer& message) override {
    message_ = message;
    StartWrite(&message_);
  }

  void Joined(std::shared_ptr<WatchChannel> channel) {
    bool gone = false;
    {
      std::lock_guard lock(mutex_);
      channel_ = channel;
      gone = ended_;
    }
    // A message that was gone before the channel was known asked nobody for the next one.
    gone ? channel->Leave(this) : channel->Continue(shared_from_this());
  }

  absl::Status Check() override {
    return admission_.gate->AdmitAgain(*admission_.method, admission_.caller).status();
  }

  void End(const absl::Status& status) override {
    {
      std::lock_guard lock(mutex_);
      if (ended_) return;
      if (writing_) {
        refused_.Update(status);  // OnWriteDone() ends it
        return;
      }
      ended_ = true;
    }
    Finish(ToGrpcStatus(status));
  }

  void OnWriteDone(bool ok) override {
    std::shared_ptr<WatchChannel> channel;
    absl::Status over;
    {
      std::lock_guard lock(mutex_);
      writing_ = false;
      over = !ok || cancelled_ ? absl::CancelledError() : refused_;
      channel = channel_;
    }
    if (!over.ok()) {
      End(over);
    } else if (channel != nullptr) {
      channel->Continue(shared_from_this());
    }
  }

  void OnCancel() override {
    {
      std::lock_guard lock(mutex_);
      cancelled_ = true;
      if (writing_) return;  // OnWriteDone() ends it
    }
    End(absl::CancelledError());
  }

  void OnDone() override {
    std::shared_ptr<WatchChannel> channel;
    {
      std::lock_guard lock(mutex_);
      ended_ = true;
      channel = std::move(channel_);
    }
    if (channel != nullptr) channel->Leave(this);
    self_.reset();
  }

 private:
  const rpc::Admission admission_;
  const v1::WatchStandingsRequest request_;
  std::shared_ptr<WatchCall> self_;  // until gRPC is done with it
  grpc::ByteBuffer message_;         // on its way
  std::mutex mutex_;                 // guards all below
  std::shared_ptr<WatchChannel> channel_;
  bool writing_ = false;
  bool cancelled_ = false;
  absl::Status refused_;  // not OK: ends with this when the message on its way is gone
  bool ended_ = false;
};

grpc::ServerWriteReactor<grpc::ByteBuffer>* LeaderboardService::WatchStandings(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request) {
  using Reactor = grpc::ServerWriteReactor<grpc::ByteBuffer>;
  v1::WatchStandingsRequest parsed;
  grpc::ByteBuffer bytes = *request;
  if (!grpc::SerializationTraits<v1::WatchStandingsRequest>::Deserialize(&bytes, &parsed).ok()) {
    return rpc::Refuse<Reactor>(MakeError(Reason::REQUEST_INVALID, "the request does not parse"));
  }
  auto admitted = rpc::Admit(gate_, __func__, *context, &parsed);
  if (!admitted.ok()) return rpc::Refuse<Reactor>(admitted.status());
  auto call = std::make_shared<WatchCall>(*std::move(admitted), std::move(parsed));
  call->KeepAlive();
  if (call->caller().authenticated) lasting_.Add(call);
  asio::co_spawn(pool_, StartWatch(call), asio::detached);
  return call.get();
}

Awaitable<void> LeaderboardService::StartWatch(std::shared_ptr<WatchCall> call) {
  const v1::Board& board = call->request().board();
  auto opened = co_await Open(call->caller(), board.event(), 0, Time::max());
  if (!opened.ok()) co_return call->End(opened.status());
  const auto limit = static_cast<std::size_t>(call->request().limit());
  const WatchKey key{EventId(board.event()), FromProto(board), opened->audience,
                     limit == 0 ? 100 : limit};
  const auto page = opened->event->Look([&](const EventBoard& standings) {
    return standings.Lines(key.board, ViewOf(key.audience, standings.setting()), 0, 0);
  });
  if (!page.ok()) co_return call->End(page.status());
  call->Joined(hub_.Join(key, opened->event, call, call->request().resume_position()));
}

}  // namespace touchstone::leaderboard
