// WatchStandings: a stream for each watcher, of bytes that all share.
#include <mutex>
#include <utility>

#include "services/common/errors.h"
#include "services/judging/contest_convert.h"
#include "services/leaderboard/leaderboard_convert.h"
#include "services/leaderboard/leaderboard_service.h"

namespace touchstone::leaderboard {

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
  const WatchKey key{std::string(judging::LastSegment(board.event())), FromProto(board),
                     opened->audience, limit == 0 ? 100 : limit};
  const auto page = opened->event->Look([&](const EventBoard& standings) {
    return standings.Lines(key.board, ViewOf(key.audience, standings.setting()), 0, 0);
  });
  if (!page.ok()) co_return call->End(page.status());
  call->Joined(hub_.Join(key, opened->event, call, call->request().resume_position()));
}

}  // namespace touchstone::leaderboard
