#pragma once

#include <string>

namespace touchstone::testing {

// One segment of a JPEG: marker, length, body.
inline std::string JpegSegment(unsigned char marker, const std::string& body) {
  const std::size_t size = body.size() + 2;
  std::string segment = "\xFF";
  segment += static_cast<char>(marker);
  segment += static_cast<char>(size >> 8);
  segment += static_cast<char>(size & 0xFF);
  return segment + body;
}

inline std::string JpegFrame(int width, int height) {
  std::string body = "\x08";
  for (const int side : {height, width}) {
    body += static_cast<char>(side >> 8);
    body += static_cast<char>(side & 0xFF);
  }
  return JpegSegment(0xC0, body + std::string("\x01\x01\x11\x00", 4));
}

// A JPEG of the given frame with `more` between its header and its picture; the picture is no
// real one, but stands where one stands.
inline std::string Jpeg(const std::string& more = "", const std::string& frame = JpegFrame(8, 8)) {
  const std::string jfif = JpegSegment(0xE0, std::string("JFIF\0\1\1\0\0\1\0\1\0\0", 14));
  const std::string tables =
      JpegSegment(0xDB, std::string(65, '\1')) + JpegSegment(0xC4, std::string(19, '\0'));
  const std::string scan = JpegSegment(0xDA, std::string("\1\1\0\0\x3F\0", 6)) +
                           std::string("\x12\xFF\0\x34\xFF\xD0\x56", 7);
  return "\xFF\xD8" + jfif + more + tables + frame + scan + "\xFF\xD9";
}

}  // namespace touchstone::testing
