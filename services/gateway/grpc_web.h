#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "services/gateway/http.h"

// The framing of gRPC-Web: a flag byte, a length of four bytes, the payload; the last frame of an
// answer holds the trailers. Text mode is base64 of frames, each padded on its own. Pure.
namespace touchstone::gateway {

// The one message of a request body.
//   UNIMPLEMENTED  no message, or more than one
//   INTERNAL       the frame is cut off; it says that it is compressed, though no encoding was
//   named
absl::StatusOr<std::string> OneMessage(std::string_view body);

// A message as a frame.
std::string MessageFrame(std::string_view message);

// How a call ended.
struct Trailers {
  int code = 0;
  std::string message;  // any bytes
  std::string details;  // serialised google.rpc.Status; empty: none
  Headers metadata;
};
std::string TrailersFrame(const Trailers& trailers);

// What a request or an answer is written in.
enum class Encoding { kBinary, kText };

// `frame` in the encoding.
std::string Encode(std::string frame, Encoding encoding);

// The content type of an answer.
std::string_view ContentType(Encoding encoding);

}  // namespace touchstone::gateway
