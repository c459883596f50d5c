#include "tests/services/server/access_statement.h"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>
#include <string_view>

namespace touchstone::testing {
namespace {

// By Role.
constexpr std::string_view kLetters = "?OCGJESADTPWUXB";

bool Holds(const std::string& list, char one) {
  return list == "*" || list.find(one) != std::string::npos;
}

bool IsTraining(const Who& who) { return Holds("TPW", who.letter()); }

Statement Parse(const std::string& line) {
  std::istringstream words(line);
  Statement statement;
  words >> statement.method >> statement.who >> statement.where;
  if (const auto colon = statement.method.find(':'); colon != std::string::npos) {
    statement.variant = statement.method.substr(colon + 1);
    statement.method.resize(colon);
  }
  if (statement.who == "-") statement.who.clear();
  for (std::string word; words >> word;) {
    const auto at = word.find('@');
    const auto equals = word.find('=');
    if (at == std::string::npos || equals == std::string::npos) {
      std::fprintf(stderr, "who_calls_what.txt: %s\n", line.c_str());
      std::abort();
    }
    statement.exceptions.push_back(
        {word.substr(0, at), word.substr(at + 1, equals - at - 1), word.substr(equals + 1)});
  }
  return statement;
}

}  // namespace

char Who::letter() const { return role ? kLetters[static_cast<std::size_t>(*role)] : '-'; }

std::string Who::Name() const {
  if (!role) return "nobody";
  return v1::Role_Name(*role) + (everywhere ? " of every event" : "") +
         (revoked_tablet ? " on a tablet that was shut out" : "");
}

bool Who::HasOneEvent() const { return role && !everywhere && !IsTraining(*this); }

std::vector<Who> Everybody() {
  std::vector<Who> everybody{Who{}};
  for (int role = v1::Role_MIN + 1; role <= v1::Role_MAX; ++role) {
    everybody.push_back({static_cast<v1::Role>(role)});
  }
  for (const v1::Role role : {v1::ROLE_ORGANISER, v1::ROLE_AUDITOR}) {
    everybody.push_back({.role = role, .everywhere = true});
  }
  for (const v1::Role role : {v1::ROLE_JUDGE, v1::ROLE_TABLET}) {
    everybody.push_back({.role = role, .revoked_tablet = true});
  }
  return everybody;
}

std::vector<Place> Places() {
  std::vector<Place> places;
  for (const char state : std::string_view("drlp")) {
    places.push_back({true, state});
    places.push_back({false, state});
  }
  return places;
}

Expectation Statement::Of(const Who& caller, const Place& place) const {
  const bool entries = method == "JudgingService.RecordEntry" ||
                       method == "JudgingService.BatchRecordEntries" ||
                       method == "JudgingService.StreamEntries";
  std::string usual = "passes";
  for (const Exception& exception : exceptions) {
    // Without a token a published board is what everybody sees of it.
    const char letter = caller.role ? caller.letter() : 'X';
    if (Holds(exception.who, letter) && Holds(exception.states, place.state)) {
      usual = exception.answer;
    }
  }
  if (where == "secret") return {"passes"};
  const bool stranger = !caller.role || (caller.HasOneEvent() && !place.own);
  if (where == "open" && !caller.role) return {usual, false};
  if (where == "board" && !caller.role && place.state != 'p') return {"TOKEN_MISSING", false};
  if (where != "board" && !caller.role) return {"TOKEN_MISSING"};
  if (caller.revoked_tablet && !entries) return {"TABLET_REVOKED"};
  if (caller.role && !Holds(who, caller.letter())) return {"ROLE_NOT_ALLOWED"};
  if (where == "board" && stranger && place.state != 'p') return {"NOT_YOURS", false};
  if (where == "every" && !caller.everywhere) return {"NOT_YOURS"};
  if (where == "company" || where == "records") {
    if (caller.HasOneEvent()) return {"NOT_YOURS"};
    if (!IsTraining(caller)) return {usual, false};
    const bool elsewhere = where == "company" && !place.own && caller.letter() != 'W';
    return {elsewhere ? "NOT_YOURS" : "held", false};
  }
  if (where == "own" && stranger) return {"NOT_YOURS"};
  // What a tablet did not sign says nothing, not even of which event it is.
  if (where == "later" && caller.revoked_tablet) return {"SIGNATURE_INVALID", false};
  if (where == "later" && stranger) return {"NOT_YOURS", false};
  if (caller.everywhere && usual == "NOT_YOURS") return {"ok", false};
  if (caller.revoked_tablet) return {"SIGNATURE_INVALID", false};
  return {usual, false};
}

const std::vector<Statement>& Statements() {
  static const auto* const statements = [] {
    auto* read = new std::vector<Statement>;
    std::ifstream file(TOUCHSTONE_TEST_DATA "/who_calls_what.txt");
    for (std::string line; std::getline(file, line);) {
      if (!line.empty() && line.front() != '#') read->push_back(Parse(line));
    }
    return read;
  }();
  return *statements;
}

bool Fits(const std::string& expected, const std::string& answer) {
  static const std::set<std::string> kRefusals{
      "TOKEN_MISSING",   "TOKEN_INVALID",      "TABLET_REVOKED",    "ROLE_NOT_ALLOWED", "NOT_YOURS",
      "ENTRY_NOT_YOURS", "JUDGE_NOT_ASSIGNED", "SIGNATURE_INVALID", "UNSPECIFIED"};
  if (expected == "passes") return !kRefusals.contains(answer);
  if (expected == "held") return answer == "NOT_YOURS" || !kRefusals.contains(answer);
  return expected == answer;
}

std::string CellName(const Statement& statement, const Who& who, const Place& place) {
  static constexpr std::string_view kStates = "drlp";
  static constexpr const char* kNames[] = {"draft", "running", "locked", "published"};
  return statement.Name() + ", " + who.Name() + ", " + (place.own ? "own" : "other") + " event, " +
         kNames[kStates.find(place.state)];
}

}  // namespace touchstone::testing
