// touchstoned: the composition root. The only file that names the concrete store, the clock and the
// source of ids.

#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <utility>

#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>

#include "services/common/clock.h"
#include "services/common/id_generator.h"
#include "services/common/idempotency.h"
#include "services/identity/first_account.h"
#include "services/identity/first_token.h"
#include "services/server/config.h"
#include "services/server/gateway_start.h"
#include "services/server/json_log.h"
#include "services/server/memory.h"
#include "services/server/receipt_key.h"
#include "services/server/seed_file.h"
#include "services/server/server.h"
#include "storage/rocksdb_store.h"

namespace {

using namespace std::chrono_literals;
namespace asio = boost::asio;
using touchstone::gateway::Gateway;
using touchstone::storage::RocksDbStore;

constexpr int kStartFailed = 1;
constexpr int kStoreFailed = 70;  // EX_SOFTWARE: restart me
constexpr auto kPatience = 2s;    // for calls that are under way; watches never end

int Fail(const absl::Status& status) {
  spdlog::error("{}", std::string(status.message()));
  return kStartFailed;
}

int RunGatewayAlone(const touchstone::Config& config, const touchstone::Upstream& upstream) {
  if (absl::Status s = touchstone::CheckGateway(config, upstream); !s.ok()) return Fail(s);
  const absl::Status run = touchstone::RunGatewayUntilSignal(config.web, upstream);
  return run.ok() ? 0 : Fail(run);
}

// The store can write no more. What waits for it was answered UNAVAILABLE; those answers get a
// moment to leave, and a new process finds out what the disk really holds.
void EndAfterStoreFailure(const absl::Status& reason) {
  spdlog::critical("存储失败，进程退出 · the store failed: {}", std::string(reason.message()));
  std::thread([] {
    std::this_thread::sleep_for(150ms);
    ::_exit(kStoreFailed);
  }).detach();
}

void PurgeHourly(asio::steady_timer& timer, touchstone::storage::KvStore& store,
                 const touchstone::Clock& clock) {
  timer.expires_after(1h);
  timer.async_wait([&](boost::system::error_code error) {
    if (error) return;
    if (auto purged = touchstone::PurgeRequests(store, clock); !purged.ok()) {
      spdlog::warn("purge of requests: {}", std::string(purged.status().message()));
    }
    PurgeHourly(timer, store, clock);
  });
}

int RunServer(const touchstone::Config& config) {
  if (absl::Status s = touchstone::CheckConfig(config); !s.ok()) return Fail(s);
  ::umask(0077);
  touchstone::RaiseFileLimit();
  std::error_code error;
  std::filesystem::create_directories(config.data_dir, error);
  if (error) return Fail(absl::UnavailableError(config.data_dir + ": " + error.message()));

  // Signals are caught from here on, so that a SIGTERM during the start is not lost.
  asio::io_context main_loop;
  asio::signal_set signals(main_loop, SIGTERM, SIGINT);
  RocksDbStore::Options options;
  options.path = config.StorePath();
  options.cache_bytes = config.CacheBytes(touchstone::UsableMemory());
  options.on_fatal = EndAfterStoreFailure;
  auto store = RocksDbStore::Open(std::move(options));
  if (!store.ok()) return Fail(store.status());
  touchstone::SystemClock clock;
  touchstone::RandomIdGenerator ids;
  // Before the first call can come.
  const touchstone::identity::Tokens tokens(**store, clock, ids);
  auto first = touchstone::identity::MakeFirstToken(**store, tokens, config.FirstTokenFile());
  if (!first.ok()) return Fail(first.status());
  if (*first) {
    spdlog::info("首个组织者令牌已写入 · the first organiser token is in {}",
                 config.FirstTokenFile());
  }
  auto invited =
      touchstone::identity::InviteFirstAccount(**store, clock, ids, config.FirstInvitationFile());
  if (!invited.ok()) return Fail(invited.status());
  if (*invited) {
    spdlog::info("管理员 admin 的邀请已写入 · the invitation of the account admin is in {}",
                 config.FirstInvitationFile());
  }
  auto receipts = touchstone::OpenReceiptKey(config.ReceiptKeyFile(), ids);
  if (!receipts.ok()) return Fail(receipts.status());
  auto badge_seed = touchstone::OpenSeedFile(config.BadgeKeyFile(), ids);
  if (!badge_seed.ok()) return Fail(badge_seed.status());
  auto code_secret = touchstone::OpenSeedFile(config.CodeSecretFile(), ids);
  if (!code_secret.ok()) return Fail(code_secret.status());
  auto server = touchstone::Server::Start(config, **store, clock, ids, **receipts,
                                          {config.PublicUrl(), *badge_seed, *code_secret});
  if (!server.ok()) return Fail(server.status());
  spdlog::info("touchstoned 已启动 · listening on {} (port {})", config.listen, (*server)->port());

  std::unique_ptr<Gateway> gateway;
  if (!config.web.listen.empty()) {
    auto started = touchstone::StartGateway(config.web, (*server)->InProcessChannel());
    if (!started.ok()) return Fail(started.status());
    gateway = *std::move(started);
  }

  asio::steady_timer purge(main_loop);
  PurgeHourly(purge, **store, clock);
  signals.async_wait([&](boost::system::error_code, int signal) {
    spdlog::info("收到信号 {}，正在停止 · stopping", signal);
    main_loop.stop();
  });
  main_loop.run();
  gateway.reset();
  (*server)->Drain(kPatience);
  server->reset();
  store->reset();
  spdlog::info("touchstoned 已停止 · stopped");
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const touchstone::CommandLine line = touchstone::ParseCommandLine(argc, argv);
  if (line.exit_code) return *line.exit_code;
  auto log = spdlog::stderr_color_mt("touchstoned");
  if (line.config.json_log) log->set_formatter(std::make_unique<touchstone::JsonLogFormatter>());
  spdlog::set_default_logger(std::move(log));
  if (line.upstream) return RunGatewayAlone(line.config, *line.upstream);
  return RunServer(line.config);
}
