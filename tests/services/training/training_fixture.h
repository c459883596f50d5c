#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "services/common/errors.h"
#include "tests/support/call_with.h"
#include "tests/support/test_server.h"
#include "touchstone/v1/events.grpc.pb.h"
#include "touchstone/v1/training.grpc.pb.h"

namespace touchstone::testing {

// A server in memory with the companies acme (workers ann, bob, cid) and rival (worker ren), acme's
// sites kamoa (CD) and home (CN), the programme drill and the batch b1 with the sessions s1
// (2025-12-30, 8 hours) and s2 (2025-12-31, 6 hours) at kamoa. It is 2026-01-01.
class TrainingFixture : public ::testing::Test {
 protected:
  using Stub = v1::TrainingService::Stub;

  TrainingFixture() {
    organiser_ = server_.Organiser();
    department_ = Token(v1::ROLE_TRAINING_DEPARTMENT, "acme");
    trainer_ = Token(v1::ROLE_TRAINER, "acme");
    rival_ = Token(v1::ROLE_TRAINING_DEPARTMENT, "rival");
    for (const char* company : {"acme", "rival"}) MakeCompany(company);
    for (const char* worker : {"ann", "bob", "cid"}) MakeWorker(worker, "acme");
    MakeWorker("ren", "rival");
    MakeSite("acme", "kamoa", "CD", "Africa/Lubumbashi");
    MakeSite("acme", "home", "CN", "Asia/Shanghai");
    MakeSite("rival", "far", "KZ", "Asia/Almaty");
    v1::CreateProgrammeRequest programme;
    programme.set_programme_id("drill");
    programme.mutable_programme()->mutable_display_name()->set_zh("凿岩");
    programme.mutable_programme()->set_trade("台车操作手");
    Do<v1::Programme>(&Stub::CreateProgramme, programme);
    MakeBatch("b1", "companies/acme/sites/kamoa");
  }

  std::string Token(v1::Role role, const std::string& company, const std::string& worker = "") {
    v1::Token token;
    token.set_role(role);
    token.set_company("companies/" + company);
    if (!worker.empty()) token.set_worker("workers/" + worker);
    return server_.NewToken(token);
  }

  template <typename Response, typename Method, typename Request>
  absl::StatusOr<Response> Try(Method method, const Request& request, const std::string& token) {
    return CallWith<Response>(*stub_, method, token, request);
  }
  template <typename Response, typename Method, typename Request>
  Response Do(Method method, const Request& request, const std::string& token = "") {
    auto response = Try<Response>(method, request, token.empty() ? organiser_ : token);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() ? *response : Response();
  }

  void MakeCompany(const std::string& id) {
    v1::CreateCompanyRequest request;
    request.set_company_id(id);
    request.mutable_company()->set_display_name(id);
    auto events = server_.Stub<v1::EventsService>();
    ASSERT_TRUE(
        CallWith<v1::Company>(*events, &v1::EventsService::Stub::CreateCompany, organiser_, request)
            .ok());
  }
  void MakeWorker(const std::string& id, const std::string& company) {
    v1::CreateWorkerRequest request;
    request.set_worker_id(id);
    request.mutable_worker()->set_display_name("工人" + id);
    request.mutable_worker()->set_company("companies/" + company);
    request.mutable_worker()->set_staff_number("n-" + id);
    auto events = server_.Stub<v1::EventsService>();
    ASSERT_TRUE(
        CallWith<v1::Worker>(*events, &v1::EventsService::Stub::CreateWorker, organiser_, request)
            .ok());
  }
  void MakeSite(const std::string& company, const std::string& id, const std::string& country,
                const std::string& zone) {
    v1::CreateSiteRequest request;
    request.set_parent("companies/" + company);
    request.set_site_id(id);
    request.mutable_site()->set_display_name(id);
    request.mutable_site()->set_country(country);
    request.mutable_site()->set_time_zone(zone);
    Do<v1::Site>(&Stub::CreateSite, request);
  }
  v1::CreateBatchRequest NewBatch(const std::string& id, const std::string& site) {
    v1::CreateBatchRequest request;
    request.set_batch_id(id);
    v1::Batch& batch = *request.mutable_batch();
    batch.set_display_name("第1期");
    batch.set_programme("programmes/drill");
    batch.set_site(site);
    const std::pair<const char*, const char*> sessions[] = {{"s1", "2025-12-30"},
                                                            {"s2", "2025-12-31"}};
    for (const auto& [session, date] : sessions) {
      v1::Session& added = *batch.add_sessions();
      added.set_id(session);
      added.set_date(date);
      added.set_class_hours(added.id() == "s1" ? "8" : "6");
    }
    return request;
  }
  void MakeBatch(const std::string& id, const std::string& site) {
    Do<v1::Batch>(&Stub::CreateBatch, NewBatch(id, site));
  }

  static v1::NewRecord New(const std::string& worker, const std::string& date,
                           const std::string& id = "") {
    v1::NewRecord asked;
    asked.set_worker("workers/" + worker);
    asked.set_record_id(id);
    asked.mutable_record()->set_date(date);
    return asked;
  }
  static v1::NewRecord NewAttendance(const std::string& worker, const std::string& session,
                                     const std::string& batch = "b1") {
    v1::NewRecord asked = New(worker, session == "s1" ? "2025-12-30" : "2025-12-31");
    asked.mutable_record()->mutable_attendance()->set_batch("batches/" + batch);
    asked.mutable_record()->mutable_attendance()->set_session(session);
    return asked;
  }
  static v1::NewRecord NewCertificate(const std::string& worker, const std::string& date,
                                      v1::CertificateFact::Kind kind,
                                      const std::string& number = "N1-7",
                                      const std::string& type = "forklift-n1") {
    v1::NewRecord asked = New(worker, date);
    v1::CertificateFact& fact = *asked.mutable_record()->mutable_certificate();
    fact.set_type("certificateTypes/" + type);
    fact.set_number(number);
    fact.set_kind(kind);
    return asked;
  }
  static v1::NewRecord NewPosting(const std::string& worker, const std::string& date,
                                  const std::string& site) {
    v1::NewRecord asked = New(worker, date);
    asked.mutable_record()->mutable_posting()->set_site("companies/acme/sites/" + site);
    return asked;
  }
  static v1::NewRecord NewWithdrawal(const std::string& worker, const std::string& record) {
    v1::NewRecord asked = New(worker, "2026-01-01");
    asked.mutable_record()->set_replaces(record);
    asked.mutable_record()->mutable_withdrawal()->set_reason("误录");
    return asked;
  }
  static v1::NewRecord NewConfirmation(const std::string& worker, const std::string& record) {
    v1::NewRecord asked = New(worker, "2026-01-01");
    asked.mutable_record()->mutable_confirmation()->set_record(record);
    return asked;
  }

  absl::StatusOr<v1::AppendRecordsResponse> TryAppend(const std::vector<v1::NewRecord>& records,
                                                      const std::string& token) {
    v1::AppendRecordsRequest request;
    for (const v1::NewRecord& record : records) *request.add_records() = record;
    return Try<v1::AppendRecordsResponse>(&Stub::AppendRecords, request, token);
  }
  // Adds one record; gives it as the server answered it.
  v1::Record Append(const v1::NewRecord& record, const std::string& token = "") {
    auto response = TryAppend({record}, token.empty() ? organiser_ : token);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() ? response->records(0) : v1::Record();
  }
  v1::ListRecordsResponse History(const std::string& worker, const std::string& token = "") {
    v1::ListRecordsRequest request;
    request.set_parent("workers/" + worker);
    return Do<v1::ListRecordsResponse>(&Stub::ListRecords, request, token);
  }
  v1::TrainingCount Total(const std::string& token = "") {
    return Do<v1::CountTrainingResponse>(&Stub::CountTraining, v1::CountTrainingRequest(), token)
        .total();
  }
  v1::Licence Licence(const std::string& worker, const std::string& date,
                      const google::protobuf::Timestamp* known = nullptr,
                      const std::string& type = "forklift-n1") {
    v1::CheckLicenceRequest request;
    request.set_worker("workers/" + worker);
    request.set_certificate_type("certificateTypes/" + type);
    request.set_date(date);
    if (known != nullptr) *request.mutable_known_time() = *known;
    return Do<v1::Licence>(&Stub::CheckLicence, request);
  }
  static std::string IdOf(const v1::Record& record) {
    return record.name().substr(record.name().rfind('/') + 1);
  }

  TestServer server_;
  std::unique_ptr<Stub> stub_ = server_.Stub<v1::TrainingService>();
  std::string organiser_;
  std::string department_;
  std::string trainer_;
  std::string rival_;
};

}  // namespace touchstone::testing
