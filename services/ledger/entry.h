#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "google/protobuf/timestamp.pb.h"
#include "touchstone/v1/ledger.pb.h"

// Entries and envelopes as bytes. What the chain is made of; no rule of judging is known here.
// All functions are thread-safe.
namespace touchstone::ledger {

inline constexpr std::size_t kLeafSize = 32;

// SHA-256(0x00 || bytes), the leaf hash of RFC 6962, section 2.1; 32 bytes.
std::string LeafOf(std::string_view envelope_bytes);

// Reads `bytes` and checks them as judging::ValidateEntry() does. ENTRY_MALFORMED or TEXT_NOT_UTF8.
absl::StatusOr<v1::Entry> ParseEntry(std::string_view bytes);

// The end of a chain: where its next envelope goes. A value; by default the empty chain.
struct ChainHead {
  std::uint64_t position = 0;
  std::string leaf = std::string(kLeafSize, '\0');
  friend bool operator==(const ChainHead&, const ChainHead&) = default;
};

// What goes into an envelope besides its place.
struct EnvelopeContent {
  std::string entry;      // bytes as the client made them
  std::string signature;  // may be empty
  google::protobuf::Timestamp server_time;
  v1::Disposition disposition = v1::DISPOSITION_COUNTED;
  std::string entrant;  // id; empty for changes of state
};

// Puts an envelope behind `head`: returns the bytes to store and moves `head` onto them, so that
// `head.leaf` is the leaf of the new envelope.
std::string Append(EnvelopeContent content, ChainHead& head);

}  // namespace touchstone::ledger
