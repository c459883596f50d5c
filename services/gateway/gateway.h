#pragma once

#include <memory>
#include <string>
#include <vector>

#include <grpcpp/grpcpp.h>

#include "absl/status/statusor.h"
#include "services/gateway/limits.h"

namespace touchstone::gateway {

// What a gateway is told.
struct Settings {
  std::string listen;       // host:port; port 0: any free one
  std::string web_root;     // folder of the pages; empty: none
  std::string certificate;  // PEM files; both or none: plain HTTP
  std::string key;
  std::string onboarding_listen;  // host:port of the page for new tablets, plain HTTP; empty: none
  std::string onboarding_ca;      // PEM file of the authority that the page hands out
  std::vector<std::string> origins;  // other origins whose pages may call the services
  unsigned threads = 2;
  Limits limits;
};

// The door for browsers: pages, and every method of the services over HTTP. Thread-safe.
class Gateway {
 public:
  // Starts answering; calls go to `channel`.
  //   UNAVAILABLE  an address is in use, or no address of this machine; a certificate is no good
  static absl::StatusOr<std::unique_ptr<Gateway>> Start(
      const Settings& settings, std::shared_ptr<grpc::ChannelInterface> channel);

  // Takes no new connection, ends those that are there with their calls, and returns when all are
  // gone.
  ~Gateway();

  // The port that was bound.
  int port() const;
  // Of the page for new tablets. REQUIRES: there is one.
  int onboarding_port() const;
  // Connections now open.
  std::size_t connections() const;

 private:
  struct Parts;
  explicit Gateway(std::unique_ptr<Parts> parts);
  absl::Status StartOnboarding();

  std::unique_ptr<Parts> parts_;
};

}  // namespace touchstone::gateway
