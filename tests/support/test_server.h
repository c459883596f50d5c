#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>

#include <grpcpp/grpcpp.h>

#include "services/common/clock.h"
#include "services/common/id_generator.h"
#include "services/ledger/receipt_signer.h"
#include "services/server/server.h"
#include "storage/kv_store.h"
#include "touchstone/v1/identity.grpc.pb.h"

namespace touchstone::testing {

// The whole server in this process, on a free port of loopback:
//
//   TestServer server;                                   // in memory, with a FakeClock
//   TestServer server({.rocksdb = true, .system_clock = true});
//   auto events = server.Stub<v1::EventsService>();
//   auto context = server.Context(server.Organiser());   // bearer token and a deadline
//   grpc::Status status = events->GetEvent(context.get(), request, &response);
class TestServer {
 public:
  struct Options {
    bool rocksdb = false;       // in a folder of its own, deleted at the end
    bool system_clock = false;  // otherwise FakeClock, see clock()
  };

  // The process ends when the server cannot start.
  TestServer() : TestServer(Options{}) {}
  explicit TestServer(Options options);
  ~TestServer();

  // A secret of a new token, put straight into the store: what it names need not exist.
  std::string Token(v1::Role role, const std::string& event = "", const std::string& judge = "");
  std::string NewToken(const v1::Token& token);
  std::string Organiser() { return Token(v1::ROLE_ORGANISER); }
  std::string JudgeToken(const std::string& event_id, const std::string& judge_id);

  // Context of one call, with the token, if not empty, and a deadline of 30 s from now.
  static std::unique_ptr<grpc::ClientContext> Context(const std::string& secret);

  template <class Service>
  std::unique_ptr<typename Service::Stub> Stub() {
    return Service::NewStub(channel_);
  }
  std::shared_ptr<grpc::Channel> channel() const { return channel_; }
  std::string address() const;

  storage::KvStore& store() { return *store_; }
  // Who signs receipts.
  const ledger::ReceiptSigner& receipts() const { return receipts_; }
  // REQUIRES: not system_clock.
  FakeClock& clock() { return fake_clock_; }

  // Ends the server and starts it again over the same store.
  void Restart();

 private:
  void Start();

  Options options_;
  std::filesystem::path folder_;
  FakeClock fake_clock_;
  SystemClock system_clock_;
  RandomIdGenerator ids_;
  ledger::Ed25519ReceiptSigner receipts_{std::string(32, 'r')};
  std::unique_ptr<storage::KvStore> store_;
  std::unique_ptr<Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
};

}  // namespace touchstone::testing
