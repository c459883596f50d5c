#pragma once

#include <cstdint>
#include <initializer_list>
#include <string_view>

#include "touchstone/v1/identity.pb.h"

namespace touchstone {

// A set of roles.
class RoleSet {
 public:
  constexpr RoleSet() = default;
  constexpr RoleSet(std::initializer_list<v1::Role> roles) {
    for (const v1::Role role : roles) bits_ |= 1u << role;
  }
  constexpr bool Has(v1::Role role) const { return (bits_ >> role & 1u) != 0; }
  constexpr RoleSet operator|(RoleSet other) const {
    RoleSet both;
    both.bits_ = bits_ | other.bits_;
    return both;
  }

 private:
  std::uint32_t bits_ = 0;
};

// What else must hold, besides the role. The event that the request names at `event_field`, when
// there is one, must be the token's under every scope; the gate checks that.
enum class Scope {
  // Nothing.
  kAny,
  // The token is for every event.
  kEveryEvent,
  // The token is for every event, and the handler, which knows who is whose, holds TRAINER and
  // TRAINING_DEPARTMENT to their own company and WORKER to the own file.
  kOwnCompany,
  // `event_field` says which event.
  kOwnEvent,
  // For a judge also the judge must be the token's, which only the handler can see.
  kOwnJudge,
  // No token is needed. The handler shows what the state of the event allows the caller to see.
  kPublishedOpen,
  // No token is needed, and none is looked at: the request holds the secret. `roles` is empty.
  kOpen,
};

// One row of the authorisation table: who may call a method.
struct AccessRule {
  std::string_view method;  // "touchstone.v1.EventsService.GetEvent"
  RoleSet roles;
  Scope scope = Scope::kAny;
  std::string_view event_field;  // path to the field, such as "parent" or "judge.name"
  // Tablets that were shut out may call it too; the handler sees Caller::tablet_revoked.
  bool revoked_tablets = false;
};

}  // namespace touchstone
