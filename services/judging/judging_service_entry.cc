#include "services/judging/judging_service_entry.h"

#include <string>
#include <utility>

#include "services/common/errors.h"
#include "services/common/grpc_status.h"
#include "services/common/hash.h"
#include "services/judging/contest_convert.h"

namespace touchstone::judging {

namespace {

// The signature is looked at before anything else: what nobody signed says nothing.
absl::Status CheckSignature(const DeviceKey& key, const v1::EntryToRecord& entry) {
  if (entry.has_entry()) {
    return MakeError(Reason::SIGNATURE_INVALID, "",
                     {{"entry.entry_bytes", "is required of a tablet, with its signature"}});
  }
  if (key.Verifies(entry.entry_bytes(), entry.signature())) return absl::OkStatus();
  return MakeError(Reason::SIGNATURE_INVALID, "", {{"entry.signature", "is not of this tablet"}});
}

// Only a mark names a note.
bool IsNamedBy(const v1::Entry& entry, const v1::Note& note) {
  return Sha256(note.salt() + note.text()) == entry.mark().note_hash();
}

}  // namespace

absl::StatusOr<ledger::Submission> JudgesSubmission(const Caller& caller,
                                                    const v1::EntryToRecord& entry) {
  if (caller.device_key != nullptr) {
    if (absl::Status s = CheckSignature(*caller.device_key, entry); !s.ok()) return s;
  }
  auto submission = entry.has_entry()
                        ? ledger::MakeSubmission(entry.entry())
                        : ledger::ParseSubmission(entry.entry_bytes(), entry.signature());
  if (!submission.ok()) return submission.status();
  const v1::Entry& said = submission->entry;
  if (absl::Status s = caller.RequireEvent("events/" + said.event()); !s.ok()) return s;
  if (!said.has_mark() && !said.has_seal()) return MakeError(Reason::ROLE_NOT_ALLOWED);
  if (said.author() != LastSegment(caller.judge)) return MakeError(Reason::ENTRY_NOT_YOURS);
  if (caller.device_key != nullptr && said.device() != LastSegment(caller.token->tablet())) {
    return MakeError(Reason::DEVICE_WRONG, "", {{"entry.device", "must be the tablet's id"}});
  }
  if (entry.has_note()) {
    if (!IsNamedBy(said, entry.note())) return MakeError(Reason::NOTE_DOES_NOT_MATCH);
    submission->note = entry.note().SerializeAsString();
  }
  submission->quarantined = caller.tablet_revoked;
  return submission;
}

absl::Status CheckUnsigned(const Caller& caller) {
  if (caller.device_key == nullptr) return absl::OkStatus();
  return MakeError(Reason::SIGNATURE_INVALID, "a tablet hands in signed entries only");
}

void SignForTablet(const Caller& caller, const ledger::ReceiptSigner& signer,
                   std::string_view entry_bytes, std::string_view event, v1::Receipt& receipt) {
  if (caller.device_key == nullptr) return;
  ledger::SignReceipt(signer, event, entry_bytes, receipt);
}

v1::Entry EntryFor(const Caller& caller, const std::string& parent, const std::string& entry_id,
                   v1::Entry body) {
  body.set_entry_id(entry_id);
  body.set_event(std::string(LastSegment(parent)));
  body.set_author(
      std::string(LastSegment(caller.role == v1::ROLE_JUDGE ? caller.judge : caller.token_name)));
  return body;
}

v1::EntryResult ToEntryResult(absl::StatusOr<v1::Receipt> receipt) {
  v1::EntryResult result;
  if (receipt.ok()) {
    *result.mutable_receipt() = *std::move(receipt);
  } else {
    *result.mutable_error() = ToRpcStatus(receipt.status());
  }
  return result;
}

}  // namespace touchstone::judging
