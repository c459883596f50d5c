#include "services/common/rpc.h"

#include <atomic>
#include <functional>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>

#include "services/common/clock.h"
#include "services/common/errors.h"
#include "storage/memory_store.h"
#include "touchstone/v1/events.grpc.pb.h"
#include "touchstone/v1/judging.grpc.pb.h"

namespace touchstone {
namespace {

using namespace std::chrono_literals;

constexpr AccessRule kRules[] = {
    {"touchstone.v1.EventsService.GetEvent", {v1::ROLE_DESK}, Scope::kOwnEvent, "name"},
    {"touchstone.v1.EventsService.CreateCompany", {v1::ROLE_DESK}, Scope::kAny, ""},
    {"touchstone.v1.EventsService.ListCompanies", {v1::ROLE_DESK}, Scope::kAny, ""},
    {"touchstone.v1.EventsService.ExportEvent", {v1::ROLE_DESK}, Scope::kAny, ""},
    {"touchstone.v1.EventsService.ImportEvent", {v1::ROLE_DESK}, Scope::kAny, ""},
    {"touchstone.v1.JudgingService.StreamEntries", {v1::ROLE_DESK}, Scope::kAny, ""},
};

// "desk" is the token of the desk of event e1.
class OneToken final : public Authenticator {
 public:
  absl::StatusOr<std::shared_ptr<const Caller>> Authenticate(
      std::string_view secret) const override {
    if (secret != "desk") return MakeError(Reason::TOKEN_INVALID);
    return std::make_shared<const Caller>(
        Caller{v1::ROLE_DESK, "tokens/desk", "events/e1", "", "", true});
  }
  absl::StatusOr<std::shared_ptr<const Caller>> AuthenticateAgain(
      std::shared_ptr<const Caller> caller) const override {
    return caller;
  }
};

// Handlers that show one thing each.
class Events final : public v1::EventsService::CallbackService {
 public:
  Events(const RpcGate& gate, storage::KvStore& store, asio::any_io_executor executor)
      : gate_(gate, v1::EventsService::service_full_name()), store_(store), executor_(executor) {}

  grpc::ServerUnaryReactor* GetEvent(grpc::CallbackServerContext* context,
                                     const v1::GetEventRequest* request,
                                     v1::Event* response) override {
    return HandleUnary(gate_, __func__, context, request, response, executor_,
                       std::bind_front(&Events::DoGetEvent, this));
  }
  grpc::ServerUnaryReactor* GetTeam(grpc::CallbackServerContext* context,
                                    const v1::GetTeamRequest* request,
                                    v1::Team* response) override {
    return HandleUnary(gate_, __func__, context, request, response, executor_,
                       [](Call, const auto&, auto&) -> Awaitable<absl::Status> {
                         ADD_FAILURE() << "a method without a rule reached its handler";
                         co_return absl::OkStatus();
                       });
  }
  grpc::ServerUnaryReactor* CreateCompany(grpc::CallbackServerContext* context,
                                          const v1::CreateCompanyRequest* request,
                                          v1::Company* response) override {
    return HandleUnary(gate_, __func__, context, request, response, executor_,
                       std::bind_front(&Events::DoCreateCompany, this));
  }
  grpc::ServerUnaryReactor* ListCompanies(grpc::CallbackServerContext* context,
                                          const v1::ListCompaniesRequest* request,
                                          v1::ListCompaniesResponse* response) override {
    return HandleUnary(gate_, __func__, context, request, response, executor_,
                       std::bind_front(&Events::DoWait, this));
  }
  grpc::ServerWriteReactor<v1::ExportEventResponse>* ExportEvent(
      grpc::CallbackServerContext* context, const v1::ExportEventRequest* request) override {
    return HandleServerStream<v1::ExportEventResponse>(
        gate_, __func__, context, request, executor_,
        std::bind_front(&Events::DoExportEvent, this));
  }
  grpc::ServerReadReactor<v1::ImportEventRequest>* ImportEvent(grpc::CallbackServerContext* context,
                                                               v1::Event* response) override {
    return HandleClientStream<v1::ImportEventRequest>(
        gate_, __func__, context, response, executor_,
        std::bind_front(&Events::DoImportEvent, this));
  }

  std::atomic<bool> waited = false;
  std::atomic<bool> saw_cancel = false;
  std::atomic<bool> ended = false;
  std::atomic<int> written = 0;

 private:
  Awaitable<absl::Status> DoGetEvent(Call call, const v1::GetEventRequest& request,
                                     v1::Event& response) {
    response.set_name(request.name());
    response.set_venue(std::string(call.method()) + " " + call.caller().token_name);
    *response.mutable_end_time() = ToTimestamp(call.deadline());
    if (request.name() == "events/e1/throw") throw std::runtime_error("planted");
    co_return absl::OkStatus();
  }
  Awaitable<absl::Status> DoCreateCompany(Call, const v1::CreateCompanyRequest& request,
                                          v1::Company& response) {
    storage::WriteBatch batch;
    batch.ExpectAbsent("company/" + request.company_id());
    batch.Put("company/" + request.company_id(), "x");
    const auto before = co_await asio::this_coro::executor;
    auto position = co_await AsyncCommit(store_, std::move(batch));
    EXPECT_EQ(before, co_await asio::this_coro::executor);
    response.set_name(request.company_id());
    co_return position.status();
  }
  Awaitable<absl::Status> DoWait(Call call, const v1::ListCompaniesRequest&,
                                 v1::ListCompaniesResponse&) {
    waited = true;
    asio::steady_timer timer(executor_, 60s);
    co_await call.WaitFor(timer);
    saw_cancel = call.cancelled();
    co_return absl::CancelledError();
  }
  Awaitable<absl::Status> DoExportEvent(Call, const v1::ExportEventRequest& request,
                                        Writer<v1::ExportEventResponse>& writer) {
    v1::ExportEventResponse chunk;
    const bool endless = request.name() == "events/endless";
    for (int i = 0; endless || i < 100; ++i) {
      chunk.set_chunk(std::to_string(i) + std::string(endless ? 10'000 : 0, 'x'));
      if (!co_await writer.Write(chunk)) {
        ended = true;
        co_return absl::CancelledError();
      }
      ++written;
    }
    co_return MakeError(Reason::EVENT_STATE_WRONG);
  }
  Awaitable<absl::Status> DoImportEvent(Call, Reader<v1::ImportEventRequest>& reader,
                                        v1::Event& response) {
    v1::ImportEventRequest message;
    std::size_t size = 0;
    for (;;) {
      auto more = co_await reader.Read(&message);
      if (!more.ok()) co_return more.status();
      if (!*more) break;
      size += message.chunk().size();
    }
    response.set_venue(std::to_string(size));
    co_return absl::OkStatus();
  }

  ServiceGate gate_;
  storage::KvStore& store_;
  asio::any_io_executor executor_;
};

class Judging final : public v1::JudgingService::CallbackService {
 public:
  Judging(const RpcGate& gate, asio::any_io_executor executor)
      : gate_(gate, v1::JudgingService::service_full_name()), executor_(executor) {}

  grpc::ServerBidiReactor<v1::StreamEntriesRequest, v1::StreamEntriesResponse>* StreamEntries(
      grpc::CallbackServerContext* context) override {
    return HandleBidiStream<v1::StreamEntriesRequest, v1::StreamEntriesResponse>(
        gate_, __func__, context, executor_, std::bind_front(&Judging::DoStreamEntries, this));
  }

 private:
  Awaitable<absl::Status> DoStreamEntries(Call, Reader<v1::StreamEntriesRequest>& reader,
                                          Writer<v1::StreamEntriesResponse>& writer) {
    v1::StreamEntriesRequest request;
    v1::StreamEntriesResponse response;
    for (;;) {
      auto more = co_await reader.Read(&request);
      if (more.ok() && !*more) co_return absl::OkStatus();
      *response.mutable_result()->mutable_error() = ToRpcStatus(
          more.ok() ? absl::NotFoundError(request.entry().entry_bytes()) : more.status());
      if (!co_await writer.Write(response)) co_return absl::CancelledError();
    }
  }

  ServiceGate gate_;
  asio::any_io_executor executor_;
};

class RpcTest : public ::testing::Test {
 protected:
  RpcTest()
      : gate_(token_, kRules),
        events_(gate_, store_, asio::make_strand(pool_)),
        judging_(gate_, asio::make_strand(pool_)) {
    grpc::ServerBuilder builder;
    builder.RegisterService(&events_);
    builder.RegisterService(&judging_);
    server_ = builder.BuildAndStart();
    channel_ = server_->InProcessChannel(grpc::ChannelArguments());
    stub_ = v1::EventsService::NewStub(channel_);
  }
  ~RpcTest() override {
    server_->Shutdown(std::chrono::system_clock::now());
    pool_.join();
  }

  static std::unique_ptr<grpc::ClientContext> Context(const std::string& secret = "desk") {
    auto context = std::make_unique<grpc::ClientContext>();
    if (!secret.empty()) context->AddMetadata("authorization", "Bearer " + secret);
    context->set_deadline(std::chrono::system_clock::now() + 20s);
    return context;
  }

  absl::Status GetEvent(const std::string& name, const std::string& secret = "desk") {
    v1::GetEventRequest request;
    request.set_name(name);
    auto context = Context(secret);
    return FromGrpcStatus(stub_->GetEvent(context.get(), request, &event_));
  }

  static bool Soon(const std::atomic<bool>& flag) {
    for (int i = 0; i < 500 && !flag; ++i) std::this_thread::sleep_for(10ms);
    return flag;
  }

  asio::thread_pool pool_{2};
  storage::MemoryStore store_;
  OneToken token_;
  RpcGate gate_;
  Events events_;
  Judging judging_;
  std::unique_ptr<grpc::Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<v1::EventsService::Stub> stub_;
  v1::Event event_;
};

TEST_F(RpcTest, AHandlerKnowsItsMethodAndItsCaller) {
  ASSERT_TRUE(GetEvent("events/e1").ok());
  EXPECT_EQ(event_.venue(), "touchstone.v1.EventsService.GetEvent tokens/desk");
}

TEST_F(RpcTest, ACallWithoutDeadlineGetsOne) {
  v1::GetEventRequest request;
  request.set_name("events/e1");
  grpc::ClientContext context;
  context.AddMetadata("authorization", "Bearer desk");
  const Time before = std::chrono::system_clock::now();
  ASSERT_TRUE(stub_->GetEvent(&context, request, &event_).ok());
  EXPECT_GE(FromTimestamp(event_.end_time()), before + kDefaultDeadline);
  EXPECT_LE(FromTimestamp(event_.end_time()), before + kDefaultDeadline + 20s);
}

TEST_F(RpcTest, TheTokenIsAskedBeforeTheEventAndTheEventBeforeTheFields) {
  EXPECT_EQ(ReasonOf(GetEvent("", "")), Reason::TOKEN_MISSING);
  EXPECT_EQ(ReasonOf(GetEvent("events/e2", "nobody")), Reason::TOKEN_INVALID);
  EXPECT_EQ(ReasonOf(GetEvent("")), Reason::NOT_YOURS);
  EXPECT_EQ(ReasonOf(GetEvent("events/e2")), Reason::NOT_YOURS);
  EXPECT_EQ(ReasonOf(GetEvent("events/e1/" + std::string(300, 'x'))), Reason::REQUEST_INVALID);
}

TEST_F(RpcTest, AMethodWithoutARuleIsDenied) {
  v1::GetTeamRequest request;
  request.set_name("events/e1/teams/t");
  v1::Team team;
  auto context = Context();
  EXPECT_EQ(ReasonOf(FromGrpcStatus(stub_->GetTeam(context.get(), request, &team))),
            Reason::ROLE_NOT_ALLOWED);
}

TEST_F(RpcTest, AnExceptionEndsTheCallAndNotTheServer) {
  EXPECT_EQ(GetEvent("events/e1/throw").code(), absl::StatusCode::kInternal);
  EXPECT_TRUE(GetEvent("events/e1").ok());
}

TEST_F(RpcTest, ACommitResumesTheHandlerWithItsOutcome) {
  v1::CreateCompanyRequest request;
  request.set_company_id("acme");
  request.mutable_company()->set_display_name("acme");
  v1::Company company;
  auto first = Context();
  EXPECT_TRUE(stub_->CreateCompany(first.get(), request, &company).ok());
  auto second = Context();
  EXPECT_EQ(ReasonOf(FromGrpcStatus(stub_->CreateCompany(second.get(), request, &company))),
            Reason::CONCURRENT_CHANGE);
}

TEST_F(RpcTest, ManyCallsAtOnceAreAllAnswered) {
  std::vector<std::thread> clients;
  std::atomic<int> answered = 0;
  for (int t = 0; t < 4; ++t) {
    clients.emplace_back([&, t] {
      for (int i = 0; i < 200; ++i) {
        v1::CreateCompanyRequest request;
        request.set_company_id(std::to_string(t) + "-" + std::to_string(i));
        request.mutable_company()->set_display_name("x");
        v1::Company company;
        auto context = Context();
        if (stub_->CreateCompany(context.get(), request, &company).ok()) ++answered;
      }
    });
  }
  for (auto& client : clients) client.join();
  EXPECT_EQ(answered, 800);
}

TEST_F(RpcTest, ACallThatTheClientGaveUpWakesItsHandler) {
  auto context = Context();
  std::thread giving_up([&] {
    std::this_thread::sleep_for(50ms);
    context->TryCancel();
  });
  v1::ListCompaniesResponse response;
  const auto status = stub_->ListCompanies(context.get(), v1::ListCompaniesRequest(), &response);
  giving_up.join();
  EXPECT_EQ(status.error_code(), grpc::StatusCode::CANCELLED);
  EXPECT_TRUE(Soon(events_.saw_cancel));
}

TEST_F(RpcTest, ADeadlineWakesTheHandlerToo) {
  auto context = Context();
  context->set_deadline(std::chrono::system_clock::now() + 50ms);
  v1::ListCompaniesResponse response;
  const auto status = stub_->ListCompanies(context.get(), v1::ListCompaniesRequest(), &response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::DEADLINE_EXCEEDED);
  EXPECT_TRUE(Soon(events_.saw_cancel));
}

TEST_F(RpcTest, ACallThatWasGivenUpBeforeItsTurnIsNotBegun) {
  std::promise<void> release;
  const auto released = release.get_future().share();
  for (int i = 0; i < 2; ++i) asio::post(pool_, [released] { released.wait(); });
  auto context = Context();
  context->set_deadline(std::chrono::system_clock::now() + 50ms);
  v1::ListCompaniesResponse response;
  stub_->ListCompanies(context.get(), v1::ListCompaniesRequest(), &response);
  std::this_thread::sleep_for(200ms);  // the server knows it, too
  release.set_value();
  EXPECT_TRUE(GetEvent("events/e1").ok());  // behind it on the strand
  EXPECT_FALSE(events_.waited);
}

TEST_F(RpcTest, AStreamOfAnswersComesInOrderAndEndsWithItsStatus) {
  v1::ExportEventRequest request;
  request.set_name("events/e1");
  auto context = Context();
  auto reader = stub_->ExportEvent(context.get(), request);
  v1::ExportEventResponse chunk;
  int next = 0;
  while (reader->Read(&chunk)) EXPECT_EQ(chunk.chunk(), std::to_string(next++));
  EXPECT_EQ(next, 100);
  EXPECT_EQ(ReasonOf(FromGrpcStatus(reader->Finish())), Reason::EVENT_STATE_WRONG);
}

TEST_F(RpcTest, AStreamThatNobodyReadsWaitsAndEndsWithItsClient) {
  v1::ExportEventRequest request;
  request.set_name("events/endless");
  auto context = Context();
  auto reader = stub_->ExportEvent(context.get(), request);
  v1::ExportEventResponse chunk;
  ASSERT_TRUE(reader->Read(&chunk));
  std::this_thread::sleep_for(200ms);
  const int written = events_.written;
  EXPECT_LT(written, 1000) << "no back-pressure";
  context->TryCancel();
  EXPECT_EQ(reader->Finish().error_code(), grpc::StatusCode::CANCELLED);
  EXPECT_TRUE(Soon(events_.ended));
}

TEST_F(RpcTest, AStreamOfRequestsIsReadToItsEnd) {
  auto context = Context();
  v1::Event event;
  auto writer = stub_->ImportEvent(context.get(), &event);
  v1::ImportEventRequest chunk;
  chunk.set_chunk(std::string(1000, 'x'));
  for (int i = 0; i < 50; ++i) ASSERT_TRUE(writer->Write(chunk));
  writer->WritesDone();
  EXPECT_TRUE(writer->Finish().ok());
  EXPECT_EQ(event.venue(), "50000");
}

TEST_F(RpcTest, EveryMessageOfAStreamIsValidated) {
  auto context = Context();
  v1::Event event;
  auto writer = stub_->ImportEvent(context.get(), &event);
  v1::ImportEventRequest chunk;
  chunk.set_chunk(std::string(65537, 'x'));
  writer->Write(chunk);
  writer->WritesDone();
  EXPECT_EQ(ReasonOf(FromGrpcStatus(writer->Finish())), Reason::REQUEST_INVALID);
}

TEST_F(RpcTest, AStreamWithoutTokenIsRefused) {
  auto context = Context("");
  v1::Event event;
  auto writer = stub_->ImportEvent(context.get(), &event);
  writer->WritesDone();
  EXPECT_EQ(ReasonOf(FromGrpcStatus(writer->Finish())), Reason::TOKEN_MISSING);
}

TEST_F(RpcTest, BothDirectionsOfAStreamWork) {
  auto context = Context();
  auto stream = v1::JudgingService::NewStub(channel_)->StreamEntries(context.get());
  // In a thread of its own: the server stops reading while its answers are not read.
  std::thread sender([&] {
    for (int i = 0; i < 100; ++i) {
      v1::StreamEntriesRequest request;
      request.mutable_entry()->set_entry_bytes(std::to_string(i));
      if (i == 50) request.mutable_entry()->set_signature(std::string(200, 's'));
      EXPECT_TRUE(stream->Write(request));
    }
    stream->WritesDone();
  });
  v1::StreamEntriesResponse response;
  int answers = 0;
  while (stream->Read(&response)) {
    const absl::Status status = FromRpcStatus(response.result().error());
    if (answers == 50) {
      EXPECT_EQ(ReasonOf(status), Reason::REQUEST_INVALID);
    } else {
      EXPECT_EQ(status.message(), std::to_string(answers));
    }
    ++answers;
  }
  sender.join();
  EXPECT_EQ(answers, 100);
  EXPECT_TRUE(stream->Finish().ok());
}

}  // namespace
}  // namespace touchstone
