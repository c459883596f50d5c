#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "services/common/errors.h"
#include "services/common/grpc_status.h"
#include "tests/support/kinds_contest.h"
#include "tests/support/test_server.h"
#include "touchstone/v1/events.grpc.pb.h"

namespace touchstone::testing {

// A server in memory, an organiser, and short ways to call EventsService. Calls that must succeed
// end the test with the error otherwise.
class EventsFixture : public ::testing::Test {
 protected:
  using Stub = v1::EventsService::Stub;

  EventsFixture() : organiser_(server_.Organiser()) {}

  template <typename Request, typename Response>
  static absl::StatusOr<Response> Call(TestServer& server, const std::string& token,
                                       grpc::Status (Stub::*method)(grpc::ClientContext*,
                                                                    const Request&, Response*),
                                       const Request& request) {
    Response response;
    auto context = TestServer::Context(token);
    auto stub = server.Stub<v1::EventsService>();
    const grpc::Status status = ((*stub).*method)(context.get(), request, &response);
    if (!status.ok()) return FromGrpcStatus(status);
    return response;
  }

  template <typename Request, typename Response>
  absl::StatusOr<Response> Try(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                            Response*),
                               const Request& request) {
    return Call(server_, organiser_, method, request);
  }

  template <typename Request, typename Response>
  Response Do(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
              const Request& request) {
    absl::StatusOr<Response> response = Try(method, request);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() ? *response : Response();
  }

  v1::CreateCompanyRequest NewCompany(const std::string& id, const std::string& name) {
    v1::CreateCompanyRequest request;
    request.set_company_id(id);
    request.mutable_company()->set_display_name(name);
    return request;
  }

  v1::CreateWorkerRequest NewWorker(const std::string& id, const std::string& company,
                                    const std::string& staff_number) {
    v1::CreateWorkerRequest request;
    request.set_worker_id(id);
    request.mutable_worker()->set_display_name("张三");
    if (!company.empty()) request.mutable_worker()->set_company("companies/" + company);
    request.mutable_worker()->set_staff_number(staff_number);
    return request;
  }

  v1::CreateEntrantRequest NewEntrant(const std::string& id, const std::string& code) {
    v1::CreateEntrantRequest request;
    request.set_parent("events/ev");
    request.set_entrant_id(id);
    request.mutable_entrant()->set_discipline("events/ev/disciplines/d1");
    request.mutable_entrant()->set_code(code);
    return request;
  }

  v1::CreateJudgeRequest NewJudge(const std::string& id) {
    v1::CreateJudgeRequest request;
    request.set_parent("events/ev");
    request.set_judge_id(id);
    request.mutable_judge()->set_display_name("李裁判");
    return request;
  }

  v1::CreateAssignmentRequest NewAssignment(const std::string& judge) {
    v1::CreateAssignmentRequest request;
    request.set_parent("events/ev");
    request.set_assignment_id("a-" + judge);
    request.mutable_assignment()->set_judge("events/ev/judges/" + judge);
    request.mutable_assignment()->set_discipline("events/ev/disciplines/d1");
    return request;
  }

  v1::CreateDisciplineRequest NewDiscipline(const std::string& id, const v1::RulePack& pack,
                                            const v1::Scheme& scheme) {
    v1::CreateRulePackRequest pack_request;
    *pack_request.mutable_rule_pack() = pack;
    v1::CreateSchemeRequest scheme_request;
    *scheme_request.mutable_scheme() = scheme;
    v1::CreateDisciplineRequest request;
    request.set_parent("events/ev");
    request.set_discipline_id(id);
    request.mutable_discipline()->mutable_display_name()->set_zh("综合");
    request.mutable_discipline()->set_rule_pack(Do(&Stub::CreateRulePack, pack_request).name());
    request.mutable_discipline()->set_scheme(Do(&Stub::CreateScheme, scheme_request).name());
    return request;
  }

  v1::Event MakeEvent(const std::string& id = "ev") {
    v1::CreateEventRequest request;
    request.set_event_id(id);
    request.mutable_event()->set_display_name("2024 园区技能练兵");
    return Do(&Stub::CreateEvent, request);
  }

  // Event "ev" in DRAFT with the discipline "d1" of KindsPack() and KindsScheme().
  void MakeEventWithDiscipline() {
    MakeEvent();
    Do(&Stub::CreateDiscipline, NewDiscipline("d1", KindsPack(), KindsScheme()));
  }

  // The same with entrant "e1" (code 7) and the judges "ann" and "bob" of every module: ready.
  void MakeReadyEvent() {
    MakeEventWithDiscipline();
    Do(&Stub::CreateEntrant, NewEntrant("e1", "7"));
    for (const char* judge : {"ann", "bob"}) {
      Do(&Stub::CreateJudge, NewJudge(judge));
      Do(&Stub::CreateAssignment, NewAssignment(judge));
    }
  }

  static v1::ChangeEventStateRequest State(const std::string& reason = "") {
    v1::ChangeEventStateRequest request;
    request.set_name("events/ev");
    request.set_reason(reason);
    return request;
  }

  static std::vector<std::string> FieldsOf(const absl::Status& status) {
    std::vector<std::string> fields;
    for (const FieldViolation& violation : DetailOf(status).fields) {
      fields.push_back(violation.field);
    }
    return fields;
  }

  TestServer server_;
  std::string organiser_;
};

}  // namespace touchstone::testing
