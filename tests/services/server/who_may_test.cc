// Sentences about who may and who may not, written by hand by somebody who had read neither the
// authorisation table nor its tests (tests/data/who_may.txt), each played by real calls with real
// tokens on a contest that was set up and run through the API.
#include <cstdio>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/services/server/who_may_play.h"
#include "tests/support/test_server.h"

namespace touchstone::testing {
namespace {

TEST(WhoMayTest, EverySentenceHolds) {
  TestServer server;
  std::size_t sentences = 0;
  std::size_t played = 0;
  std::vector<std::string> wrong;
  for (const Sentence& sentence : ReadSentences()) {
    ++sentences;
    for (const char state : StatesOf(sentence)) {
      ++played;
      const std::string problem = Disagreement(sentence, Play(server, sentence, state));
      if (problem.empty()) continue;
      wrong.push_back("who_may.txt:" + std::to_string(sentence.line) + ": " + sentence.role + " " +
                      sentence.method + " (" + sentence.circumstance + ", " + state +
                      "): " + problem + " \"" + sentence.text + "\"");
    }
  }
  std::printf("sentences=%zu played=%zu wrong=%zu\n", sentences, played, wrong.size());
  EXPECT_GE(sentences, 250u);
  EXPECT_THAT(wrong, ::testing::IsEmpty());
}

// Planted fault: each sentence turned round. One that held both ways would say nothing.
TEST(WhoMayTest, PlantedFaultASentenceTurnedRoundIsNoticed) {
  TestServer server;
  for (Sentence sentence : ReadSentences()) {
    const Played played = Play(server, sentence, StatesOf(sentence).front());
    sentence.may = !sentence.may;
    EXPECT_NE(Disagreement(sentence, played), "") << "who_may.txt:" << sentence.line;
  }
}

}  // namespace
}  // namespace touchstone::testing
