#include "services/judging/photo_rules.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "services/common/errors.h"

namespace touchstone::judging {
namespace {

using std::string_view_literals::operator""sv;

// Markers of T.81, table B.1, and JFIF's APP0.
constexpr int kHuffman = 0xC4;
constexpr int kReserved = 0xC8;
constexpr int kArithmetic = 0xCC;
constexpr int kRestart0 = 0xD0;
constexpr int kRestart7 = 0xD7;
constexpr int kEnd = 0xD9;
constexpr int kScan = 0xDA;
constexpr int kQuantisation = 0xDB;
constexpr int kRestartInterval = 0xDD;
constexpr int kApp0 = 0xE0;
constexpr int kMostPixels = 4096;

struct Segment {
  int marker = 0;
  std::string_view body;
};

int ByteAt(std::string_view bytes, std::size_t at) { return static_cast<unsigned char>(bytes[at]); }
int WordAt(std::string_view bytes, std::size_t at) {
  return ByteAt(bytes, at) << 8 | ByteAt(bytes, at + 1);
}

// Takes the next marker and what belongs to it off `rest`; nullopt when there is none.
std::optional<Segment> TakeSegment(std::string_view& rest) {
  if (rest.empty() || ByteAt(rest, 0) != 0xFF) return std::nullopt;
  const std::size_t marker_at = rest.find_first_not_of('\xFF');
  if (marker_at == std::string_view::npos) return std::nullopt;
  Segment segment{ByteAt(rest, marker_at), {}};
  rest.remove_prefix(marker_at + 1);
  if (segment.marker == kEnd) return segment;
  if (segment.marker < 0xC0 || (segment.marker >= kRestart0 && segment.marker < kEnd)) {
    return std::nullopt;
  }
  if (rest.size() < 2) return std::nullopt;
  const auto size = static_cast<std::size_t>(WordAt(rest, 0));
  if (size < 2 || size > rest.size()) return std::nullopt;
  segment.body = rest.substr(2, size - 2);
  rest.remove_prefix(size);
  return segment;
}

// Takes the compressed picture behind a scan's header off `rest`.
void SkipScan(std::string_view& rest) {
  std::size_t at = rest.find('\xFF');
  while (at != std::string_view::npos && at + 1 < rest.size()) {
    const int next = ByteAt(rest, at + 1);
    if (next != 0 && (next < kRestart0 || next > kRestart7)) break;
    at = rest.find('\xFF', at + 2);
  }
  rest.remove_prefix(std::min(at, rest.size()));
}

bool IsFrame(int marker) {
  return marker >= 0xC0 && marker <= 0xCF && marker != kHuffman && marker != kReserved &&
         marker != kArithmetic;
}

bool HasGoodSize(std::string_view frame) {
  if (frame.size() < 5) return false;
  const int height = WordAt(frame, 1);
  const int width = WordAt(frame, 3);
  return height >= 1 && height <= kMostPixels && width >= 1 && width <= kMostPixels;
}

// JFIF's header is 14 bytes when it has no thumbnail.
bool IsPicture(const Segment& segment) {
  if (segment.marker == kApp0) {
    return segment.body.starts_with("JFIF\0"sv) && segment.body.size() == 14;
  }
  return IsFrame(segment.marker) || segment.marker == kHuffman || segment.marker == kArithmetic ||
         segment.marker == kScan || segment.marker == kQuantisation ||
         segment.marker == kRestartInterval;
}

absl::Status NotAJpeg(std::string why) {
  return MakeError(Reason::PHOTO_NOT_A_JPEG, "", {{"jpeg", std::move(why)}});
}
absl::Status HasMetadata(std::string what) {
  return MakeError(Reason::PHOTO_HAS_METADATA, "", {{"jpeg", std::move(what)}});
}

}  // namespace

absl::Status CheckPhoto(std::string_view jpeg) {
  if (!jpeg.starts_with("\xFF\xD8"sv)) return NotAJpeg("does not begin as one");
  std::string_view rest = jpeg.substr(2);
  bool has_frame = false;
  bool has_scan = false;
  for (;;) {
    const auto segment = TakeSegment(rest);
    if (!segment) return NotAJpeg("is not whole");
    if (segment->marker == kEnd) break;
    if (!IsPicture(*segment)) {
      return HasMetadata("has a segment " + std::to_string(segment->marker));
    }
    if (IsFrame(segment->marker)) {
      if (has_frame) return NotAJpeg("has two pictures");
      if (!HasGoodSize(segment->body)) return NotAJpeg("must be 1 to 4096 pixels each way");
      has_frame = true;
    }
    if (segment->marker == kScan) {
      if (!has_frame) return NotAJpeg("has no frame");
      SkipScan(rest);
      has_scan = true;
    }
  }
  if (!has_scan) return NotAJpeg("has no picture");
  if (!rest.empty()) return HasMetadata("has something behind the picture");
  return absl::OkStatus();
}

}  // namespace touchstone::judging
