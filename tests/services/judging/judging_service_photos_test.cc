// Photos: handed in by the judge who made the mark, seen by whoever may read it.
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/common/hash.h"
#include "storage/keys.h"
#include "tests/services/judging/judging_service_fixture.h"
#include "tests/support/jpeg.h"

namespace touchstone {
namespace {

using testing::Jpeg;
using testing::JpegSegment;

class PhotosTest : public JudgingServiceFixture {
 protected:
  void MarkNaming(const std::string& jpeg, const std::string& id = "m1",
                  const std::string& item = "p/m/b/a1") {
    v1::Entry entry = contest_.Mark(id, "j1", "1", item, "8");
    entry.mutable_mark()->set_photo_hash(Sha256(jpeg));
    Counted(j1_, entry);
  }
  absl::Status Put(const std::string& secret, const std::string& jpeg, const std::string& id = "m1",
                   const std::string& event = "e1") {
    v1::PutPhotoRequest request;
    request.set_parent("events/" + event);
    request.set_entry_id(SmallContest::EntryId(id));
    request.set_jpeg(jpeg);
    return Call<v1::PutPhotoResponse>(&Stub::PutPhoto, secret, request).status();
  }
  absl::StatusOr<std::string> Get(const std::string& secret, const std::string& id = "m1") {
    v1::GetPhotoRequest request;
    request.set_parent("events/e1");
    request.set_entry_id(SmallContest::EntryId(id));
    auto response = Call<v1::GetPhotoResponse>(&Stub::GetPhoto, secret, request);
    if (!response.ok()) return response.status();
    return response->jpeg();
  }
  bool ShowsPhoto(const std::string& secret, const std::string& judge = "") {
    const auto sheet = GetSheet(secret, "1", judge);
    EXPECT_TRUE(sheet.ok()) << sheet.status();
    return sheet.ok() && CellOf(*sheet, "p/m/b/a1").versions(0).has_photo();
  }
  void CompletePanelBeside(const std::string& jpeg) {
    MarkNaming(jpeg);
    Counted(j1_, contest_.Mark("j1-a2", "j1", "1", "p/m/b/a2", "7"));
    Counted(j1_, contest_.Mark("j1-f", "j1", "1", "p/m/b/f", "2"));
    Counted(j2_, contest_.Mark("j2-a1", "j2", "1", "p/m/b/a1", "6"));
    Counted(j2_, contest_.Mark("j2-a2", "j2", "1", "p/m/b/a2", "6"));
    ASSERT_TRUE(Seal(j1_, "1", "s1").ok());
    ASSERT_TRUE(Seal(j2_, "1", "s2").ok());
  }

  const std::string jpeg_ = Jpeg();
};

TEST_F(PhotosTest, APhotoIsKeptOnceAndShownOnTheOwnSheet) {
  MarkNaming(jpeg_);
  EXPECT_FALSE(ShowsPhoto(j1_));
  EXPECT_EQ(ReasonOf(Get(j1_).status()), Reason::RESOURCE_NOT_FOUND);
  ASSERT_TRUE(Put(j1_, jpeg_).ok()) << Put(j1_, jpeg_);
  ASSERT_TRUE(Put(j1_, jpeg_).ok());
  EXPECT_TRUE(ShowsPhoto(j1_));
  server_.Restart();
  stub_ = server_.Stub<v1::JudgingService>();
  const auto kept = Get(j1_);
  ASSERT_TRUE(kept.ok()) << kept.status();
  EXPECT_EQ(*kept, jpeg_);
}

// Planted fault: any picture could be put beside a mark afterwards.
TEST_F(PhotosTest, APhotoThatTheMarkDoesNotNameIsRefused) {
  MarkNaming(jpeg_);
  Counted(j1_, contest_.Mark("m2", "j1", "1", "p/m/b/a2", "8"));
  const std::string other = Jpeg("", testing::JpegFrame(9, 9));
  EXPECT_EQ(ReasonOf(Put(j1_, other)), Reason::PHOTO_DOES_NOT_MATCH);
  EXPECT_EQ(ReasonOf(Put(j1_, jpeg_, "m2")), Reason::PHOTO_DOES_NOT_MATCH);
  ASSERT_TRUE(Put(j1_, jpeg_).ok());
  EXPECT_EQ(ReasonOf(Put(j1_, other)), Reason::PHOTO_DOES_NOT_MATCH);
  EXPECT_EQ(*Get(j1_), jpeg_);
}

TEST_F(PhotosTest, APictureThatTellsWhereItWasTakenAndOtherFilesAreRefused) {
  const std::string located = Jpeg(JpegSegment(0xE1, std::string("Exif\0\0GPS", 9)));
  MarkNaming(located, "m1", "p/m/b/a1");
  EXPECT_EQ(ReasonOf(Put(j1_, located)), Reason::PHOTO_HAS_METADATA);
  MarkNaming("no picture", "m2", "p/m/b/a2");
  EXPECT_EQ(ReasonOf(Put(j1_, "no picture", "m2")), Reason::PHOTO_NOT_A_JPEG);
  EXPECT_FALSE(ShowsPhoto(j1_));
}

TEST_F(PhotosTest, APhotoOfMoreThan180KibIsRefused) {
  const auto of_size = [](std::size_t size) {
    std::string bytes = Jpeg();
    bytes.insert(bytes.size() - 2, std::string(size - bytes.size(), '\1'));
    return bytes;
  };
  const std::string large = of_size(180 * 1024);
  MarkNaming(large);
  EXPECT_TRUE(Put(j1_, large).ok());
  EXPECT_EQ(ReasonOf(Put(j1_, of_size(180 * 1024 + 1))), Reason::REQUEST_INVALID);
  EXPECT_EQ(ReasonOf(Put(j1_, "")), Reason::REQUEST_INVALID);
}

TEST_F(PhotosTest, OnlyTheJudgeWhoMadeTheMarkHandsItsPhotoIn) {
  MarkNaming(jpeg_);
  EXPECT_EQ(ReasonOf(Put(j2_, jpeg_)), Reason::ENTRY_NOT_YOURS);
  for (const auto& secret : {chief_, organiser_, supervisor_}) {
    EXPECT_EQ(ReasonOf(Put(secret, jpeg_)), Reason::ROLE_NOT_ALLOWED);
  }
  EXPECT_EQ(ReasonOf(Put(j1_, jpeg_, "m1", "e2")), Reason::NOT_YOURS);
  EXPECT_EQ(ReasonOf(Put("", jpeg_)), Reason::TOKEN_MISSING);
  EXPECT_FALSE(ShowsPhoto(j1_));
}

TEST_F(PhotosTest, OnlyAMarkThatTheServerHoldsHasAPhoto) {
  EXPECT_EQ(ReasonOf(Put(j1_, jpeg_)), Reason::RESOURCE_NOT_FOUND);
  CompletePanelBeside(jpeg_);
  EXPECT_EQ(ReasonOf(Put(j1_, jpeg_, "s1")), Reason::RESOURCE_NOT_FOUND);
}

TEST_F(PhotosTest, AMarkAfterTheSealHasItsPhotoToo) {
  CompletePanelBeside(jpeg_);
  EXPECT_TRUE(Put(j1_, jpeg_).ok());
  auto late = contest_.Mark("late", "j1", "1", "p/m/b/a1", "9", 1);
  late.mutable_mark()->set_photo_hash(Sha256(jpeg_));
  ASSERT_EQ(Record(j1_, late)->disposition(), v1::DISPOSITION_LATE);
  EXPECT_TRUE(Put(j1_, jpeg_, "late").ok());
}

// Planted fault: before the panel is complete nobody else sees the photo, nor that there is one.
TEST_F(PhotosTest, NobodyElseReadsAPhotoBeforeThePanelIsComplete) {
  MarkNaming(jpeg_);
  ASSERT_TRUE(Put(j1_, jpeg_).ok());
  EXPECT_EQ(ReasonOf(Get(j2_).status()), Reason::NOT_YOURS);
  EXPECT_EQ(ReasonOf(Get(j2_, "none").status()), Reason::NOT_YOURS);
  EXPECT_EQ(ReasonOf(Get(j1_, "none").status()), Reason::NOT_YOURS);
  for (const auto& secret : {chief_, organiser_, supervisor_}) {
    EXPECT_EQ(ReasonOf(Get(secret).status()), Reason::PANEL_INCOMPLETE);
  }
  EXPECT_EQ(ReasonOf(Get(server_.Token(v1::ROLE_DESK, "events/e1")).status()),
            Reason::ROLE_NOT_ALLOWED);
  EXPECT_EQ(ReasonOf(Get(server_.Token(v1::ROLE_CHIEF_JUDGE, "events/e2")).status()),
            Reason::NOT_YOURS);
}

TEST_F(PhotosTest, ThoseWhoRunTheEventSeePhotosOfCompletePanels) {
  CompletePanelBeside(jpeg_);
  EXPECT_EQ(ReasonOf(Get(chief_).status()), Reason::RESOURCE_NOT_FOUND);
  ASSERT_TRUE(Put(j1_, jpeg_).ok());
  for (const auto& secret : {chief_, organiser_, supervisor_}) {
    EXPECT_EQ(*Get(secret), jpeg_);
    EXPECT_TRUE(ShowsPhoto(secret, "j1"));
  }
  EXPECT_EQ(ReasonOf(Get(j2_).status()), Reason::NOT_YOURS);
}

TEST_F(PhotosTest, AJudgeWhoIsNoLongerOnThePanelReadsItAsLittleAsTheSheet) {
  MarkNaming(jpeg_);
  ASSERT_TRUE(Put(j1_, jpeg_).ok());
  v1::Assignment ended;
  ended.set_name(contest_.Name("assignments", "a1"));
  ended.set_judge(contest_.Name("judges", "j1"));
  ended.set_discipline(contest_.Name("disciplines", "d1"));
  ended.set_state(v1::Assignment::STATE_ENDED);
  storage::WriteBatch batch;
  batch.Put(storage::keys::ResourceIn("e1", "assignment", "a1"), ended.SerializeAsString());
  ASSERT_TRUE(server_.store().CommitSync(std::move(batch)).ok());
  server_.Restart();
  stub_ = server_.Stub<v1::JudgingService>();
  EXPECT_EQ(ReasonOf(GetSheet(j1_, "1").status()), Reason::JUDGE_NOT_ASSIGNED);
  EXPECT_EQ(ReasonOf(Get(j1_).status()), Reason::NOT_YOURS);
}

TEST_F(PhotosTest, ThePanelSeesThePhotoOfTheMarkThatItShares) {
  MarkNaming(jpeg_, "m1", "p/m/b/f");
  ASSERT_TRUE(Put(j1_, jpeg_).ok());
  EXPECT_EQ(*Get(j2_), jpeg_);
}

}  // namespace
}  // namespace touchstone
