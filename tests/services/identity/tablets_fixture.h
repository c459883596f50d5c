#pragma once

#include <memory>
#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "services/common/errors.h"
#include "storage/keys.h"
#include "tests/support/call_with.h"
#include "tests/support/tablet_key.h"
#include "touchstone/v1/accounts.grpc.pb.h"
#include "touchstone/v1/identity.grpc.pb.h"
#include "touchstone/v1/tablets.grpc.pb.h"

namespace touchstone {

using testing::CallWith;

// An event with two judges, a chief judge who pairs tablets and a desk that lets them in.
class TabletsFixture : public ::testing::Test {
 protected:
  using Stub = v1::TabletsService::Stub;

  TabletsFixture() {
    storage::WriteBatch batch;
    batch.Put(storage::keys::Resource("event", "e1"), "");
    batch.Put(storage::keys::ResourceIn("e1", "judge", "j1"), "");
    batch.Put(storage::keys::ResourceIn("e1", "judge", "j2"), "");
    EXPECT_TRUE(server_.store().CommitSync(std::move(batch)).ok());
    chief_ = server_.Token(v1::ROLE_CHIEF_JUDGE, "events/e1");
    desk_ = server_.Token(v1::ROLE_DESK, "events/e1");
    Connect();
  }
  void Connect() {
    stub_ = server_.Stub<v1::TabletsService>();
    identity_ = server_.Stub<v1::IdentityService>();
  }

  v1::CreatePairingResponse NewPairing(const std::string& secret) {
    v1::CreatePairingRequest request;
    request.set_parent("events/e1");
    auto made = CallWith<v1::CreatePairingResponse>(*stub_, &Stub::CreatePairing, secret, request);
    EXPECT_TRUE(made.ok()) << made.status();
    return made.ok() ? *made : v1::CreatePairingResponse();
  }
  v1::CreatePairingResponse NewPairing() { return NewPairing(chief_); }

  absl::StatusOr<v1::PairTabletResponse> Pair(const v1::CreatePairingResponse& pairing) {
    v1::PairTabletRequest request;
    request.set_secret(pairing.secret());
    request.set_pin(pairing.pin());
    request.set_public_key(key_.PublicKey());
    request.set_label("3");
    return CallWith<v1::PairTabletResponse>(*stub_, &Stub::PairTablet, "", request);
  }
  absl::StatusOr<v1::Tablet> Accept(const std::string& secret, const std::string& name) {
    v1::AcceptTabletRequest request;
    request.set_name(name);
    return CallWith<v1::Tablet>(*stub_, &Stub::AcceptTablet, secret, request);
  }
  absl::StatusOr<v1::Tablet> Revoke(const std::string& name) {
    v1::RevokeTabletRequest request;
    request.set_name(name);
    return CallWith<v1::Tablet>(*stub_, &Stub::RevokeTablet, desk_, request);
  }
  // Secret of a tablet that was let in; its name stands in tablet_name_.
  std::string ActiveTablet() {
    auto paired = Pair(NewPairing());
    EXPECT_TRUE(paired.ok()) << paired.status();
    tablet_name_ = paired->tablet().name();
    EXPECT_TRUE(Accept(desk_, tablet_name_).ok());
    return paired->secret();
  }
  std::string ResetPin(const std::string& judge) {
    v1::ResetJudgePinRequest request;
    request.set_name("events/e1/judges/" + judge);
    auto reset = CallWith<v1::ResetJudgePinResponse>(*stub_, &Stub::ResetJudgePin, chief_, request);
    EXPECT_TRUE(reset.ok()) << reset.status();
    return reset.ok() ? reset->pin() : "";
  }
  static std::string Other(const std::string& pin) { return pin == "123456" ? "123457" : "123456"; }
  absl::StatusOr<v1::SignInJudgeResponse> SignIn(const std::string& tablet,
                                                 const std::string& judge, const std::string& pin) {
    v1::SignInJudgeRequest request;
    request.set_judge(judge);
    request.set_pin(pin);
    return CallWith<v1::SignInJudgeResponse>(*stub_, &Stub::SignInJudge, tablet, request);
  }
  Reason WhoAmI(const std::string& secret) {
    return ReasonOf(CallWith<v1::Token>(*identity_, &v1::IdentityService::Stub::WhoAmI, secret,
                                        v1::WhoAmIRequest())
                        .status());
  }

  testing::TestServer server_;
  testing::TabletKey key_;
  std::unique_ptr<Stub> stub_;
  std::unique_ptr<v1::IdentityService::Stub> identity_;
  std::string chief_, desk_, tablet_name_;
};

}  // namespace touchstone
