#pragma once

#include <chrono>
#include <cstddef>

namespace touchstone::gateway {

// What one client, and all together, may use of a gateway.
struct Limits {
  std::size_t header_bytes = 8 * 1024;
  // As large as a message of the gRPC port: a judge's photo of 180 KiB fits in, in base64 too.
  // Imports are streams of many messages, which browsers cannot send.
  std::size_t body_bytes = 256 * 1024;
  // For the whole header, and for the first byte of a new connection.
  std::chrono::milliseconds header_time{10'000};
  std::chrono::milliseconds body_time{30'000};   // for the whole body
  std::chrono::milliseconds write_time{30'000};  // for one write: a reader that stands still
  std::chrono::milliseconds idle_time{60'000};   // between two requests
  std::size_t connections = 4096;
  std::size_t connections_per_address = 256;
  std::size_t streams_per_address = 128;
  // Streams with a call to the services of their own; who watches with others takes none. A hall
  // has one for each person who is signed in and one for the public.
  std::size_t own_streams = 512;
  std::size_t own_streams_per_address = 64;
  // Codes that are no certificate's, within `wrong_code_time`. A site's people may share an
  // address, and cameras misread no QR code.
  std::size_t wrong_codes = 100'000;
  std::size_t wrong_codes_per_address = 60;
  std::chrono::milliseconds wrong_code_time{60'000};
};

}  // namespace touchstone::gateway
