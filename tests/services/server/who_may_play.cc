#include "tests/services/server/who_may_play.h"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <memory>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"
#include "services/common/errors.h"
#include "tests/services/server/any_call.h"
#include "tests/services/server/requests.h"
#include "tests/services/server/who_may_scene.h"
#include "tests/services/server/yard.h"
#include "touchstone/v1/judging.pb.h"

namespace touchstone::testing {
namespace {

bool Contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// What must be in the answer for the caller to have read it; empty: nothing is read.
std::vector<std::string> WhatIsRead(const std::string& circumstance) {
  using namespace canary;
  if (!circumstance.starts_with("reads ") && circumstance != "with names") return {};
  if (Contains(circumstance, "mark that waits")) return {kWaitingMark};
  if (Contains(circumstance, "panel incomplete")) return {kHiddenMarks[0], kHiddenMarks[1]};
  if (Contains(circumstance, "panel complete")) return {kSealedMarks[0], kSealedMarks[2]};
  if (Contains(circumstance, "later totals")) return {kLaterTotal};
  if (Contains(circumstance, "totals")) return {kTotal};
  if (Contains(circumstance, "companies")) return {kCompany, "companies/c-a"};
  if (Contains(circumstance, "progress")) return {"\nprogress of j2\n"};
  return {kEntrantName, kWorkerName, kTeam, kStaffNumber};  // names
}

// The answer as text in which WhatIsRead() can be looked for.
std::string TextOf(const std::string& method, const Answer& answer) {
  std::string text = answer.Everything();
  if (method == "JudgingService.ListSheets" && !answer.messages.empty()) {
    v1::ListSheetsResponse response;
    response.ParseFromString(answer.messages.front());
    for (const v1::SheetProgress& sheet : response.sheets()) {
      text += "\nprogress of " + sheet.judge() + "\n";
    }
  }
  return text;
}

}  // namespace

std::vector<Sentence> ReadSentences() {
  std::vector<Sentence> sentences;
  std::ifstream file(TOUCHSTONE_TEST_DATA "/who_may.txt");
  int number = 0;
  for (std::string line; std::getline(file, line);) {
    ++number;
    if (line.empty() || line.front() == '#') continue;
    const std::vector<std::string> parts = absl::StrSplit(line, absl::MaxSplits('|', 6));
    if (parts.size() != 7) {
      std::fprintf(stderr, "who_may.txt:%d: %s\n", number, line.c_str());
      std::abort();
    }
    const auto part = [&parts](std::size_t i) {
      return std::string(absl::StripAsciiWhitespace(parts[i]));
    };
    sentences.push_back(
        {number, part(0) == "may", part(1), part(2), part(3), part(4), part(5), part(6)});
  }
  return sentences;
}

std::vector<char> StatesOf(const Sentence& sentence) {
  if (sentence.state != "any") return {sentence.state.front()};
  if (sentence.circumstance == "-" || sentence.circumstance == "own sheet") {
    return {'d', 'r', 'l', 'p'};
  }
  return {'r'};
}

Played Play(TestServer& server, const Sentence& sentence, char state) {
  Scene scene(server, sentence, state);
  const Answer answer = scene.Run();
  Played played;
  played.word = WordOf(sentence.method, answer);
  played.ok = played.word == "ok";
  const std::vector<std::string> wanted = WhatIsRead(sentence.circumstance);
  played.reads = !wanted.empty();
  const std::string text = TextOf(sentence.method, answer);
  for (const std::string& each : wanted) played.found = played.found || Contains(text, each);
  return played;
}

std::string Disagreement(const Sentence& sentence, const Played& played) {
  // These refuse a request, not its caller.
  static const std::set<std::string> kNotForWhoHeIs{
      "REQUEST_INVALID", "RESOURCE_NOT_FOUND", "ENTRANT_UNKNOWN",     "ITEM_UNKNOWN",
      "UNSPECIFIED",     "REFERENCE_UNKNOWN",  "INCIDENT_INCOMPLETE", "ARCHIVE_INVALID",
      "RESOURCE_EXISTS", "TEXT_NOT_UTF8",      "RULE_PACK_INVALID",   "ENTRY_NOT_WAITING"};
  if (sentence.may) {
    if (!played.ok) return "refused with " + played.word;
    return played.reads && !played.found ? "does not read it" : "";
  }
  if (played.ok) return played.reads && !played.found ? "" : "is answered";
  return kNotForWhoHeIs.contains(played.word) ? "refused only with " + played.word : "";
}

}  // namespace touchstone::testing
