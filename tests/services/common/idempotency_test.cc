#include "services/common/idempotency.h"

#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "services/common/errors.h"
#include "storage/keys.h"
#include "storage/memory_store.h"
#include "touchstone/v1/events.pb.h"

namespace touchstone {
namespace {

constexpr char kMethod[] = "touchstone.v1.EventsService.CreateCompany";
constexpr char kId[] = "0123456789abcdef";

class IdempotencyTest : public ::testing::Test {
 protected:
  IdempotencyTest() { caller_.token_name = "tokens/t1"; }

  static v1::CreateCompanyRequest Request(const std::string& name) {
    v1::CreateCompanyRequest request;
    request.set_request_id(kId);
    request.mutable_company()->set_display_name(name);
    return request;
  }

  // What a handler does: counts how often the work was really done.
  absl::StatusOr<v1::Company> Handle(const v1::CreateCompanyRequest& request,
                                     const std::string& method = kMethod) {
    IdempotentRequest once(caller_, method, request.request_id(), request, clock_);
    v1::Company response;
    if (deduplicates_) {
      auto answered = once.FindAnswer(store_, &response);
      if (!answered.ok()) return answered.status();
      if (*answered) return response;
    }
    response = request.company();
    response.set_name("companies/c" + std::to_string(++done_));
    storage::WriteBatch batch;
    if (deduplicates_) once.Remember(response, &batch);
    auto committed = store_.CommitSync(std::move(batch));
    if (!committed.ok()) return committed.status();
    return response;
  }

  storage::MemoryStore store_;
  FakeClock clock_;
  Caller caller_;
  bool deduplicates_ = true;
  int done_ = 0;
};

TEST_F(IdempotencyTest, TheSameRequestGivesTheFirstAnswer) {
  auto first = Handle(Request("acme"));
  auto second = Handle(Request("acme"));
  ASSERT_TRUE(first.ok());
  ASSERT_TRUE(second.ok());
  EXPECT_EQ(second->SerializeAsString(), first->SerializeAsString());
  EXPECT_EQ(done_, 1);
}

// Planted fault: what TheSameRequestGivesTheFirstAnswer looks at shows a handler that forgot it.
TEST_F(IdempotencyTest, PlantedFaultRequestDedupeOffIsNoticed) {
  deduplicates_ = false;
  auto first = Handle(Request("acme"));
  auto second = Handle(Request("acme"));
  ASSERT_TRUE(first.ok());
  ASSERT_TRUE(second.ok());
  EXPECT_NE(second->SerializeAsString(), first->SerializeAsString());
  EXPECT_EQ(done_, 2);
}

TEST_F(IdempotencyTest, TheSameIdForAnotherRequestIsRefused) {
  ASSERT_TRUE(Handle(Request("acme")).ok());
  EXPECT_EQ(ReasonOf(Handle(Request("other")).status()), Reason::REQUEST_ID_REUSED);
  EXPECT_EQ(done_, 1);
}

TEST_F(IdempotencyTest, TheSameIdForAnotherMethodIsRefused) {
  ASSERT_TRUE(Handle(Request("acme")).ok());
  EXPECT_EQ(ReasonOf(Handle(Request("acme"), "touchstone.v1.EventsService.UpdateCompany").status()),
            Reason::REQUEST_ID_REUSED);
}

TEST_F(IdempotencyTest, IdsOfTwoCallersAreTwoThings) {
  ASSERT_TRUE(Handle(Request("acme")).ok());
  caller_.token_name = "tokens/t2";
  ASSERT_TRUE(Handle(Request("other")).ok());
  EXPECT_EQ(done_, 2);
}

TEST_F(IdempotencyTest, WithoutAnIdEveryRequestIsNew) {
  v1::CreateCompanyRequest request = Request("acme");
  request.clear_request_id();
  ASSERT_TRUE(Handle(request).ok());
  ASSERT_TRUE(Handle(request).ok());
  EXPECT_EQ(done_, 2);
}

TEST_F(IdempotencyTest, AnAnswerIsKeptFor24Hours) {
  ASSERT_TRUE(Handle(Request("acme")).ok());
  clock_.Advance(std::chrono::hours(24) - std::chrono::seconds(1));
  ASSERT_TRUE(Handle(Request("acme")).ok());
  EXPECT_EQ(done_, 1);
  clock_.Advance(std::chrono::seconds(1));
  ASSERT_TRUE(Handle(Request("other")).ok());
  EXPECT_EQ(done_, 2);
}

TEST_F(IdempotencyTest, OfTwoEqualRequestsAtOnceOneIsDone) {
  IdempotentRequest a(caller_, kMethod, kId, Request("acme"), clock_);
  IdempotentRequest b(caller_, kMethod, kId, Request("acme"), clock_);
  v1::Company response;
  ASSERT_FALSE(a.FindAnswer(store_, &response).value());
  ASSERT_FALSE(b.FindAnswer(store_, &response).value());
  storage::WriteBatch first;
  storage::WriteBatch second;
  a.Remember(response, &first);
  b.Remember(response, &second);
  EXPECT_TRUE(store_.CommitSync(std::move(first)).ok());
  EXPECT_EQ(store_.CommitSync(std::move(second)).status().code(), absl::StatusCode::kAborted);
}

TEST_F(IdempotencyTest, PurgingDeletesOldAnswersOnly) {
  for (int i = 0; i < 2500; ++i) {
    caller_.token_name = "tokens/t" + std::to_string(i);
    ASSERT_TRUE(Handle(Request("acme")).ok());
  }
  clock_.Advance(std::chrono::hours(23));
  caller_.token_name = "tokens/young";
  ASSERT_TRUE(Handle(Request("acme")).ok());
  clock_.Advance(std::chrono::hours(1));
  EXPECT_EQ(PurgeRequests(store_, clock_).value(), 2500u);
  EXPECT_EQ(PurgeRequests(store_, clock_).value(), 0u);
  ASSERT_TRUE(Handle(Request("acme")).ok());
  EXPECT_EQ(done_, 2501);
}

}  // namespace
}  // namespace touchstone
