#pragma once

#include <string>
#include <vector>

#include "tests/support/test_server.h"

// tests/data/who_may.txt, played: sentences about who may and who may not.
namespace touchstone::testing {

struct Sentence {
  int line = 0;
  bool may = false;
  std::string role;          // "CHIEF_JUDGE", "NOBODY_SIGNED_IN"
  std::string method;        // "EventsService.GetEvent"
  std::string event;         // "own event", "other event", "any"
  std::string state;         // "draft" … "published", "any"
  std::string circumstance;  // "-": nothing special
  std::string text;
};

// The file. The process ends when a line cannot be read.
std::vector<Sentence> ReadSentences();

// The states in which the sentence is played.
std::vector<char> StatesOf(const Sentence& sentence);

// What came out of one playing, in a contest of its own.
struct Played {
  bool ok = false;     // the call was answered
  std::string word;    // "ok", or the reason of the refusal
  bool reads = false;  // the sentence is about what is read
  bool found = false;  // that was in the answer
};
Played Play(TestServer& server, const Sentence& sentence, char state);

// Empty when the server does as the sentence says; else what it does.
std::string Disagreement(const Sentence& sentence, const Played& played);

}  // namespace touchstone::testing
