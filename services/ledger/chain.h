#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "services/ledger/entry.h"
#include "touchstone/v1/ledger.pb.h"

namespace touchstone::ledger {

// Walks the chain of one event. Fed the stored bytes of each envelope in order, it finds the first
// one that is not what was written: a changed byte, a gap, an envelope put in, left out or moved.
// What it cannot see by itself is a chain that ends early or was replaced as a whole: compare
// head() with a receipt or an earlier head. Not thread-safe.
class ChainVerifier {
 public:
  // `event`: the id that every entry must carry; empty: that of the first.
  explicit ChainVerifier(std::string event = "") : event_(std::move(event)) {}

  // Checks the next envelope. Returns CHAIN_BROKEN with the metadata `position` (the place where
  // the envelope should stand) and `why`: UNREADABLE, GAP (the position is not the next one),
  // WRONG_PREVIOUS_LEAF, ENTRY_UNREADABLE, OTHER_EVENT, ENTRY_ID_REPEATED, WRONG_DISPOSITION (none,
  // or not COUNTED for what is no mark or seal), WRONG_ENTRANT (none, or one for a change of
  // state). After an error the verifier stays where it was, and answers every further call the same
  // way.
  absl::Status Next(std::string_view envelope_bytes);

  const ChainHead& head() const { return head_; }
  // The envelope and the entry of the last call that was OK.
  const v1::Envelope& envelope() const { return envelope_; }
  const v1::Entry& entry() const { return entry_; }

 private:
  absl::Status Check(std::string_view envelope_bytes);
  absl::Status Broken(std::string_view why) const;

  std::string event_;
  ChainHead head_;
  std::set<std::string> entry_ids_;
  v1::Envelope envelope_;
  v1::Entry entry_;
  absl::Status broken_;
};

}  // namespace touchstone::ledger
