#pragma once

#include <map>
#include <memory>
#include <string>

#include "tests/services/server/access_statement.h"
#include "tests/services/server/requests.h"
#include "tests/services/server/yard.h"

namespace touchstone::testing {

// Four events, each in a state of its own, a fifth one that others come from, and everybody's
// tokens.
class Cast {
 public:
  explicit Cast(TestServer& server);

  // What a statement is asked with: the method, or its variant, about the event in this state.
  struct Question {
    std::unique_ptr<google::protobuf::Message> request;
    std::string secret;  // of who asks
  };
  Question Ask(const Statement& statement, const Who& who, const Place& place);
  // The same, asked by somebody else.
  std::string SecretOf(const Who& who, Yard& yard);

  // Asks, and puts the answer into a word: a reason, "ok", or what a board shows.
  std::string AnswerTo(const Statement& statement, const Question& question);

  Yard& In(char state) { return *yards_.at(state); }
  Yard& Elsewhere() { return *elsewhere_; }

 private:
  struct Things {
    std::string tablet, token, account, wide_account;
    std::map<std::string, std::string> secrets;  // by Who::Name()
    std::unique_ptr<Yard::Tablet> own, shut_out;
    std::string shut_out_judge;
  };
  Things& ThingsOf(Yard& yard);
  std::string NewAccount(const std::string& login, const std::string& event, bool everywhere);
  // A new event in the state, which a call may change, and a token of `who` for it.
  Question AskOnce(const Statement& statement, const Who& who, const Place& place);

  TestServer& server_;
  std::map<char, std::unique_ptr<Yard>> yards_;
  std::unique_ptr<Yard> elsewhere_;
  std::map<std::string, Things> things_;  // by event
  std::string organiser_;
  int serial_ = 0;
};

}  // namespace touchstone::testing
