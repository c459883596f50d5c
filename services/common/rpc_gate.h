#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "services/common/access.h"
#include "services/common/caller.h"

namespace touchstone {

// Decides whether a call may reach its handler. The order is fixed: token, role, event of the
// token, fields of the request; so a caller who may not see something never learns
// whether it exists. Thread-safe.
class RpcGate {
 public:
  // `rules` and `authenticator` must outlive the gate. A method without a rule is denied.
  RpcGate(const Authenticator& authenticator, std::span<const AccessRule> rules);

  const AccessRule* FindRule(std::string_view full_name) const;

  // The caller when the token and the role allow the method. `authorization` is the header, such as
  // "Bearer ts_…"; nullopt without one.
  //   TOKEN_MISSING, TOKEN_INVALID, TABLET_REVOKED, ROLE_NOT_ALLOWED
  absl::StatusOr<std::shared_ptr<const Caller>> Authorise(
      const AccessRule* rule, std::optional<std::string_view> authorization) const;

  // The same for the caller of a call that is still running; errors as above.
  absl::StatusOr<std::shared_ptr<const Caller>> AuthoriseAgain(
      const AccessRule* rule, std::shared_ptr<const Caller> caller) const;

 private:
  const Authenticator& authenticator_;
  std::unordered_map<std::string_view, const AccessRule*> rules_;
};

// The gate as one service sees it: its methods, resolved from the descriptor once. Thread-safe.
class ServiceGate {
 public:
  struct Method {
    std::string full_name;
    const AccessRule* rule = nullptr;
    std::vector<const google::protobuf::FieldDescriptor*> event_path;
    bool unary = false;
  };

  // `service` is the generated `service_full_name()`; the process ends when there is none such.
  ServiceGate(const RpcGate& gate, std::string_view service);

  // The method that a generated handler function implements: pass `__func__`.
  const Method& Find(std::string_view name) const;

  // `authorization` as for RpcGate::Authorise(); `request` is null for methods whose requests come
  // as a stream.
  //   as RpcGate::Authorise(), NOT_YOURS, REQUEST_INVALID, TEXT_NOT_UTF8
  absl::StatusOr<std::shared_ptr<const Caller>> Admit(
      const Method& method, std::optional<std::string_view> authorization,
      const google::protobuf::Message* request) const;

  // The caller of a call that is still running, as he is now. Errors of RpcGate::AuthoriseAgain().
  absl::StatusOr<std::shared_ptr<const Caller>> AdmitAgain(
      const Method& method, std::shared_ptr<const Caller> caller) const {
    return gate_.AuthoriseAgain(method.rule, std::move(caller));
  }

 private:
  const RpcGate& gate_;
  std::unordered_map<std::string_view, Method> methods_;
  Method unknown_;
};

}  // namespace touchstone
