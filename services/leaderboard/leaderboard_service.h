#pragma once

#include <string>

#include <boost/asio/thread_pool.hpp>

#include "absl/status/status.h"
#include "services/common/clock.h"
#include "services/common/lasting_calls.h"
#include "services/common/rpc.h"
#include "services/leaderboard/follower.h"
#include "services/leaderboard/visibility.h"
#include "services/leaderboard/watch_hub.h"
#include "storage/kv_store.h"
#include "touchstone/v1/leaderboard.grpc.pb.h"

namespace touchstone::leaderboard {

// LeaderboardService as leaderboard.proto describes it. Thread-safe.
class LeaderboardService final
    : public v1::LeaderboardService::WithCallbackMethod_ListStandings<
          v1::LeaderboardService::WithCallbackMethod_GetStanding<
              v1::LeaderboardService::WithCallbackMethod_ExplainTotal<
                  v1::LeaderboardService::WithCallbackMethod_GetEventBoards<
                      v1::LeaderboardService::WithCallbackMethod_ListPublishedEvents<
                          v1::LeaderboardService::WithRawCallbackMethod_WatchStandings<
                              v1::LeaderboardService::Service>>>>>> {
 public:
  // All outlive the service; `pool` has been stopped and joined when it is destroyed.
  LeaderboardService(const RpcGate& gate, const storage::KvStore& store, Follower& follower,
                     const Clock& clock, asio::thread_pool& pool, WatchSettings settings = {});

  grpc::ServerUnaryReactor* ListStandings(grpc::CallbackServerContext* context,
                                          const v1::ListStandingsRequest* request,
                                          v1::ListStandingsResponse* response) override;
  grpc::ServerUnaryReactor* GetStanding(grpc::CallbackServerContext* context,
                                        const v1::GetStandingRequest* request,
                                        v1::GetStandingResponse* response) override;
  grpc::ServerUnaryReactor* ExplainTotal(grpc::CallbackServerContext* context,
                                         const v1::ExplainTotalRequest* request,
                                         v1::ExplainTotalResponse* response) override;
  grpc::ServerUnaryReactor* GetEventBoards(grpc::CallbackServerContext* context,
                                           const v1::GetEventBoardsRequest* request,
                                           v1::EventBoards* response) override;
  grpc::ServerUnaryReactor* ListPublishedEvents(grpc::CallbackServerContext* context,
                                                const v1::ListPublishedEventsRequest* request,
                                                v1::ListPublishedEventsResponse* response) override;
  // Bytes, so that one serialised message serves all watchers of a board.
  grpc::ServerWriteReactor<grpc::ByteBuffer>* WatchStandings(
      grpc::CallbackServerContext* context, const grpc::ByteBuffer* request) override;

 private:
  class WatchCall;
  // An event that the caller may read, and how far its board is at least.
  struct Opened {
    std::shared_ptr<FollowedEvent> event;
    Audience audience;
    std::uint64_t position;
  };

  // `event_name`: `events/{event}`. Errors of Follower::Reach(); TOKEN_MISSING or NOT_YOURS for
  // what is not open to the caller, whether or not it exists.
  Awaitable<absl::StatusOr<Opened>> Open(const Caller& caller, std::string event_name,
                                         std::uint64_t min_position, Time deadline);
  Awaitable<absl::Status> DoListStandings(Call call, const v1::ListStandingsRequest& request,
                                          v1::ListStandingsResponse& response);
  Awaitable<absl::Status> DoGetStanding(Call call, const v1::GetStandingRequest& request,
                                        v1::GetStandingResponse& response);
  Awaitable<absl::Status> DoExplainTotal(Call call, const v1::ExplainTotalRequest& request,
                                         v1::ExplainTotalResponse& response);
  Awaitable<absl::Status> DoGetEventBoards(Call call, const v1::GetEventBoardsRequest& request,
                                           v1::EventBoards& response);
  Awaitable<absl::Status> DoListPublishedEvents(Call call,
                                                const v1::ListPublishedEventsRequest& request,
                                                v1::ListPublishedEventsResponse& response);
  Awaitable<void> StartWatch(std::shared_ptr<WatchCall> call);

  ServiceGate gate_;
  const storage::KvStore& store_;
  Follower& follower_;
  asio::thread_pool& pool_;
  WatchHub hub_;
  LastingCalls lasting_;
};

}  // namespace touchstone::leaderboard
