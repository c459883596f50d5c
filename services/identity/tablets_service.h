#pragma once

#include <optional>
#include <string>

#include "services/common/resource_name.h"
#include "services/common/rpc.h"
#include "services/identity/password_hasher.h"
#include "services/identity/records.h"
#include "services/identity/tokens.h"
#include "services/identity/wrong_tries.h"
#include "touchstone/storage/v1/records.pb.h"
#include "touchstone/v1/tablets.grpc.pb.h"

namespace touchstone {

// Tablets: paired, let in, shut out; judges sign in on them. Documented in
// proto/touchstone/v1/tablets.proto.
class TabletsService final : public v1::TabletsService::CallbackService {
 public:
  // Everything must outlive the service. `receipt_key` is the public key of the server's receipts,
  // 32 bytes. Handlers run on `executor`, which may use many threads.
  TabletsService(const RpcGate& gate, storage::KvStore& store, identity::Tokens& tokens,
                 identity::PasswordHasher& hasher, IdGenerator& ids, const Clock& clock,
                 std::string receipt_key, asio::any_io_executor executor);

  grpc::ServerUnaryReactor* CreatePairing(grpc::CallbackServerContext* context,
                                          const v1::CreatePairingRequest* request,
                                          v1::CreatePairingResponse* response) override;
  grpc::ServerUnaryReactor* PairTablet(grpc::CallbackServerContext* context,
                                       const v1::PairTabletRequest* request,
                                       v1::PairTabletResponse* response) override;
  grpc::ServerUnaryReactor* AcceptTablet(grpc::CallbackServerContext* context,
                                         const v1::AcceptTabletRequest* request,
                                         v1::Tablet* response) override;
  grpc::ServerUnaryReactor* RevokeTablet(grpc::CallbackServerContext* context,
                                         const v1::RevokeTabletRequest* request,
                                         v1::Tablet* response) override;
  grpc::ServerUnaryReactor* ListTablets(grpc::CallbackServerContext* context,
                                        const v1::ListTabletsRequest* request,
                                        v1::ListTabletsResponse* response) override;
  grpc::ServerUnaryReactor* GetOwnTablet(grpc::CallbackServerContext* context,
                                         const v1::GetOwnTabletRequest* request,
                                         v1::GetOwnTabletResponse* response) override;
  grpc::ServerUnaryReactor* ResetJudgePin(grpc::CallbackServerContext* context,
                                          const v1::ResetJudgePinRequest* request,
                                          v1::ResetJudgePinResponse* response) override;
  grpc::ServerUnaryReactor* SignInJudge(grpc::CallbackServerContext* context,
                                        const v1::SignInJudgeRequest* request,
                                        v1::SignInJudgeResponse* response) override;

 private:
  using StoredTablet = identity::Stored<touchstone::storage::v1::TabletRecord>;
  using StoredPin = identity::Stored<touchstone::storage::v1::JudgePinRecord>;

  Awaitable<absl::Status> DoListTablets(Call call, const v1::ListTabletsRequest& request,
                                        v1::ListTabletsResponse& response);
  Awaitable<absl::Status> DoGetOwnTablet(Call call, const v1::GetOwnTabletRequest& request,
                                         v1::GetOwnTabletResponse& response);
  // RESOURCE_NOT_FOUND.
  absl::StatusOr<StoredTablet> FindTablet(const std::string& name) const;
  v1::Tablet Shown(v1::Tablet tablet) const;

  // In tablets_pairing.cc.
  Awaitable<absl::Status> DoCreatePairing(Call call, const v1::CreatePairingRequest& request,
                                          v1::CreatePairingResponse& response);
  // Adds to `batch` that pairings which nobody used in time are gone.
  absl::Status DropExpiredPairings(storage::WriteBatch* batch) const;
  Awaitable<absl::Status> DoPairTablet(Call call, const v1::PairTabletRequest& request,
                                       v1::PairTabletResponse& response);
  Awaitable<absl::Status> PairOnce(const v1::PairTabletRequest& request,
                                   v1::PairTabletResponse& response);
  Awaitable<absl::Status> DoAcceptTablet(Call call, const v1::AcceptTabletRequest& request,
                                         v1::Tablet& response);
  Awaitable<absl::Status> AcceptOnce(const Caller& caller, const std::string& name,
                                     v1::Tablet& response);
  Awaitable<absl::Status> DoRevokeTablet(Call call, const v1::RevokeTabletRequest& request,
                                         v1::Tablet& response);
  Awaitable<absl::Status> RevokeOnce(const std::string& name, v1::Tablet& response);

  // In tablets_sign_in.cc.
  Awaitable<absl::Status> DoResetJudgePin(Call call, const v1::ResetJudgePinRequest& request,
                                          v1::ResetJudgePinResponse& response);
  Awaitable<absl::Status> ResetOnce(const EventChild& judge, const std::string& pin_hash);
  Awaitable<absl::Status> DoSignInJudge(Call call, const v1::SignInJudgeRequest& request,
                                        v1::SignInJudgeResponse& response);
  // Counts a try as wrong, before it is looked at; gives the hash to hold it against.
  Awaitable<absl::Status> BeginTry(const EventChild& judge, std::string& pin_hash);
  // The try was not looked at.
  Awaitable<absl::Status> TakeTryBack(const EventChild& judge);
  Awaitable<absl::Status> SignInOnce(const EventChild& judge, const std::string& pin_hash,
                                     const std::string& tablet, v1::SignInJudgeResponse& response);

  ServiceGate gate_;
  storage::KvStore& store_;
  identity::Tokens& tokens_;
  identity::PasswordHasher& hasher_;
  IdGenerator& ids_;
  const Clock& clock_;
  const std::string receipt_key_;
  asio::any_io_executor executor_;
  identity::WrongTriesByName unknown_judges_{identity::Secret::kPin};
};

}  // namespace touchstone
