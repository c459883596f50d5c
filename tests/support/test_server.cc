#include "tests/support/test_server.h"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <utility>

#include "services/common/resource_name.h"
#include "storage/memory_store.h"
#include "storage/rocksdb_store.h"

namespace touchstone::testing {
namespace {

template <class T>
T ValueOrDie(absl::StatusOr<T> value) {
  if (!value.ok()) {
    std::fprintf(stderr, "TestServer: %s\n", value.status().ToString().c_str());
    std::abort();
  }
  return *std::move(value);
}

}  // namespace

TestServer::TestServer(Options options) : options_(options) {
  if (options_.rocksdb) {
    std::string pattern = (std::filesystem::temp_directory_path() / "touchstone-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) std::abort();
    folder_ = pattern;
  } else {
    store_ = std::make_unique<storage::MemoryStore>();
  }
  Start();
}

TestServer::~TestServer() {
  server_.reset();
  store_.reset();
  std::error_code ignored;
  if (!folder_.empty()) std::filesystem::remove_all(folder_, ignored);
}

void TestServer::Start() {
  if (options_.rocksdb) {
    storage::RocksDbStore::Options store;
    store.path = (folder_ / "store").string();
    store_ = ValueOrDie(storage::RocksDbStore::Open(std::move(store)));
  }
  Config config;
  config.listen = "127.0.0.1:0";
  const Clock& clock =
      options_.system_clock ? static_cast<const Clock&>(system_clock_) : fake_clock_;
  server_ = ValueOrDie(
      Server::Start(config, *store_, clock, ids_, receipts_,
                    {"https://hall.example", std::string(32, 'b'), std::string(32, 'c')}));
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  channel_ = grpc::CreateCustomChannel(address(), grpc::InsecureChannelCredentials(), arguments);
}

void TestServer::Restart() {
  server_.reset();
  if (options_.rocksdb) store_.reset();
  Start();
}

std::string TestServer::NewToken(const v1::Token& token) {
  storage::WriteBatch batch;
  auto made = server_->tokens().Make(token, &batch);
  ValueOrDie(store_->CommitSync(std::move(batch)));
  return made.secret;
}

std::string TestServer::Token(v1::Role role, const std::string& event, const std::string& judge) {
  v1::Token token;
  token.set_role(role);
  token.set_event(event);
  token.set_judge(judge);
  return NewToken(token);
}

std::string TestServer::JudgeToken(const std::string& event_id, const std::string& judge_id) {
  return Token(v1::ROLE_JUDGE, ResourceName("events", event_id),
               ResourceNameIn(event_id, "judges", judge_id));
}

std::unique_ptr<grpc::ClientContext> TestServer::Context(const std::string& secret) {
  auto context = std::make_unique<grpc::ClientContext>();
  if (!secret.empty()) context->AddMetadata("authorization", "Bearer " + secret);
  context->set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(30));
  return context;
}

std::string TestServer::address() const { return "127.0.0.1:" + std::to_string(server_->port()); }

}  // namespace touchstone::testing
