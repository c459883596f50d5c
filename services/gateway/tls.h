#pragma once

#include <memory>
#include <string>

#include <boost/asio/ssl/context.hpp>

#include "absl/status/statusor.h"

namespace touchstone::gateway {

// TLS 1.2 and 1.3 for browsers, with forward secrecy only, from a certificate (PEM, with what leads
// to its authority) and its private key.
//   UNAVAILABLE  a file cannot be read, or they do not belong together
absl::StatusOr<std::unique_ptr<boost::asio::ssl::context>> MakeTls(const std::string& certificate,
                                                                   const std::string& key);

}  // namespace touchstone::gateway
