#pragma once

#include <string>

#include "services/common/lasting_calls.h"
#include "services/common/rpc.h"
#include "services/judging/judging_service_chain.h"
#include "services/judging/judging_service_photos.h"
#include "services/judging/judging_service_sheets.h"
#include "services/ledger/receipt_signer.h"
#include "services/ledger/sequencer.h"
#include "storage/kv_store.h"
#include "touchstone/v1/judging.grpc.pb.h"

namespace touchstone {

// Takes judges' entries and shows sheets. Documented in proto/touchstone/v1/judging.proto. Checks
// who speaks; what an entry is worth is decided by the sequencer.
class JudgingService final : public v1::JudgingService::CallbackService {
 public:
  // Everything must outlive the service. Handlers run on `executor`, which may use many threads.
  JudgingService(const RpcGate& gate, storage::KvStore& store, ledger::Sequencers& sequencers,
                 const ledger::ReceiptSigner& signer, asio::any_io_executor executor);

  grpc::ServerUnaryReactor* RecordEntry(grpc::CallbackServerContext* context,
                                        const v1::RecordEntryRequest* request,
                                        v1::RecordEntryResponse* response) override;
  grpc::ServerUnaryReactor* BatchRecordEntries(grpc::CallbackServerContext* context,
                                               const v1::BatchRecordEntriesRequest* request,
                                               v1::BatchRecordEntriesResponse* response) override;
  grpc::ServerBidiReactor<v1::StreamEntriesRequest, v1::StreamEntriesResponse>* StreamEntries(
      grpc::CallbackServerContext* context) override;
  grpc::ServerUnaryReactor* PutPhoto(grpc::CallbackServerContext* context,
                                     const v1::PutPhotoRequest* request,
                                     v1::PutPhotoResponse* response) override;
  grpc::ServerUnaryReactor* GetPhoto(grpc::CallbackServerContext* context,
                                     const v1::GetPhotoRequest* request,
                                     v1::GetPhotoResponse* response) override;
  grpc::ServerUnaryReactor* SealSheet(grpc::CallbackServerContext* context,
                                      const v1::SealSheetRequest* request,
                                      v1::SealSheetResponse* response) override;
  grpc::ServerUnaryReactor* GetSheet(grpc::CallbackServerContext* context,
                                     const v1::GetSheetRequest* request,
                                     v1::Sheet* response) override;
  grpc::ServerUnaryReactor* ListSheets(grpc::CallbackServerContext* context,
                                       const v1::ListSheetsRequest* request,
                                       v1::ListSheetsResponse* response) override;
  grpc::ServerUnaryReactor* RecordIncident(grpc::CallbackServerContext* context,
                                           const v1::RecordIncidentRequest* request,
                                           v1::RecordIncidentResponse* response) override;
  grpc::ServerUnaryReactor* ListIncidents(grpc::CallbackServerContext* context,
                                          const v1::ListIncidentsRequest* request,
                                          v1::ListIncidentsResponse* response) override;
  grpc::ServerUnaryReactor* OpenRescore(grpc::CallbackServerContext* context,
                                        const v1::OpenRescoreRequest* request,
                                        v1::OpenRescoreResponse* response) override;
  grpc::ServerUnaryReactor* DecideEntry(grpc::CallbackServerContext* context,
                                        const v1::DecideEntryRequest* request,
                                        v1::DecideEntryResponse* response) override;
  grpc::ServerUnaryReactor* ListWaitingEntries(grpc::CallbackServerContext* context,
                                               const v1::ListWaitingEntriesRequest* request,
                                               v1::ListWaitingEntriesResponse* response) override;
  grpc::ServerUnaryReactor* ListEnvelopes(grpc::CallbackServerContext* context,
                                          const v1::ListEnvelopesRequest* request,
                                          v1::ListEnvelopesResponse* response) override;

 private:
  Awaitable<absl::Status> DoBatchRecordEntries(Call call,
                                               const v1::BatchRecordEntriesRequest& request,
                                               v1::BatchRecordEntriesResponse& response);
  Awaitable<absl::Status> DoSealSheet(Call call, const v1::SealSheetRequest& request,
                                      v1::SealSheetResponse& response);
  // Records what the server writes down for an official: incidents, re-scores, decisions.
  Awaitable<absl::Status> RecordOfficial(Call call, std::string parent, v1::Entry entry,
                                         v1::Receipt* receipt);

  ServiceGate gate_;
  ledger::Sequencers& sequencers_;
  const ledger::ReceiptSigner& signer_;
  judging::SheetPages sheets_;
  judging::ChainPages chain_;
  judging::Photos photos_;
  asio::any_io_executor executor_;
  LastingCalls lasting_;
};

}  // namespace touchstone
