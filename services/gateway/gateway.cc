#include "services/gateway/gateway.h"

#include <optional>
#include <utility>

#include <boost/asio/thread_pool.hpp>

#include "services/gateway/address_count.h"
#include "services/gateway/bridge.h"
#include "services/gateway/cors.h"
#include "services/gateway/listener.h"
#include "services/gateway/onboarding.h"
#include "services/gateway/session.h"
#include "services/gateway/static_files.h"
#include "services/gateway/tls.h"

namespace touchstone::gateway {

constexpr std::size_t kThreads = 2;

// In the order in which they need each other.
struct Gateway::Parts {
  Parts(const Settings& s, std::shared_ptr<grpc::ChannelInterface> channel)
      : settings(s),
        count(settings.limits.connections_per_address, settings.limits.connections),
        files(settings.web_root),
        cors(settings.origins),
        bridge(std::move(channel), settings.limits),
        pool(kThreads) {}

  const Settings settings;
  AddressCount count;
  StaticFiles files;
  Cors cors;
  Bridge bridge;
  std::unique_ptr<asio::ssl::context> tls;  // null: plain HTTP
  std::optional<Onboarding> onboarding;
  asio::thread_pool pool;
  std::shared_ptr<Listener> site;
  std::shared_ptr<Listener> onboarding_site;  // null: none
};

Gateway::Gateway(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

absl::StatusOr<std::unique_ptr<Gateway>> Gateway::Start(
    const Settings& settings, std::shared_ptr<grpc::ChannelInterface> channel) {
  auto parts = std::make_unique<Parts>(settings, std::move(channel));
  const Site site{parts->bridge, parts->files, parts->cors, parts->settings.limits};
  Listener::Wrap wrap = PlainConnection;
  if (!settings.certificate.empty()) {
    auto tls = MakeTls(settings.certificate, settings.key);
    if (!tls.ok()) return tls.status();
    parts->tls = *std::move(tls);
    wrap = [&tls = *parts->tls](asio::ip::tcp::socket socket) {
      return TlsConnection(std::move(socket), tls);
    };
  }
  auto listener =
      Listener::Start(settings.listen, parts->pool, parts->count, std::move(wrap),
                      [site](Connection& connection) { return ServeSite(connection, site); });
  if (!listener.ok()) return listener.status();
  parts->site = *std::move(listener);
  std::unique_ptr<Gateway> gateway(new Gateway(std::move(parts)));
  if (settings.onboarding_listen.empty()) return gateway;
  if (absl::Status s = gateway->StartOnboarding(); !s.ok()) return s;
  return gateway;
}

absl::Status Gateway::StartOnboarding() {
  auto onboarding = Onboarding::Open(parts_->settings.onboarding_ca, port());
  if (!onboarding.ok()) return onboarding.status();
  parts_->onboarding = *std::move(onboarding);
  auto listener = Listener::Start(parts_->settings.onboarding_listen, parts_->pool, parts_->count,
                                  PlainConnection, [parts = parts_.get()](Connection& connection) {
                                    return ServeOnboarding(connection, *parts->onboarding,
                                                           parts->settings.limits);
                                  });
  if (!listener.ok()) return listener.status();
  parts_->onboarding_site = *std::move(listener);
  return absl::OkStatus();
}

Gateway::~Gateway() {
  parts_->site->Stop();
  if (parts_->onboarding_site != nullptr) parts_->onboarding_site->Stop();
  parts_->pool.join();
}

int Gateway::port() const { return parts_->site->port(); }
int Gateway::onboarding_port() const { return parts_->onboarding_site->port(); }
std::size_t Gateway::connections() const { return parts_->count.held(); }

}  // namespace touchstone::gateway
