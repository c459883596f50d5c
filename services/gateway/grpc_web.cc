#include "services/gateway/grpc_web.h"

#include <optional>

#include "services/gateway/wire_text.h"

namespace touchstone::gateway {
namespace {

constexpr std::size_t kHeadSize = 5;
constexpr unsigned char kCompressed = 0x01;
constexpr unsigned char kTrailers = 0x80;

std::string Frame(unsigned char flags, std::string_view payload) {
  std::string frame;
  frame.reserve(kHeadSize + payload.size());
  frame += static_cast<char>(flags);
  for (int shift = 24; shift >= 0; shift -= 8) {
    frame += static_cast<char>(payload.size() >> shift & 0xff);
  }
  return frame += payload;
}

}  // namespace

absl::StatusOr<std::string> OneMessage(std::string_view body) {
  std::optional<std::string> message;
  while (!body.empty()) {
    if (body.size() < kHeadSize) return absl::InternalError("the frame is cut off");
    const auto flags = static_cast<unsigned char>(body[0]);
    std::size_t size = 0;
    for (int i = 1; i <= 4; ++i) size = size << 8 | static_cast<unsigned char>(body[i]);
    body.remove_prefix(kHeadSize);
    if (size > body.size()) return absl::InternalError("the frame is cut off");
    if ((flags & kCompressed) != 0) {
      return absl::InternalError("the frame is compressed, but grpc-encoding names nothing");
    }
    if (flags != 0) return absl::InternalError("the frame is no message");
    if (message) return absl::UnimplementedError("more than one message in a request");
    message = std::string(body.substr(0, size));
    body.remove_prefix(size);
  }
  if (!message) return absl::UnimplementedError("no message in the request");
  return *std::move(message);
}

std::string MessageFrame(std::string_view message) { return Frame(0, message); }

std::string TrailersFrame(const Trailers& trailers) {
  std::string text = "grpc-status: " + std::to_string(trailers.code) + "\r\n";
  if (!trailers.message.empty()) {
    text += "grpc-message: " + PercentEncode(trailers.message) + "\r\n";
  }
  if (!trailers.details.empty()) {
    text += "grpc-status-details-bin: " + Base64Unpadded(trailers.details) + "\r\n";
  }
  for (const Header& header : trailers.metadata) text += header.name + ": " + header.value + "\r\n";
  return Frame(kTrailers, text);
}

std::string Encode(std::string frame, Encoding encoding) {
  return encoding == Encoding::kText ? Base64(frame) : frame;
}

std::string_view ContentType(Encoding encoding) {
  return encoding == Encoding::kText ? "application/grpc-web-text+proto"
                                     : "application/grpc-web+proto";
}

}  // namespace touchstone::gateway
