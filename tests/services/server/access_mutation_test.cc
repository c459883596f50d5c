// Planted faults in the authorisation table: each row changed in every way that lets somebody in or
// keeps somebody out, and the gate asked again, in memory, for every cell of its method. What the
// second statement (tests/data/who_calls_what.txt) does not notice is a hole in the statement.
#include <cstdio>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/common/errors.h"
#include "services/common/rpc_gate.h"
#include "services/identity/roles.h"
#include "tests/services/server/access_statement.h"
#include "tests/services/server/any_call.h"
#include "tests/services/server/requests.h"

namespace touchstone::testing {
namespace {

constexpr std::string_view kPackage = "touchstone.v1.";

// Everybody's tokens: the secret is Who::Name() and, for one event, the event.
class Everyone final : public Authenticator {
 public:
  Everyone() {
    for (const Who& who : Everybody()) {
      if (!who.role) continue;
      for (const char* event : {"events/here", "events/elsewhere"}) {
        Caller caller{*who.role, "tokens/t", who.HasOneEvent() ? event : "", "", "", true};
        caller.tablet_revoked = who.revoked_tablet;
        callers_[who.Name() + event] = std::make_shared<const Caller>(std::move(caller));
      }
    }
  }
  absl::StatusOr<std::shared_ptr<const Caller>> Authenticate(
      std::string_view secret) const override {
    return callers_.at(std::string(secret));
  }
  absl::StatusOr<std::shared_ptr<const Caller>> AuthenticateAgain(
      std::shared_ptr<const Caller> caller) const override {
    return caller;
  }

 private:
  std::map<std::string, std::shared_ptr<const Caller>> callers_;
};

// What the gate says by this row alone: a refusal, or "passes".
std::string GateAnswer(const ServiceGate& service, const google::protobuf::MethodDescriptor& method,
                       const Who& who, const Place& place,
                       const google::protobuf::Message& request) {
  const std::string bearer =
      "Bearer " + who.Name() + (place.own ? "events/here" : "events/elsewhere");
  std::optional<std::string_view> header;
  if (who.role) header = bearer;
  const bool streamed = method.client_streaming();
  const auto admitted =
      service.Admit(service.Find(method.name()), header, streamed ? nullptr : &request);
  const Reason reason = ReasonOf(admitted.status());
  // Which fields a request must have comes behind who may make it.
  if (admitted.ok() || reason == Reason::REQUEST_INVALID) return "passes";
  return std::string(ReasonName(reason));
}

// Names of the cells of this row's method at which the gate does not say what is stated.
std::vector<std::string> CellsThatNotice(const AccessRule& row) {
  static const Everyone everyone;
  const RpcGate gate(everyone, std::span(&row, 1));
  const std::string name(row.method.substr(kPackage.size()));
  const auto& method = MethodNamed(name);
  const ServiceGate service(gate, method.service()->full_name());
  const auto request = RequestFor(name, {.event = "here", .tablet = "events/here/tablets/t"});
  std::vector<std::string> cells;
  for (const Statement& statement : Statements()) {
    if (statement.method != name || !statement.variant.empty()) continue;
    for (const Who& who : Everybody()) {
      for (const Place& place : Places()) {
        const Expectation expected = statement.Of(who, place);
        const std::string answer = GateAnswer(service, method, who, place, *request);
        const std::string stated = expected.by_gate ? expected.answer : "passes";
        if (answer != stated) cells.push_back(CellName(statement, who, place));
      }
    }
  }
  return cells;
}

struct Mutation {
  std::string name;
  AccessRule row;
};

RoleSet Toggled(RoleSet roles, v1::Role role) {
  RoleSet toggled;
  for (int each = v1::Role_MIN + 1; each <= v1::Role_MAX; ++each) {
    const auto one = static_cast<v1::Role>(each);
    if (roles.Has(one) != (one == role)) toggled = toggled | RoleSet{one};
  }
  return toggled;
}

// Every change of the row that changes what the gate says to somebody.
std::vector<Mutation> MutationsOf(const AccessRule& row) {
  std::vector<Mutation> mutations;
  const auto add = [&](std::string name, auto change) {
    mutations.push_back({std::move(name), row});
    change(mutations.back().row);
  };
  if (row.scope == Scope::kOpen) {  // its roles are not looked at
    add("open closed", [](AccessRule& r) { r.scope = Scope::kAny; });
    add("open to boards", [](AccessRule& r) { r.scope = Scope::kPublishedOpen; });
    return mutations;
  }
  for (int each = v1::Role_MIN + 1; each <= v1::Role_MAX; ++each) {
    const auto role = static_cast<v1::Role>(each);
    add((row.roles.Has(role) ? "without " : "with ") + v1::Role_Name(role),
        [&](AccessRule& r) { r.roles = Toggled(r.roles, role); });
  }
  add("open", [](AccessRule& r) { r.scope = Scope::kOpen; });
  if (row.scope == Scope::kPublishedOpen) {
    add("closed", [](AccessRule& r) { r.scope = Scope::kAny; });
  } else {
    add("open as boards are", [](AccessRule& r) { r.scope = Scope::kPublishedOpen; });
  }
  if (row.scope == Scope::kEveryEvent || row.scope == Scope::kOwnCompany) {
    add("one event is enough", [](AccessRule& r) { r.scope = Scope::kAny; });
  } else {
    add("for every event only", [](AccessRule& r) { r.scope = Scope::kEveryEvent; });
  }
  if (!row.event_field.empty()) {
    add("any event", [](AccessRule& r) { r.event_field = ""; });
  }
  add(row.revoked_tablets ? "not for revoked tablets" : "for revoked tablets",
      [](AccessRule& r) { r.revoked_tablets = !r.revoked_tablets; });
  return mutations;
}

TEST(AccessMutationTest, TheGateSaysInEveryCellWhatIsStated) {
  for (const AccessRule& row : identity::AuthorisationTable()) {
    EXPECT_THAT(CellsThatNotice(row), ::testing::IsEmpty()) << row.method;
  }
}

TEST(AccessMutationTest, PlantedFaultEachRowChangedInEachWayIsNoticed) {
  std::size_t planted = 0;
  std::size_t rows = 0;
  for (const AccessRule& row : identity::AuthorisationTable()) {
    ++rows;
    for (const Mutation& mutation : MutationsOf(row)) {
      ++planted;
      EXPECT_FALSE(CellsThatNotice(mutation.row).empty()) << row.method << " " << mutation.name;
    }
  }
  std::printf("rows=%zu planted=%zu\n", rows, planted);
}

}  // namespace
}  // namespace touchstone::testing
