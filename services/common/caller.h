#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/device_key.h"
#include "touchstone/v1/identity.pb.h"

namespace touchstone {

// Who makes a call, as the token says. A plain value; immutable once it is attached to a call.
struct Caller {
  v1::Role role = v1::ROLE_PUBLIC;
  std::string token_name;  // `tokens/{token}`; empty without a token
  std::string event;       // `events/{event}`; empty: every event
  std::string judge;       // `events/{event}/judges/{judge}`, for judges only
  std::string company;     // `companies/{company}`, for the training roles only
  bool authenticated = false;
  std::shared_ptr<const v1::Token> token = {};  // all that is known; null without a token
  // On a tablet: the key that its entries are signed with. Null otherwise.
  std::shared_ptr<const DeviceKey> device_key = {};
  bool tablet_revoked = false;   // the tablet was shut out
  std::string secret_hash = {};  // SHA-256 of the token's secret, for AuthenticateAgain()

  // Who stands behind the token, for rules that need two people: `accounts/{account}`, or the token
  // itself when it is no person's session.
  const std::string& Person() const;

  // OK when the token is for every event, or for the event that `name` is or lies in, such as
  // "events/e1" or "events/e1/entrants/7". Otherwise NOT_YOURS, whether or not the event exists.
  absl::Status RequireEvent(std::string_view name) const;
};

// Turns the secret of a token into the caller. Implemented by identity::Tokens. Thread-safe.
class Authenticator {
 public:
  virtual ~Authenticator() = default;

  // TOKEN_INVALID when the token is unknown, expired or revoked.
  virtual absl::StatusOr<std::shared_ptr<const Caller>> Authenticate(
      std::string_view secret) const = 0;

  // The caller as he is now, for calls that last. TOKEN_INVALID when his token does not hold any
  // more. Who came without a token stays who he is.
  virtual absl::StatusOr<std::shared_ptr<const Caller>> AuthenticateAgain(
      std::shared_ptr<const Caller> caller) const = 0;
};

}  // namespace touchstone
