#include "services/judging/judging_service.h"

#include <functional>
#include <utility>
#include <vector>

#include "services/judging/contest_convert.h"
#include "services/judging/judging_service_entry.h"
#include "services/judging/judging_service_stream.h"

namespace touchstone {

using judging::LastSegment;

JudgingService::JudgingService(const RpcGate& gate, storage::KvStore& store,
                               ledger::Sequencers& sequencers, const ledger::ReceiptSigner& signer,
                               asio::any_io_executor executor)
    : gate_(gate, v1::JudgingService::service_full_name()),
      sequencers_(sequencers),
      signer_(signer),
      sheets_(store, sequencers),
      chain_(store),
      photos_(store, sequencers),
      executor_(std::move(executor)),
      lasting_(executor_) {}

Awaitable<absl::Status> JudgingService::DoBatchRecordEntries(
    Call call, const v1::BatchRecordEntriesRequest& request,
    v1::BatchRecordEntriesResponse& response) {
  if (absl::Status s = call.caller().RequireEvent(request.parent()); !s.ok()) co_return s;
  std::vector<ledger::Submission> submissions;
  std::vector<int> places;  // of the submissions in the request
  for (int i = 0; i < request.entries_size(); ++i) {
    v1::EntryResult* result = response.add_results();
    auto submission = judging::JudgesSubmission(call.caller(), request.entries(i));
    if (submission.ok()) {
      submissions.push_back(*std::move(submission));
      places.push_back(i);
    } else {
      *result = judging::ToEntryResult(submission.status());
    }
  }
  if (submissions.empty()) co_return absl::OkStatus();
  const std::string event(LastSegment(request.parent()));
  auto receipts = co_await sequencers_.Record(event, std::move(submissions));
  for (std::size_t i = 0; i < places.size(); ++i) {
    if (receipts[i].ok()) {
      judging::SignForTablet(call.caller(), signer_, request.entries(places[i]).entry_bytes(),
                             event, *receipts[i]);
    }
    *response.mutable_results(places[i]) = judging::ToEntryResult(std::move(receipts[i]));
  }
  co_return absl::OkStatus();
}

Awaitable<absl::Status> JudgingService::DoSealSheet(Call call, const v1::SealSheetRequest& request,
                                                    v1::SealSheetResponse& response) {
  v1::Entry entry;
  *entry.mutable_seal() = request.seal();
  return RecordOfficial(
      call, request.parent(),
      judging::EntryFor(call.caller(), request.parent(), request.entry_id(), std::move(entry)),
      response.mutable_receipt());
}

Awaitable<absl::Status> JudgingService::RecordOfficial(Call call, std::string parent,
                                                       v1::Entry entry, v1::Receipt* receipt) {
  if (absl::Status s = call.caller().RequireEvent(parent); !s.ok()) co_return s;
  if (absl::Status s = judging::CheckUnsigned(call.caller()); !s.ok()) co_return s;
  auto submission = ledger::MakeSubmission(std::move(entry));
  if (!submission.ok()) co_return submission.status();
  const std::string event(LastSegment(parent));
  auto recorded = co_await sequencers_.Record(event, *std::move(submission));
  if (recorded.ok()) *receipt = *std::move(recorded);
  co_return recorded.status();
}

// The most frequent call, so without a coroutine: gRPC's thread hands the entry to the sequencer,
// whose answer ends the call.
grpc::ServerUnaryReactor* JudgingService::RecordEntry(grpc::CallbackServerContext* context,
                                                      const v1::RecordEntryRequest* request,
                                                      v1::RecordEntryResponse* response) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  auto admitted = rpc::Admit(gate_, __func__, *context, request);
  auto submission = admitted.ok() ? judging::JudgesSubmission(*admitted->caller, request->entry())
                                  : admitted.status();
  if (!submission.ok()) {
    reactor->Finish(ToGrpcStatus(submission.status()));
    return reactor;
  }
  const std::string event = submission->entry.event();
  std::vector<ledger::Submission> one;
  one.push_back(*std::move(submission));
  sequencers_.Record(event, std::move(one),
                     [this, caller = std::move(admitted->caller), event, request, response,
                      reactor](ledger::Sequencers::Receipts receipts) {
                       absl::StatusOr<v1::Receipt>& receipt = receipts.front();
                       if (receipt.ok()) {
                         judging::SignForTablet(*caller, signer_, request->entry().entry_bytes(),
                                                event, *receipt);
                         *response->mutable_receipt() = *std::move(receipt);
                       }
                       reactor->Finish(ToGrpcStatus(receipt.status()));
                     });
  return reactor;
}

grpc::ServerUnaryReactor* JudgingService::BatchRecordEntries(
    grpc::CallbackServerContext* context, const v1::BatchRecordEntriesRequest* request,
    v1::BatchRecordEntriesResponse* response) {
  return HandleUnary(gate_, __func__, context, request, response, executor_,
                     std::bind_front(&JudgingService::DoBatchRecordEntries, this));
}

grpc::ServerBidiReactor<v1::StreamEntriesRequest, v1::StreamEntriesResponse>*
JudgingService::StreamEntries(grpc::CallbackServerContext* context) {
  return HandleBidiStream<v1::StreamEntriesRequest, v1::StreamEntriesResponse>(
      gate_, __func__, context, executor_,
      [this](Call call, Reader<v1::StreamEntriesRequest>& reader,
             Writer<v1::StreamEntriesResponse>& writer) {
        return judging::RunEntryStream(std::move(call), sequencers_, signer_, lasting_, executor_,
                                       reader, writer);
      });
}

grpc::ServerUnaryReactor* JudgingService::PutPhoto(grpc::CallbackServerContext* context,
                                                   const v1::PutPhotoRequest* request,
                                                   v1::PutPhotoResponse* response) {
  return HandleUnary(gate_, __func__, context, request, response, executor_,
                     std::bind_front(&judging::Photos::PutPhoto, &photos_));
}

grpc::ServerUnaryReactor* JudgingService::GetPhoto(grpc::CallbackServerContext* context,
                                                   const v1::GetPhotoRequest* request,
                                                   v1::GetPhotoResponse* response) {
  return HandleUnary(gate_, __func__, context, request, response, executor_,
                     std::bind_front(&judging::Photos::GetPhoto, &photos_));
}

grpc::ServerUnaryReactor* JudgingService::SealSheet(grpc::CallbackServerContext* context,
                                                    const v1::SealSheetRequest* request,
                                                    v1::SealSheetResponse* response) {
  return HandleUnary(gate_, __func__, context, request, response, executor_,
                     std::bind_front(&JudgingService::DoSealSheet, this));
}

grpc::ServerUnaryReactor* JudgingService::RecordIncident(grpc::CallbackServerContext* context,
                                                         const v1::RecordIncidentRequest* request,
                                                         v1::RecordIncidentResponse* response) {
  return HandleUnary(gate_, __func__, context, request, response, executor_,
                     [this](Call call, const v1::RecordIncidentRequest& asked,
                            v1::RecordIncidentResponse& answer) {
                       v1::Entry entry;
                       *entry.mutable_incident() = asked.incident();
                       entry = judging::EntryFor(call.caller(), asked.parent(), asked.entry_id(),
                                                 std::move(entry));
                       return RecordOfficial(std::move(call), asked.parent(), std::move(entry),
                                             answer.mutable_receipt());
                     });
}

grpc::ServerUnaryReactor* JudgingService::OpenRescore(grpc::CallbackServerContext* context,
                                                      const v1::OpenRescoreRequest* request,
                                                      v1::OpenRescoreResponse* response) {
  return HandleUnary(
      gate_, __func__, context, request, response, executor_,
      [this](Call call, const v1::OpenRescoreRequest& asked, v1::OpenRescoreResponse& answer) {
        v1::Entry entry;
        *entry.mutable_rescore() = asked.rescore();
        entry =
            judging::EntryFor(call.caller(), asked.parent(), asked.entry_id(), std::move(entry));
        return RecordOfficial(std::move(call), asked.parent(), std::move(entry),
                              answer.mutable_receipt());
      });
}

grpc::ServerUnaryReactor* JudgingService::DecideEntry(grpc::CallbackServerContext* context,
                                                      const v1::DecideEntryRequest* request,
                                                      v1::DecideEntryResponse* response) {
  return HandleUnary(
      gate_, __func__, context, request, response, executor_,
      [this](Call call, const v1::DecideEntryRequest& asked, v1::DecideEntryResponse& answer) {
        v1::Entry entry;
        *entry.mutable_decision() = asked.decision();
        entry =
            judging::EntryFor(call.caller(), asked.parent(), asked.entry_id(), std::move(entry));
        return RecordOfficial(std::move(call), asked.parent(), std::move(entry),
                              answer.mutable_receipt());
      });
}

grpc::ServerUnaryReactor* JudgingService::GetSheet(grpc::CallbackServerContext* context,
                                                   const v1::GetSheetRequest* request,
                                                   v1::Sheet* response) {
  return HandleUnary(gate_, __func__, context, request, response, executor_,
                     std::bind_front(&judging::SheetPages::GetSheet, &sheets_));
}

grpc::ServerUnaryReactor* JudgingService::ListSheets(grpc::CallbackServerContext* context,
                                                     const v1::ListSheetsRequest* request,
                                                     v1::ListSheetsResponse* response) {
  return HandleUnary(gate_, __func__, context, request, response, executor_,
                     std::bind_front(&judging::SheetPages::ListSheets, &sheets_));
}

grpc::ServerUnaryReactor* JudgingService::ListIncidents(grpc::CallbackServerContext* context,
                                                        const v1::ListIncidentsRequest* request,
                                                        v1::ListIncidentsResponse* response) {
  return HandleUnary(gate_, __func__, context, request, response, executor_,
                     std::bind_front(&judging::ChainPages::ListIncidents, &chain_));
}

grpc::ServerUnaryReactor* JudgingService::ListWaitingEntries(
    grpc::CallbackServerContext* context, const v1::ListWaitingEntriesRequest* request,
    v1::ListWaitingEntriesResponse* response) {
  return HandleUnary(gate_, __func__, context, request, response, executor_,
                     std::bind_front(&judging::ChainPages::ListWaitingEntries, &chain_));
}

grpc::ServerUnaryReactor* JudgingService::ListEnvelopes(grpc::CallbackServerContext* context,
                                                        const v1::ListEnvelopesRequest* request,
                                                        v1::ListEnvelopesResponse* response) {
  return HandleUnary(gate_, __func__, context, request, response, executor_,
                     std::bind_front(&judging::ChainPages::ListEnvelopes, &chain_));
}

}  // namespace touchstone
