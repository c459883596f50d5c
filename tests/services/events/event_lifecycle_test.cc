#include "services/events/event_lifecycle.h"

#include <gmock/gmock.h>

#include "storage/keys.h"
#include "tests/services/events/events_fixture.h"
#include "touchstone/v1/ledger.pb.h"

namespace touchstone {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using Stub = v1::EventsService::Stub;

class EventLifecycleTest : public testing::EventsFixture {
 protected:
  v1::SetBoardStateRequest Board(v1::Event::BoardState state) {
    v1::SetBoardStateRequest request;
    request.set_name("events/ev");
    request.set_board_state(state);
    return request;
  }

  v1::ChangeEventStateRequest Forced() {
    v1::ChangeEventStateRequest request = State();
    request.set_force(true);
    return request;
  }

  template <typename Method, typename Request>
  auto TryAs(const std::string& token, Method method, const Request& request) {
    return Call(server_, token, method, request);
  }

  std::vector<v1::Entry> Chain() {
    std::vector<v1::Entry> chain;
    const std::string prefix = storage::keys::EnvelopePrefix("ev");
    EXPECT_TRUE(server_.store()
                    .Scan(prefix, storage::PrefixEnd(prefix),
                          [&](std::string_view, std::string_view value) {
                            v1::Envelope envelope;
                            v1::Entry entry;
                            EXPECT_TRUE(envelope.ParseFromString(std::string(value)));
                            EXPECT_TRUE(entry.ParseFromString(envelope.entry()));
                            chain.push_back(std::move(entry));
                            return true;
                          })
                    .ok());
    return chain;
  }

  v1::Entry LastEntry() { return Chain().back(); }

  // Bodies of the chain: "RUNNING", "LOCKED", "LIVE" …
  std::vector<std::string> ChainOfStates() {
    std::vector<std::string> states;
    for (const v1::Entry& entry : Chain()) {
      states.push_back(entry.state_change().event_state() + entry.state_change().board_state());
    }
    return states;
  }

  const std::string chief_ = server_.Token(v1::ROLE_CHIEF_JUDGE, "events/ev");
};

TEST_F(EventLifecycleTest, ADayIsAChainOfItsSteps) {
  MakeReadyEvent();
  EXPECT_EQ(Do(&Stub::StartEvent, State()).state(), v1::Event::STATE_RUNNING);
  Do(&Stub::SetBoardState, Board(v1::Event::BOARD_STATE_LIVE));
  EXPECT_TRUE(Do(&Stub::LockEvent, State()).has_lock_time());
  Do(&Stub::UnlockEvent, State("7 号漏记一项"));
  ASSERT_TRUE(TryAs(chief_, &Stub::UnlockEvent, State("同意")).ok());
  Do(&Stub::LockEvent, State());
  const v1::Event event = Do(&Stub::PublishEvent, Forced());
  EXPECT_EQ(event.state(), v1::Event::STATE_PUBLISHED);
  EXPECT_EQ(event.board_state(), v1::Event::BOARD_STATE_PUBLISHED);
  EXPECT_TRUE(event.has_publish_time());
  EXPECT_THAT(ChainOfStates(),
              ElementsAre("RUNNING", "LIVE", "LOCKED", "RUNNING", "LOCKED", "PUBLISHEDPUBLISHED"));
}

TEST_F(EventLifecycleTest, StartSaysWhatIsMissing) {
  MakeEvent();
  const auto empty = Try(&Stub::StartEvent, State());
  EXPECT_EQ(ReasonOf(empty.status()), Reason::EVENT_NOT_READY);
  EXPECT_THAT(FieldsOf(empty.status()), ElementsAre("disciplines"));
  Do(&Stub::CreateDiscipline, NewDiscipline("d1", testing::KindsPack(), testing::KindsScheme()));
  EXPECT_THAT(FieldsOf(Try(&Stub::StartEvent, State()).status()), ElementsAre("disciplines/d1"));
  Do(&Stub::CreateEntrant, NewEntrant("e1", "7"));
  Do(&Stub::CreateJudge, NewJudge("ann"));
  Do(&Stub::CreateAssignment, NewAssignment("ann"));
  EXPECT_THAT(FieldsOf(Try(&Stub::StartEvent, State()).status()),
              ElementsAre("disciplines/d1/modules/work/m1"))
      << "m2 needs one judge only";
  EXPECT_TRUE(ChainOfStates().empty());
}

TEST_F(EventLifecycleTest, AStepFromAnotherStateIsRefused) {
  MakeReadyEvent();
  for (auto method : {&Stub::LockEvent, &Stub::PublishEvent}) {
    EXPECT_EQ(ReasonOf(Try(method, State()).status()), Reason::EVENT_STATE_WRONG);
  }
  Do(&Stub::StartEvent, State());
  Do(&Stub::LockEvent, State());
  EXPECT_EQ(ReasonOf(Try(&Stub::StartEvent, State("x")).status()), Reason::EVENT_STATE_WRONG)
      << "a start is no unlock";
}

TEST_F(EventLifecycleTest, AnUnlockNeedsAReason) {
  MakeReadyEvent();
  Do(&Stub::StartEvent, State());
  Do(&Stub::LockEvent, State());
  const auto refused = Try(&Stub::UnlockEvent, State());
  EXPECT_EQ(ReasonOf(refused.status()), Reason::REQUEST_INVALID);
  EXPECT_THAT(FieldsOf(refused.status()), ElementsAre("reason"));
}

TEST_F(EventLifecycleTest, AnUnlockTakesTwoPeople) {
  MakeReadyEvent();
  Do(&Stub::StartEvent, State());
  Do(&Stub::LockEvent, State());
  const v1::Event asked = Do(&Stub::UnlockEvent, State("7 号漏记一项"));
  EXPECT_EQ(asked.state(), v1::Event::STATE_LOCKED);
  EXPECT_EQ(asked.unlock_request().reason(), "7 号漏记一项");
  EXPECT_EQ(ReasonOf(Try(&Stub::UnlockEvent, State("还是我")).status()),
            Reason::SECOND_PERSON_NEEDED);
  EXPECT_THAT(ChainOfStates(), ElementsAre("RUNNING", "LOCKED")) << "asking is no entry";

  const auto granted = TryAs(chief_, &Stub::UnlockEvent, State("同意"));
  ASSERT_TRUE(granted.ok()) << granted.status();
  EXPECT_EQ(granted->state(), v1::Event::STATE_RUNNING);
  EXPECT_FALSE(granted->has_unlock_request());
  const v1::Entry entry = LastEntry();
  EXPECT_EQ(entry.state_change().reason(), "7 号漏记一项") << "the reason of who asked";
  EXPECT_EQ("tokens/" + entry.state_change().requested_by(), asked.unlock_request().requested_by());
  EXPECT_NE(entry.state_change().requested_by(), entry.author());
}

TEST_F(EventLifecycleTest, AnUnlockThatNobodyGrantedInTimeIsAskedForAnew) {
  MakeReadyEvent();
  Do(&Stub::StartEvent, State());
  Do(&Stub::LockEvent, State());
  Do(&Stub::UnlockEvent, State("7 号漏记一项"));
  server_.clock().Advance(std::chrono::minutes(15));
  const auto late = TryAs(chief_, &Stub::UnlockEvent, State("同意"));
  ASSERT_TRUE(late.ok()) << late.status();
  EXPECT_EQ(late->state(), v1::Event::STATE_LOCKED) << "now the chief judge asks";
  EXPECT_EQ(late->unlock_request().reason(), "同意");
  EXPECT_EQ(Do(&Stub::UnlockEvent, State("好")).state(), v1::Event::STATE_RUNNING);
}

TEST_F(EventLifecycleTest, AGrantHoldsForOneUnlock) {
  MakeReadyEvent();
  Do(&Stub::StartEvent, State());
  Do(&Stub::LockEvent, State());
  Do(&Stub::UnlockEvent, State("一次"));
  ASSERT_TRUE(TryAs(chief_, &Stub::UnlockEvent, State("同意")).ok());
  Do(&Stub::LockEvent, State());
  EXPECT_EQ(TryAs(chief_, &Stub::UnlockEvent, State("再来"))->state(), v1::Event::STATE_LOCKED);
}

TEST_F(EventLifecycleTest, PublicationWaitsForSheets) {
  MakeReadyEvent();
  Do(&Stub::StartEvent, State());
  Do(&Stub::LockEvent, State());
  const auto refused = Try(&Stub::PublishEvent, State());
  EXPECT_EQ(ReasonOf(refused.status()), Reason::MARKS_PENDING);
  EXPECT_EQ(DetailOf(refused.status()).fields.at(0).description, "d1/7/work/m1");
  EXPECT_EQ(Do(&Stub::PublishEvent, Forced()).state(), v1::Event::STATE_PUBLISHED);
}

TEST_F(EventLifecycleTest, TheBoardIsPublishedWithTheEventOnly) {
  MakeReadyEvent();
  EXPECT_EQ(ReasonOf(Try(&Stub::SetBoardState, Board(v1::Event::BOARD_STATE_PUBLISHED)).status()),
            Reason::EVENT_STATE_WRONG);
  EXPECT_EQ(ReasonOf(Try(&Stub::SetBoardState, Board(v1::Event::BOARD_STATE_UNSPECIFIED)).status()),
            Reason::REQUEST_INVALID);
  Do(&Stub::StartEvent, State());
  Do(&Stub::LockEvent, State());
  Do(&Stub::PublishEvent, Forced());
  EXPECT_EQ(ReasonOf(Try(&Stub::SetBoardState, Board(v1::Event::BOARD_STATE_LIVE)).status()),
            Reason::EVENT_STATE_WRONG);
}

TEST_F(EventLifecycleTest, ARepeatedStepIsOneStep) {
  MakeReadyEvent();
  v1::ChangeEventStateRequest request = State();
  request.set_request_id("request-0000000001");
  const v1::Event first = Do(&Stub::StartEvent, request);
  EXPECT_EQ(Do(&Stub::StartEvent, request).etag(), first.etag());
  EXPECT_THAT(ChainOfStates(), ElementsAre("RUNNING"));
}

TEST_F(EventLifecycleTest, ARunningEventKeepsItsRules) {
  MakeReadyEvent();
  Do(&Stub::StartEvent, State());
  v1::UpdateDisciplineRequest request;
  request.mutable_discipline()->set_name("events/ev/disciplines/d1");
  request.mutable_discipline()->set_scheme("schemes/other");
  request.mutable_update_mask()->add_paths("scheme");
  const auto refused = Try(&Stub::UpdateDiscipline, request);
  EXPECT_EQ(ReasonOf(refused.status()), Reason::FIELD_IMMUTABLE);
  EXPECT_THAT(FieldsOf(refused.status()), Contains("scheme"));
  EXPECT_EQ(ReasonOf(Try(&Stub::CreateDiscipline,
                         NewDiscipline("d2", testing::KindsPack(), testing::KindsScheme()))
                         .status()),
            Reason::EVENT_STATE_WRONG);
}

TEST_F(EventLifecycleTest, AnEventThatIsNotThereHasNoSteps) {
  EXPECT_EQ(ReasonOf(Try(&Stub::StartEvent, State()).status()), Reason::RESOURCE_NOT_FOUND);
}

}  // namespace
}  // namespace touchstone
