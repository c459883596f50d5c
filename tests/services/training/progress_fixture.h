#pragma once

#include <memory>
#include <string>
#include <utility>

#include "tests/services/training/training_fixture.h"
#include "touchstone/v1/training_progress.grpc.pb.h"

namespace touchstone::testing {

// The world of TrainingFixture with evaluations, mentors, levels, and the service that answers.
class ProgressFixture : public TrainingFixture {
 protected:
  using Progress = v1::ProgressService::Stub;

  template <typename Response, typename Method, typename Request>
  absl::StatusOr<Response> TryAsk(Method method, const Request& request, const std::string& token) {
    return CallWith<Response>(*progress_, method, token, request);
  }
  template <typename Response, typename Method, typename Request>
  Response Ask(Method method, const Request& request, const std::string& token = "") {
    auto response = TryAsk<Response>(method, request, token.empty() ? organiser_ : token);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() ? *response : Response();
  }

  static v1::NewRecord NewEvaluation(const std::string& worker, const std::string& date,
                                     v1::Evaluation::Kind kind,
                                     const std::vector<std::string>& findings = {}) {
    v1::NewRecord asked = New(worker, date);
    v1::Evaluation& said = *asked.mutable_record()->mutable_evaluation();
    said.set_kind(kind);
    if (kind != v1::Evaluation::KIND_WEEKLY_CHECK) said.set_score("80");
    if (kind == v1::Evaluation::KIND_YEARLY_OVERALL) said.set_grade(v1::Evaluation::GRADE_GOOD);
    for (const std::string& id : findings) {
      v1::Finding& finding = *said.add_findings();
      finding.set_id(id);
      finding.set_text("灭火器过期");
    }
    return asked;
  }
  static v1::NewRecord NewCheck(const std::string& worker, const std::string& date,
                                const std::vector<std::string>& findings = {}) {
    return NewEvaluation(worker, date, v1::Evaluation::KIND_WEEKLY_CHECK, findings);
  }
  static v1::NewRecord NewClosure(const std::string& worker, const std::string& date,
                                  const std::string& evaluation, const std::string& finding) {
    v1::NewRecord asked = New(worker, date);
    v1::FindingClosure& said = *asked.mutable_record()->mutable_finding_closure();
    said.set_evaluation(evaluation);
    said.set_finding(finding);
    said.set_how("已更换");
    return asked;
  }
  static v1::NewRecord NewContract(const std::string& apprentice, const std::string& mentor,
                                   const std::string& from, const std::string& to) {
    v1::NewRecord asked = New(apprentice, from);
    asked.mutable_record()->set_end_date(to);
    v1::MentorContract& said = *asked.mutable_record()->mutable_mentor_contract();
    said.set_mentor("workers/" + mentor);
    said.set_trade("钳工");
    said.add_goals("独立换液压泵");
    said.set_registered_with("培训中心");
    return asked;
  }
  static v1::NewRecord NewOutcome(const std::string& apprentice, const std::string& date,
                                  const std::string& contract) {
    v1::NewRecord asked = New(apprentice, date);
    v1::MentorOutcome& said = *asked.mutable_record()->mutable_mentor_outcome();
    said.set_contract(contract);
    said.set_result(v1::MentorOutcome::RESULT_REACHED);
    return asked;
  }
  static v1::NewRecord NewStep(const std::string& worker, const std::string& date,
                               v1::SkillLevel level,
                               v1::CertificateBasis basis = v1::CERTIFICATE_BASIS_EXAM) {
    v1::NewRecord asked = New(worker, date);
    v1::LevelStep& said = *asked.mutable_record()->mutable_level_step();
    said.set_trade("钳工");
    said.set_level(level);
    said.set_basis(basis);
    return asked;
  }
  static v1::NewRecord Replacing(v1::NewRecord asked, const std::string& record) {
    asked.mutable_record()->set_replaces(record);
    return asked;
  }
  Reason Refused(const v1::NewRecord& record, const std::string& token = "") {
    return ReasonOf(TryAppend({record}, token.empty() ? organiser_ : token).status());
  }
  std::string FieldOf(const v1::NewRecord& record) {
    const ErrorDetail detail = DetailOf(TryAppend({record}, organiser_).status());
    return detail.fields.empty() ? std::string() : detail.fields[0].field;
  }

  std::unique_ptr<Progress> progress_ = server_.Stub<v1::ProgressService>();
};

}  // namespace touchstone::testing
