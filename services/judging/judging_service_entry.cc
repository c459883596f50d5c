#include "services/judging/judging_service_entry.h"

#include <string>
#include <utility>

#include "services/common/errors.h"
#include "services/common/grpc_status.h"
#include "services/judging/contest_convert.h"

namespace touchstone::judging {

absl::StatusOr<ledger::Submission> JudgesSubmission(const Caller& caller,
                                                    const v1::EntryToRecord& entry) {
  auto submission = entry.has_entry()
                        ? ledger::MakeSubmission(entry.entry())
                        : ledger::ParseSubmission(entry.entry_bytes(), entry.signature());
  if (!submission.ok()) return submission.status();
  const v1::Entry& said = submission->entry;
  if (absl::Status s = caller.RequireEvent("events/" + said.event()); !s.ok()) return s;
  if (!said.has_mark() && !said.has_seal()) return MakeError(Reason::ROLE_NOT_ALLOWED);
  if (said.author() != LastSegment(caller.judge)) return MakeError(Reason::ENTRY_NOT_YOURS);
  return submission;
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
