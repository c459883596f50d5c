#pragma once

#include <memory>
#include <string>

#include <google/protobuf/message.h>

#include "tests/services/server/any_call.h"
#include "tests/services/server/requests.h"
#include "tests/services/server/who_may_play.h"
#include "tests/services/server/yard.h"

namespace touchstone::testing {

// A contest brought to where a sentence begins, the caller, and his request.
class Scene {
 public:
  Scene(TestServer& server, const Sentence& sentence, char state);

  Answer Run();

 private:
  bool Is(const char* circumstance) const { return sentence_.circumstance == circumstance; }
  bool Says(const char* words) const {
    return sentence_.circumstance.find(words) != std::string::npos;
  }
  std::string CallerSecret();
  Target TargetOf();
  void AdaptRequest();
  void AdaptJudging();
  void AdaptEvents();
  void AdaptIdentity();
  void PlayTablets();
  void PlayTwoPeople();
  Answer RunWatchThroughAFreeze();

  std::string SessionOf(const std::string& account, v1::Role role);
  std::string NewAccount(Yard& yard, v1::Role role);
  std::string InvitationOf(const std::string& account);
  Answer Call(const std::string& secret);

  template <class Request>
  Request& As() {
    return static_cast<Request&>(*request_);
  }

  TestServer& server_;
  const Sentence sentence_;
  std::unique_ptr<Yard> yard_, other_;
  v1::Role role_ = v1::ROLE_UNSPECIFIED;  // none: nobody signed in
  std::string secret_;
  std::unique_ptr<google::protobuf::Message> request_;
};

}  // namespace touchstone::testing
