#pragma once

#include <optional>
#include <string>
#include <vector>

#include "touchstone/v1/identity.pb.h"

// tests/data/who_calls_what.txt: who may call what, stated a second time.
namespace touchstone::testing {

// Who calls.
struct Who {
  std::optional<v1::Role> role;  // nullopt: without a token
  bool everywhere = false;       // the token is for every event
  bool revoked_tablet = false;   // and of a tablet that was shut out

  char letter() const;  // as in the file; '-' without a token
  std::string Name() const;
  bool HasOneEvent() const;  // his token is for one event
};
// Everybody there is.
std::vector<Who> Everybody();

// What is asked about: of the caller's event or of another one, in a state.
struct Place {
  bool own = true;
  char state = 'r';  // d, r, l or p
};
std::vector<Place> Places();

struct Expectation {
  std::string answer;   // a reason, "ok", what a board shows; "passes": not refused; or "held": not
                        // refused, but perhaps NOT_YOURS
  bool by_gate = true;  // refused, or let in, before the handler sees the request
};

// One line of the file.
struct Statement {
  std::string method;  // "EventsService.GetEvent"
  std::string variant;
  std::string who;
  std::string where;
  struct Exception {
    std::string who, states, answer;
  };
  std::vector<Exception> exceptions;

  std::string Name() const { return variant.empty() ? method : method + ":" + variant; }
  Expectation Of(const Who& who, const Place& place) const;
};

// The file. The process ends when a line cannot be read.
const std::vector<Statement>& Statements();

// Whether `answer` is one that the expectation allows.
bool Fits(const std::string& expected, const std::string& answer);

// "EventsService.GetEvent, ROLE_DESK, other event, running".
std::string CellName(const Statement& statement, const Who& who, const Place& place);

}  // namespace touchstone::testing
