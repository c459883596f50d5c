#include "services/leaderboard/leaderboard_service.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <utility>

#include "services/common/errors.h"
#include "services/common/page_token.h"
#include "services/judging/contest_convert.h"
#include "services/judging/judging_convert.h"
#include "services/leaderboard/event_boards.h"
#include "services/leaderboard/leaderboard_convert.h"

namespace touchstone::leaderboard {
namespace {

using judging::LastSegment;

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
  const std::string id(LastSegment(event_name));
  auto event = co_await follower_.Reach(id, min_position, deadline);
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
    *response.add_standings() =
        ToProto(line, FromProto(board).group, std::string(LastSegment(board.event())));
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
  const std::string event(LastSegment(request.board().event()));
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
        ToProto(line->lines.front(), Group::kEntrants, std::string(LastSegment(request.event())));
  }
  response.set_rule_pack(explained->discipline.rule_pack_name);
  response.set_position(opened->position);
  co_return absl::OkStatus();
}

Awaitable<absl::Status> LeaderboardService::DoGetEventBoards(
    Call call, const v1::GetEventBoardsRequest& request, v1::EventBoards& response) {
  auto opened = co_await Open(call.caller(), request.event(), 0, call.deadline());
  if (!opened.ok()) co_return opened.status();
  auto boards = ReadEventBoards(store_, std::string(LastSegment(request.event())), opened->audience,
                                *opened->event);
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

}  // namespace touchstone::leaderboard
