#pragma once

#include <chrono>
#include <memory>
#include <string>

#include <grpcpp/channel.h>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/clock.h"
#include "services/common/id_generator.h"
#include "services/identity/tokens.h"
#include "services/ledger/receipt_signer.h"
#include "services/server/config.h"
#include "services/training/documents/documents_service.h"
#include "storage/kv_store.h"

namespace touchstone {

// All services of touchstone behind one gRPC server. Thread-safe.
class Server {
 public:
  // Starts answering. The store, the clock, the ids and the signer must outlive the server.
  //   INVALID_ARGUMENT  see CheckConfig()
  //   UNAVAILABLE       the address is in use; a TLS file cannot be read
  // and what a service says when it cannot start.
  static absl::StatusOr<std::unique_ptr<Server>> Start(const Config& config,
                                                       storage::KvStore& store, const Clock& clock,
                                                       IdGenerator& ids,
                                                       const ledger::ReceiptSigner& receipts,
                                                       const DocumentSettings& documents);

  // As Drain(0).
  ~Server();

  // Reports NOT_SERVING, takes no new calls, lets running ones end until `patience` is over, then
  // cancels them, and returns when all have ended.
  void Drain(std::chrono::milliseconds patience);

  // The port that was bound.
  int port() const;
  // Calls from this process, past the port; they are authorised like all others. Lives at most as
  // long as the server.
  std::shared_ptr<grpc::Channel> InProcessChannel();
  // To make tokens without a call.
  identity::Tokens& tokens();

 private:
  struct Parts;
  explicit Server(std::unique_ptr<Parts> parts);

  std::unique_ptr<Parts> parts_;
};

}  // namespace touchstone
