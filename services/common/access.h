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

// What else must hold, besides the role.
enum class Scope {
  // Nothing.
  kAny,
  // The event that the request names at `event_field` is the token's. Checked by the gate.
  kOwnEvent,
  // The event is in bytes that only the handler reads: the handler checks event and judge.
  kOwnJudge,
  // No token is needed. The handler shows what the event's state allows the caller to see.
  kPublishedOpen,
};

// One row of the authorisation table: who may call a method.
struct AccessRule {
  std::string_view method;  // "touchstone.v1.EventsService.GetEvent"
  RoleSet roles;
  Scope scope = Scope::kAny;
  std::string_view event_field;  // kOwnEvent: path to the field, such as "parent" or "judge.name"
};

}  // namespace touchstone
