#include "services/server/server.h"

#include <sys/resource.h>

#include <latch>
#include <memory>
#include <thread>
#include <utility>
#include <vector>

#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/health_check_service_interface.h>
#include <boost/asio/thread_pool.hpp>

#include "services/common/protobuf_log.h"
#include "services/common/rpc_gate.h"
#include "services/events/events_service.h"
#include "services/identity/accounts_service.h"
#include "services/identity/identity_service.h"
#include "services/identity/password_hasher.h"
#include "services/identity/roles.h"
#include "services/identity/tablets_service.h"
#include "services/judging/judging_service.h"
#include "services/leaderboard/follower.h"
#include "services/leaderboard/leaderboard_service.h"
#include "services/ledger/sequencer.h"
#include "services/server/grpc_settings.h"
#include "services/server/unreadable_request.h"
#include "services/training/imports/imports_service.h"
#include "services/training/progress_service.h"
#include "services/training/training_service.h"

namespace touchstone {
namespace {

unsigned ThreadsOf(const Config& config) {
  if (config.threads > 0) return config.threads;
  const unsigned cores = std::thread::hardware_concurrency();
  return cores < 2 ? 2 : cores;
}

// Lets other threads of this process go first when the processors are short.
void RunBehindOthers(asio::thread_pool& pool, unsigned threads) {
  auto all = std::make_shared<std::latch>(threads);  // so that each thread does it once
  for (unsigned i = 0; i < threads; ++i) {
    asio::post(pool, [all] {
      ::setpriority(PRIO_PROCESS, 0, 5);  // of this thread only, as Linux has it
      all->arrive_and_wait();
    });
  }
}

}  // namespace

// In the order in which they need each other.
struct Server::Parts {
  Parts(const Config& config, storage::KvStore& store, const Clock& clock, IdGenerator& ids,
        const ledger::ReceiptSigner& receipts, const DocumentSettings& document_settings)
      : pool(ThreadsOf(config)),
        reading_pool(ThreadsOf(config)),
        tokens(store, clock, ids),
        gate(tokens, identity::AuthorisationTable()),
        sequencers(store, pool, clock),
        follower(store, reading_pool),
        identity(gate, store, tokens, pool.get_executor()),
        accounts(gate, store, tokens, hasher, ids, clock, pool.get_executor()),
        tablets(gate, store, tokens, hasher, ids, clock, receipts.PublicKey(), pool.get_executor()),
        events(gate, store, sequencers, ids, clock, reading_pool.get_executor()),
        judging(gate, store, sequencers, receipts, pool.get_executor()),
        leaderboard(gate, store, follower, clock, reading_pool),
        training(gate, store, ids, clock, reading_pool.get_executor()),
        documents(gate, store, training.types(), clock, document_settings,
                  reading_pool.get_executor(), writing_pool.get_executor()),
        imports(gate, store, ids, training.types(), clock, reading_pool.get_executor()),
        progress(gate, store, training.types(), ids, clock, reading_pool.get_executor()) {
    RunBehindOthers(writing_pool, 1);
    RunBehindOthers(reading_pool, ThreadsOf(config));
  }

  // What the pools run uses the members below them.
  ~Parts() {
    for (asio::thread_pool* each : {&pool, &reading_pool, &writing_pool}) each->stop();
    for (asio::thread_pool* each : {&pool, &reading_pool, &writing_pool}) each->join();
  }

  std::vector<grpc::Service*> Services() {
    return {&identity,    &accounts, &tablets,   &events,  &judging,
            &leaderboard, &training, &documents, &imports, &progress};
  }

  asio::thread_pool pool;
  // Of boards, set-up and exports: however many ask for them, judges do not queue behind them.
  asio::thread_pool reading_pool;
  // Of documents: one at a time, so that readers do not queue behind what takes a second.
  asio::thread_pool writing_pool{1};
  identity::Tokens tokens;
  RpcGate gate;
  identity::PasswordHasher hasher;
  ledger::Sequencers sequencers;
  leaderboard::Follower follower;
  IdentityService identity;
  AccountsService accounts;
  TabletsService tablets;
  EventsService events;
  JudgingService judging;
  leaderboard::LeaderboardService leaderboard;
  TrainingService training;
  DocumentsService documents;
  ImportsService imports;
  ProgressService progress;
  std::unique_ptr<grpc::Server> server;
  int port = 0;
};

Server::Server(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

absl::StatusOr<std::unique_ptr<Server>> Server::Start(const Config& config, storage::KvStore& store,
                                                      const Clock& clock, IdGenerator& ids,
                                                      const ledger::ReceiptSigner& receipts,
                                                      const DocumentSettings& documents) {
  if (absl::Status s = CheckConfig(config); !s.ok()) return s;
  InstallProtobufLog();
  if (absl::Status s = events::StoreShippedRules(store); !s.ok()) return s;
  auto credentials = MakeCredentials(config);
  if (!credentials.ok()) return credentials.status();
  grpc::EnableDefaultHealthCheckService(true);
  if (IsLoopback(config.listen)) grpc::reflection::InitProtoReflectionServerBuilderPlugin();

  auto parts = std::make_unique<Parts>(config, store, clock, ids, receipts, documents);
  grpc::ServerBuilder builder;
  SetLimits(builder);
  builder.AddListeningPort(config.listen, *credentials, &parts->port);
  if (!config.unix_socket.empty()) {
    builder.AddListeningPort("unix:" + config.unix_socket, grpc::InsecureServerCredentials());
  }
  for (grpc::Service* service : parts->Services()) builder.RegisterService(service);
  std::vector<std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface>> interceptors;
  interceptors.push_back(ExplainUnreadableRequests());
  builder.experimental().SetInterceptorCreators(std::move(interceptors));
  parts->server = builder.BuildAndStart();
  if (parts->server == nullptr || parts->port == 0) {
    return absl::UnavailableError("无法监听 · cannot listen on " + config.listen);
  }
  for (const char* name :
       {v1::IdentityService::service_full_name(), v1::AccountsService::service_full_name(),
        v1::TabletsService::service_full_name(), v1::EventsService::service_full_name(),
        v1::JudgingService::service_full_name(), v1::LeaderboardService::service_full_name(),
        v1::TrainingService::service_full_name(), v1::DocumentsService::service_full_name(),
        v1::ImportsService::service_full_name(), v1::ProgressService::service_full_name()}) {
    parts->server->GetHealthCheckService()->SetServingStatus(name, true);
  }
  return std::unique_ptr<Server>(new Server(std::move(parts)));
}

Server::~Server() { Drain(std::chrono::milliseconds(0)); }

void Server::Drain(std::chrono::milliseconds patience) {
  if (parts_->server == nullptr) return;
  parts_->server->GetHealthCheckService()->SetServingStatus(false);
  parts_->server->Shutdown(std::chrono::system_clock::now() + patience);
  parts_->server->Wait();
  parts_->server.reset();
}

std::shared_ptr<grpc::Channel> Server::InProcessChannel() {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(16 << 20);
  return parts_->server->InProcessChannel(arguments);
}

int Server::port() const { return parts_->port; }
identity::Tokens& Server::tokens() { return parts_->tokens; }

}  // namespace touchstone
