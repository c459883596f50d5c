#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/caller.h"
#include "services/ledger/receipt_signer.h"
#include "services/ledger/sequencer.h"
#include "touchstone/v1/judging.pb.h"

// Who may say what. Pure; thread-safe.
namespace touchstone::judging {

// The entry of a judge's call, ready for the sequencer. On a tablet it must come as bytes, signed
// with the tablet's key, and name the tablet as its device: SIGNATURE_INVALID, DEVICE_WRONG; when
// the tablet was shut out, it is submitted for quarantine. ENTRY_MALFORMED, TEXT_NOT_UTF8;
// NOT_YOURS for another event than the token's, ROLE_NOT_ALLOWED for anything but a mark or a seal,
// and ENTRY_NOT_YOURS when the author is not the judge of the token; NOTE_DOES_NOT_MATCH for a note
// that the entry does not name.
absl::StatusOr<ledger::Submission> JudgesSubmission(const Caller& caller,
                                                    const v1::EntryToRecord& entry);

// SIGNATURE_INVALID on a tablet: what the server would write down for the caller nobody signed.
absl::Status CheckUnsigned(const Caller& caller);

// Adds statement and signature to a receipt that goes to a tablet; others get it as it is.
void SignForTablet(const Caller& caller, const ledger::ReceiptSigner& signer,
                   std::string_view entry_bytes, std::string_view event, v1::Receipt& receipt);

// An entry that the server writes down for the caller: `body` with its head filled in.
v1::Entry EntryFor(const Caller& caller, const std::string& parent, const std::string& entry_id,
                   v1::Entry body);

// The answer to one entry of many.
v1::EntryResult ToEntryResult(absl::StatusOr<v1::Receipt> receipt);

}  // namespace touchstone::judging
