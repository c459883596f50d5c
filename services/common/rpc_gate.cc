#include "services/common/rpc_gate.h"

#include <cstdio>
#include <cstdlib>
#include <utility>

#include "services/common/errors.h"
#include "services/common/validator.h"

namespace touchstone {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::DescriptorPool;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr std::string_view kBearer = "Bearer ";

[[noreturn]] void Refuse(std::string_view what, std::string_view name) {
  std::fprintf(stderr, "%.*s: %.*s\n", static_cast<int>(what.size()), what.data(),
               static_cast<int>(name.size()), name.data());
  std::abort();
}

std::vector<const FieldDescriptor*> ResolvePath(const Descriptor* message, std::string_view path) {
  std::vector<const FieldDescriptor*> fields;
  while (!path.empty()) {
    const auto dot = path.find('.');
    const FieldDescriptor* field =
        message == nullptr ? nullptr : message->FindFieldByName(std::string(path.substr(0, dot)));
    if (field == nullptr) Refuse("authorisation table: no such field", path);
    fields.push_back(field);
    message = field->message_type();
    path = dot == std::string_view::npos ? std::string_view() : path.substr(dot + 1);
  }
  return fields;
}

absl::Status CheckRule(const AccessRule* rule, const Caller& caller) {
  if (caller.tablet_revoked && (rule == nullptr || !rule->revoked_tablets)) {
    return MakeError(Reason::TABLET_REVOKED);
  }
  if (rule == nullptr || !rule->roles.Has(caller.role)) return MakeError(Reason::ROLE_NOT_ALLOWED);
  return absl::OkStatus();
}

std::string TextAt(const Message& request, const std::vector<const FieldDescriptor*>& path) {
  const Message* message = &request;
  for (std::size_t i = 0; i + 1 < path.size(); ++i) {
    message = &message->GetReflection()->GetMessage(*message, path[i]);
  }
  return message->GetReflection()->GetString(*message, path.back());
}

}  // namespace

RpcGate::RpcGate(const Authenticator& authenticator, std::span<const AccessRule> rules)
    : authenticator_(authenticator) {
  for (const AccessRule& rule : rules) rules_.emplace(rule.method, &rule);
}

const AccessRule* RpcGate::FindRule(std::string_view full_name) const {
  const auto found = rules_.find(full_name);
  return found == rules_.end() ? nullptr : found->second;
}

absl::StatusOr<std::shared_ptr<const Caller>> RpcGate::Authorise(
    const AccessRule* rule, std::optional<std::string_view> authorization) const {
  static const auto* const anybody =
      new std::shared_ptr<const Caller>(std::make_shared<const Caller>());
  if (rule != nullptr && rule->scope == Scope::kOpen) return *anybody;
  std::shared_ptr<const Caller> caller;
  if (authorization.has_value()) {
    if (!authorization->starts_with(kBearer)) return MakeError(Reason::TOKEN_INVALID);
    auto known = authenticator_.Authenticate(authorization->substr(kBearer.size()));
    if (!known.ok()) return known.status();
    caller = *std::move(known);
  } else if (rule != nullptr && rule->scope == Scope::kPublishedOpen) {
    return *anybody;
  } else {
    return MakeError(Reason::TOKEN_MISSING);
  }
  if (absl::Status s = CheckRule(rule, *caller); !s.ok()) return s;
  return caller;
}

absl::StatusOr<std::shared_ptr<const Caller>> RpcGate::AuthoriseAgain(
    const AccessRule* rule, std::shared_ptr<const Caller> caller) const {
  if (!caller->authenticated) return caller;
  auto now = authenticator_.AuthenticateAgain(std::move(caller));
  if (!now.ok()) return now;
  if (absl::Status s = CheckRule(rule, **now); !s.ok()) return s;
  return now;
}

ServiceGate::ServiceGate(const RpcGate& gate, std::string_view service) : gate_(gate) {
  const auto* descriptor =
      DescriptorPool::generated_pool()->FindServiceByName(std::string(service));
  if (descriptor == nullptr) Refuse("no such service", service);
  for (int i = 0; i < descriptor->method_count(); ++i) {
    const auto* method = descriptor->method(i);
    Method entry;
    entry.full_name = method->full_name();
    entry.rule = gate_.FindRule(entry.full_name);
    entry.unary = !method->client_streaming() && !method->server_streaming();
    if (entry.rule != nullptr) {
      entry.event_path = ResolvePath(method->input_type(), entry.rule->event_field);
    }
    methods_.emplace(method->name(), std::move(entry));
  }
}

const ServiceGate::Method& ServiceGate::Find(std::string_view name) const {
  const auto found = methods_.find(name);
  return found == methods_.end() ? unknown_ : found->second;
}

absl::StatusOr<std::shared_ptr<const Caller>> ServiceGate::Admit(
    const Method& method, std::optional<std::string_view> authorization,
    const Message* request) const {
  auto caller = gate_.Authorise(method.rule, authorization);
  if (!caller.ok()) return caller;
  const bool every_event =
      method.rule->scope == Scope::kEveryEvent || method.rule->scope == Scope::kOwnCompany;
  if (every_event && !(*caller)->event.empty()) {
    return MakeError(Reason::NOT_YOURS, "the token is for one event");
  }
  if (request != nullptr && !method.event_path.empty()) {
    if (absl::Status s = (*caller)->RequireEvent(TextAt(*request, method.event_path)); !s.ok()) {
      return s;
    }
  }
  if (request != nullptr) {
    if (absl::Status s = Validate(*request); !s.ok()) return s;
  }
  return caller;
}

}  // namespace touchstone
