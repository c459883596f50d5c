#include "storage/gathering_window.h"

#include <gtest/gtest.h>

#include <chrono>

namespace touchstone::storage {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;

TEST(GatheringWindowTest, IsClosedBeforeTheFirstWrite) {
  EXPECT_EQ(GatheringWindow().Length().count(), 0);
  EXPECT_EQ(GatheringWindow().ExpectedBatches(), 1u);
}

TEST(GatheringWindowTest, IsClosedWhileTheDiskIsFast) {
  GatheringWindow window;
  window.RecordWrite(microseconds(200), 1, 0);
  EXPECT_EQ(window.Length().count(), 0);
}

TEST(GatheringWindowTest, IsAFifthOfTheMedianWriteOfASlowDisk) {
  GatheringWindow window;
  window.RecordWrite(milliseconds(1), 1, 0);
  window.RecordWrite(milliseconds(2), 1, 0);
  window.RecordWrite(milliseconds(50), 1, 0);
  EXPECT_EQ(window.Length(), microseconds(400));
}

TEST(GatheringWindowTest, ForgetsOldWrites) {
  GatheringWindow window;
  for (int i = 0; i < 15; ++i) window.RecordWrite(milliseconds(2), 1, 0);
  for (int i = 0; i < 7; ++i) window.RecordWrite(microseconds(30), 1, 0);
  EXPECT_EQ(window.Length(), microseconds(400));
  window.RecordWrite(microseconds(30), 1, 0);
  EXPECT_EQ(window.Length().count(), 0);
}

TEST(GatheringWindowTest, ExpectsBothHalvesOfSplitClients) {
  GatheringWindow window;
  window.RecordWrite(milliseconds(2), 32, 32);
  EXPECT_EQ(window.ExpectedBatches(), 64u);
  window.RecordWrite(milliseconds(2), 64, 0);
  EXPECT_EQ(window.ExpectedBatches(), 64u);
  window.RecordWrite(milliseconds(2), 1, 0);
  EXPECT_EQ(window.ExpectedBatches(), 1u);
}

}  // namespace
}  // namespace touchstone::storage
