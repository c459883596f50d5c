#pragma once

#include <memory>

#include <grpcpp/grpcpp.h>

#include "absl/status/statusor.h"
#include "services/gateway/settings.h"

namespace touchstone::gateway {

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
