#include "services/judging/photo_rules.h"

#include <string>

#include <gtest/gtest.h>

#include "services/common/errors.h"
#include "tests/support/jpeg.h"

namespace touchstone::judging {
namespace {

using testing::Jpeg;
using testing::JpegFrame;
using testing::JpegSegment;

Reason RefusalOf(const std::string& bytes) { return ReasonOf(CheckPhoto(bytes)); }

TEST(PhotoRulesTest, APlainPictureIsKept) {
  EXPECT_TRUE(CheckPhoto(Jpeg()).ok()) << CheckPhoto(Jpeg());
}

TEST(PhotoRulesTest, FillBytesAndSeveralScansArePartOfAPicture) {
  std::string bytes = Jpeg();
  bytes.insert(2, "\xFF\xFF");
  EXPECT_TRUE(CheckPhoto(bytes).ok()) << CheckPhoto(bytes);
  const std::string scan = JpegSegment(0xDA, std::string(6, '\1')) + "abc";
  bytes.insert(bytes.size() - 2, scan);
  EXPECT_TRUE(CheckPhoto(bytes).ok()) << CheckPhoto(bytes);
}

// Planted fault: what tells where and with what a photo was taken.
TEST(PhotoRulesTest, EverythingBesideThePictureIsRefused) {
  EXPECT_EQ(RefusalOf(Jpeg(JpegSegment(0xE1, std::string("Exif\0\0MM", 8) + "GPS"))),
            Reason::PHOTO_HAS_METADATA);
  EXPECT_EQ(RefusalOf(Jpeg(JpegSegment(0xFE, "taken at home"))), Reason::PHOTO_HAS_METADATA);
  for (int app = 0xE0; app <= 0xEF; ++app) {
    const auto segment = JpegSegment(static_cast<unsigned char>(app), "something");
    EXPECT_EQ(RefusalOf(Jpeg(segment)), Reason::PHOTO_HAS_METADATA) << app;
  }
  const std::string thumbnail("JFIF\0\1\1\0\0\1\0\1\1\1rgb", 17);
  EXPECT_EQ(RefusalOf(Jpeg(JpegSegment(0xE0, thumbnail))), Reason::PHOTO_HAS_METADATA);
  EXPECT_EQ(RefusalOf(Jpeg(JpegSegment(0xF0, "reserved"))), Reason::PHOTO_HAS_METADATA);
  EXPECT_EQ(RefusalOf(Jpeg() + "behind the end"), Reason::PHOTO_HAS_METADATA);
  EXPECT_EQ(RefusalOf(Jpeg() + Jpeg()), Reason::PHOTO_HAS_METADATA);
}

TEST(PhotoRulesTest, AfterTheScanIsNoHidingPlaceEither) {
  std::string bytes = Jpeg();
  bytes.insert(bytes.size() - 2, JpegSegment(0xFE, "taken at home"));
  EXPECT_EQ(RefusalOf(bytes), Reason::PHOTO_HAS_METADATA);
}

TEST(PhotoRulesTest, OtherFilesAreNoJpeg) {
  for (const std::string& bytes : {std::string(), std::string("\xFF"), std::string("\xFF\xD8"),
                                   std::string("\x89PNG\r\n\x1A\n"), std::string("GIF89a"),
                                   std::string("<svg/>"), std::string("\xFF\xD8\xFF\xD9")}) {
    EXPECT_EQ(RefusalOf(bytes), Reason::PHOTO_NOT_A_JPEG) << bytes;
  }
}

TEST(PhotoRulesTest, ATornPictureIsNoJpegWhereverItIsTorn) {
  const std::string whole = Jpeg();
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_EQ(RefusalOf(whole.substr(0, size)), Reason::PHOTO_NOT_A_JPEG) << size;
  }
}

TEST(PhotoRulesTest, APictureIsOfOneFrameOfSensibleSize) {
  EXPECT_TRUE(CheckPhoto(Jpeg("", JpegFrame(4096, 1))).ok());
  for (const auto& frame :
       {JpegFrame(0, 8), JpegFrame(8, 0), JpegFrame(4097, 8), JpegFrame(8, 65535), std::string(),
        JpegSegment(0xC0, "\x08"), JpegFrame(8, 8) + JpegFrame(8, 8)}) {
    EXPECT_EQ(RefusalOf(Jpeg("", frame)), Reason::PHOTO_NOT_A_JPEG) << frame.size();
  }
}

}  // namespace
}  // namespace touchstone::judging
