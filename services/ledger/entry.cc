#include "services/ledger/entry.h"

#include <sodium.h>

#include <utility>

#include "google/protobuf/empty.pb.h"
#include "services/common/errors.h"
#include "services/judging/judging_convert.h"

namespace touchstone::ledger {

static_assert(kLeafSize == crypto_hash_sha256_BYTES);

std::string LeafOf(std::string_view envelope_bytes) {
  static constexpr unsigned char kLeafPrefix = 0x00;
  std::string leaf(kLeafSize, '\0');
  crypto_hash_sha256_state state;
  crypto_hash_sha256_init(&state);
  crypto_hash_sha256_update(&state, &kLeafPrefix, 1);
  crypto_hash_sha256_update(&state, reinterpret_cast<const unsigned char*>(envelope_bytes.data()),
                            envelope_bytes.size());
  crypto_hash_sha256_final(&state, reinterpret_cast<unsigned char*>(leaf.data()));
  return leaf;
}

absl::StatusOr<v1::Entry> ParseEntry(std::string_view bytes) {
  v1::Entry entry;
  if (!entry.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    // Sound as a message of unknown fields, but not as an Entry: one of its texts is no text.
    google::protobuf::Empty fields;
    const bool sound = fields.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
    return MakeError(sound ? Reason::TEXT_NOT_UTF8 : Reason::ENTRY_MALFORMED, "",
                     {{"entry", "cannot be read"}});
  }
  if (absl::Status s = judging::ValidateEntry(entry); !s.ok()) return s;
  return entry;
}

std::string Append(EnvelopeContent content, ChainHead& head) {
  v1::Envelope envelope;
  envelope.set_entry(std::move(content.entry));
  envelope.set_signature(std::move(content.signature));
  envelope.set_position(head.position + 1);
  *envelope.mutable_server_time() = std::move(content.server_time);
  envelope.set_disposition(content.disposition);
  envelope.set_previous_leaf(head.leaf);
  envelope.set_entrant(std::move(content.entrant));
  std::string bytes = envelope.SerializeAsString();
  head = {head.position + 1, LeafOf(bytes)};
  return bytes;
}

}  // namespace touchstone::ledger
