#include "services/training/progress_queries.h"

#include "tests/services/training/progress_fixture.h"

namespace touchstone::testing {
namespace {

using v1::Evaluation;

class ProgressQueriesTest : public ProgressFixture {
 protected:
  v1::ListFindingsRequest Findings() {
    v1::ListFindingsRequest request;
    request.set_parent("companies/acme");
    return request;
  }
  // "ann/f1" of each line.
  std::vector<std::string> List(const v1::ListFindingsRequest& request,
                                const std::string& token = "") {
    std::vector<std::string> lines;
    const auto list = Ask<v1::ListFindingsResponse>(&Progress::ListFindings, request, token);
    for (const auto& line : list.findings()) {
      lines.push_back(line.worker().substr(8) + "/" + line.finding().id());
    }
    return lines;
  }
  v1::EvaluationSum Sum(const std::string& worker, int year) {
    v1::SumEvaluationsRequest request;
    request.set_worker("workers/" + worker);
    request.set_year(year);
    return Ask<v1::EvaluationSum>(&Progress::SumEvaluations, request);
  }
  void MakeLadder() {
    v1::CreateLadderRequest request;
    request.set_parent("companies/acme");
    request.set_ladder_id("fitter");
    v1::Ladder& ladder = *request.mutable_ladder();
    ladder.mutable_display_name()->set_zh("钳工");
    ladder.mutable_display_name()->set_en("fitters");
    ladder.set_trade("钳工");
    ladder.add_steps()->set_level(v1::SKILL_LEVEL_JUNIOR);
    v1::LadderStep& middle = *ladder.add_steps();
    middle.set_level(v1::SKILL_LEVEL_MIDDLE);
    middle.set_months_before(24);
    middle.add_certificate_types("certificateTypes/forklift-n1");
    middle.set_grade(Evaluation::GRADE_GOOD);
    Ask<v1::Ladder>(&Progress::CreateLadder, request, department_);
  }
  v1::CheckCareerRequest Career(const std::string& worker, const std::string& date) {
    v1::CheckCareerRequest request;
    request.set_worker("workers/" + worker);
    request.set_ladder("companies/acme/ladders/fitter");
    request.set_date(date);
    return request;
  }
  v1::WageRule WageRule() {
    v1::WageRule rule;
    rule.mutable_display_name()->set_zh("技能工资");
    rule.mutable_display_name()->set_en("skill wages");
    rule.set_trade("钳工");
    rule.set_currency("CNY");
    v1::LevelAmount& level = *rule.add_levels();
    level.set_level(v1::SKILL_LEVEL_JUNIOR);
    level.set_amount("333.35");
    v1::GradePercent& grade = *rule.add_grades();
    grade.set_grade(Evaluation::GRADE_GOOD);
    grade.set_percent(110);
    v1::PlaceAmount& place = *rule.add_places();
    place.set_to_place(3);
    place.set_amount("200");
    return rule;
  }
  void MakeWageRule() {
    v1::CreateWageRuleRequest request;
    request.set_parent("companies/acme");
    request.set_wage_rule_id("w1");
    *request.mutable_wage_rule() = WageRule();
    Ask<v1::WageRule>(&Progress::CreateWageRule, request, department_);
  }
  v1::ProposeWagesResponse Wages(const std::string& date) {
    v1::ProposeWagesRequest request;
    request.set_wage_rule("companies/acme/wageRules/w1");
    request.set_date(date);
    return Ask<v1::ProposeWagesResponse>(&Progress::ProposeWages, request, department_);
  }
};

using Lines = std::vector<std::string>;

TEST_F(ProgressQueriesTest, OpenFindingsAreListedByWorkerEvaluationAndId) {
  Append(NewPosting("bob", "2025-01-01", "kamoa"));
  Append(NewCheck("bob", "2025-12-15", {"g2", "g1"}));
  Append(NewCheck("ann", "2025-12-22", {"f2"}));
  Append(NewCheck("ann", "2025-12-15", {"f3", "f1"}));
  Append(NewClosure("ann", "2025-12-29", "2", "f3"));
  v1::ListFindingsRequest request = Findings();
  EXPECT_EQ(List(request), (Lines{"ann/f2", "ann/f1", "bob/g1", "bob/g2"}));
  request.set_with_closed(true);
  EXPECT_EQ(List(request), (Lines{"ann/f2", "ann/f1", "ann/f3", "bob/g1", "bob/g2"}));
  request.set_worker("workers/bob");
  EXPECT_EQ(List(request), (Lines{"bob/g1", "bob/g2"}));
  request = Findings();
  request.set_site("companies/acme/sites/kamoa");
  EXPECT_EQ(List(request, trainer_), (Lines{"bob/g1", "bob/g2"}));
}

TEST_F(ProgressQueriesTest, AFindingSaysWhatWasFoundWhereAndHowItStands) {
  Append(NewPosting("ann", "2025-01-01", "kamoa"));
  v1::NewRecord check = NewCheck("ann", "2025-12-15", {"f1", "f2"});
  for (v1::Finding& finding : *check.mutable_record()->mutable_evaluation()->mutable_findings()) {
    finding.set_due_date("2025-12-20");
  }
  Append(check);
  Append(NewClosure("ann", "2025-12-29", "2", "f2"));
  v1::ListFindingsRequest request = Findings();
  request.set_with_closed(true);
  const auto list = Ask<v1::ListFindingsResponse>(&Progress::ListFindings, request);
  ASSERT_EQ(list.findings_size(), 2);
  const v1::OpenFinding& open = list.findings(0);
  EXPECT_EQ(open.evaluation(), "workers/ann/records/2");
  EXPECT_EQ(open.display_name(), "工人ann");
  EXPECT_EQ(open.site(), "companies/acme/sites/kamoa");
  EXPECT_EQ(open.finding().text(), "灭火器过期");
  EXPECT_EQ(open.finding().due_date(), "2025-12-20");
  EXPECT_EQ(open.date(), "2025-12-15");
  EXPECT_EQ(open.kind(), Evaluation::KIND_WEEKLY_CHECK);
  EXPECT_EQ(open.subject(), Evaluation::SUBJECT_WORKER);
  EXPECT_TRUE(open.overdue());
  EXPECT_EQ(open.close_date(), "");
  const v1::OpenFinding& closed = list.findings(1);
  EXPECT_EQ(closed.close_date(), "2025-12-29");
  EXPECT_EQ(closed.closure(), "workers/ann/records/3");
  EXPECT_FALSE(closed.overdue());
}

TEST_F(ProgressQueriesTest, PagesOfOneLineGiveTheWholeList) {
  MakeWorker("ann-b", "acme");  // sorts before "ann/" and after "ann"
  Append(NewCheck("ann", "2025-12-15", {"f1", "f2"}));
  Append(NewCheck("ann", "2025-12-22", {"f0"}));
  Append(NewCheck("ann-b", "2025-12-15", {"f1", "f2"}));
  Append(NewCheck("cid", "2025-12-15", {"f1", "f2"}));
  v1::ListFindingsRequest request = Findings();
  const Lines whole = List(request);
  EXPECT_EQ(whole.size(), 7u);
  for (int size = 1; size <= 8; ++size) {
    request.set_page_size(size);
    request.clear_page_token();
    Lines lines;
    do {
      const auto page = Ask<v1::ListFindingsResponse>(&Progress::ListFindings, request);
      EXPECT_LE(page.findings_size(), size);
      for (const auto& line : page.findings()) {
        lines.push_back(line.worker().substr(8) + "/" + line.finding().id());
      }
      request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty() && lines.size() < 20);
    EXPECT_EQ(lines, whole) << size;
  }
}

TEST_F(ProgressQueriesTest, APageTokenIsOfNoOtherList) {
  Append(NewCheck("ann", "2025-12-15", {"f1", "f2"}));
  v1::ListFindingsRequest request = Findings();
  request.set_page_size(1);
  request.set_page_token(
      Ask<v1::ListFindingsResponse>(&Progress::ListFindings, request).next_page_token());
  request.set_with_closed(true);
  EXPECT_EQ(
      ReasonOf(
          TryAsk<v1::ListFindingsResponse>(&Progress::ListFindings, request, organiser_).status()),
      Reason::PAGE_TOKEN_INVALID);
}

TEST_F(ProgressQueriesTest, WhatIsRecordedLaterDoesNotChangeWhatWasKnown) {
  Append(NewCheck("ann", "2025-12-15", {"f1"}));
  v1::ListFindingsRequest then = Findings();
  then.mutable_known_time()->set_seconds(1767225600);
  const auto before = Ask<v1::ListFindingsResponse>(&Progress::ListFindings, then);
  server_.clock().Advance(std::chrono::hours(1));
  Append(NewClosure("ann", "2025-12-29", "1", "f1"));
  Append(NewCheck("ann", "2025-12-22", {"f2"}));
  const auto after = Ask<v1::ListFindingsResponse>(&Progress::ListFindings, then);
  EXPECT_EQ(before.SerializeAsString(), after.SerializeAsString());
  EXPECT_EQ(List(Findings()), Lines{"ann/f2"});
}

TEST_F(ProgressQueriesTest, AnEvaluationThatWaitsHasNoFindingsUntilItIsConfirmed) {
  Append(NewCheck("ann", "2025-12-15", {"f1"}), trainer_);
  EXPECT_EQ(List(Findings()), Lines{});
  Append(NewConfirmation("ann", "1"), department_);
  EXPECT_EQ(List(Findings()), Lines{"ann/f1"});
}

TEST_F(ProgressQueriesTest, AYearIsSummedMonthByMonth) {
  Append(NewCheck("ann", "2024-12-30", {"f1"}));
  Append(NewCheck("ann", "2025-01-06", {"f1"}));
  v1::NewRecord review = NewEvaluation("ann", "2025-01-31", Evaluation::KIND_MONTHLY_REVIEW);
  review.mutable_record()->mutable_evaluation()->set_score("88.55");
  Append(review);
  Append(NewClosure("ann", "2025-02-10", "1", "f1"));
  Append(NewEvaluation("ann", "2025-12-31", Evaluation::KIND_YEARLY_OVERALL));
  const v1::EvaluationSum sum = Sum("ann", 2025);
  ASSERT_EQ(sum.months_size(), 12);
  EXPECT_EQ(sum.months(0).month(), "2025-01");
  EXPECT_EQ(sum.months(0).checks(), 1u);
  EXPECT_EQ(sum.months(0).score(), "88.55");
  EXPECT_EQ(sum.months(0).carried(), 1u);
  EXPECT_EQ(sum.months(0).found(), 1u);
  EXPECT_EQ(sum.months(0).open(), 2u);
  EXPECT_EQ(sum.months(1).closed(), 1u);
  EXPECT_EQ(sum.months(11).open(), 1u);
  EXPECT_EQ(sum.mean_score(), "88.55");
  EXPECT_EQ(sum.overall(), "workers/ann/records/5");
  EXPECT_EQ(sum.score(), "80");
  EXPECT_EQ(sum.grade(), Evaluation::GRADE_GOOD);
  EXPECT_EQ(Sum("ann", 2023).months(11).open(), 0u);
}

TEST_F(ProgressQueriesTest, ASumOfATeamNamesTheTeam) {
  v1::SumEvaluationsRequest request;
  request.set_worker("workers/ann");
  request.set_year(2025);
  request.set_subject(Evaluation::SUBJECT_TEAM);
  const auto ask = [&] {
    return ReasonOf(
        TryAsk<v1::EvaluationSum>(&Progress::SumEvaluations, request, trainer_).status());
  };
  EXPECT_EQ(ask(), Reason::REQUEST_INVALID);
  request.set_team("一班");
  EXPECT_EQ(ask(), Reason::kUnspecified);
  request.set_subject(Evaluation::SUBJECT_WORKER);
  EXPECT_EQ(ask(), Reason::REQUEST_INVALID);
}

TEST_F(ProgressQueriesTest, MentorContractsStandWithTheirOutcome) {
  Append(NewContract("ann", "bob", "2024-01-01", "2024-12-31"));
  Append(NewContract("cid", "bob", "2025-01-01", "2025-12-31"));
  Append(NewContract("cid", "ann", "2025-02-01", "2026-01-31"));
  Append(NewOutcome("ann", "2024-12-20", "1"));
  v1::ListMentorContractsRequest request;
  request.set_parent("companies/acme");
  const auto list = [&] {
    return Ask<v1::ListMentorContractsResponse>(&Progress::ListMentorContracts, request,
                                                department_);
  };
  const auto all = list();
  ASSERT_EQ(all.contracts_size(), 3);
  EXPECT_EQ(all.contracts(0).record(), "workers/ann/records/1");
  EXPECT_EQ(all.contracts(0).mentor_name(), "工人bob");
  EXPECT_EQ(all.contracts(0).to_date(), "2024-12-31");
  EXPECT_EQ(all.contracts(0).outcome().result(), v1::MentorOutcome::RESULT_REACHED);
  EXPECT_EQ(all.contracts(0).outcome_date(), "2024-12-20");
  EXPECT_FALSE(all.contracts(0).overdue());
  EXPECT_TRUE(all.contracts(1).overdue());  // it is 2026-01-01
  EXPECT_FALSE(all.contracts(2).overdue());
  request.set_open_only(true);
  EXPECT_EQ(list().contracts_size(), 2);
  request.set_mentor("workers/bob");
  ASSERT_EQ(list().contracts_size(), 1);
  EXPECT_EQ(list().contracts(0).worker(), "workers/cid");
}

TEST_F(ProgressQueriesTest, ACareerSaysWhatIsMissing) {
  MakeLadder();
  Append(NewStep("ann", "2024-02-29", v1::SKILL_LEVEL_JUNIOR));
  v1::Career career = Ask<v1::Career>(&Progress::CheckCareer, Career("ann", "2026-02-27"));
  EXPECT_EQ(career.level(), v1::SKILL_LEVEL_JUNIOR);
  EXPECT_EQ(career.since(), "2024-02-29");
  EXPECT_EQ(career.next_level(), v1::SKILL_LEVEL_MIDDLE);
  EXPECT_EQ(career.months_reached(), "2026-02-28");
  ASSERT_EQ(career.missing_size(), 3);
  EXPECT_EQ(career.missing(0).en(),
            "24 months on the step before are needed, reached on 2026-02-28");
  EXPECT_THAT(career.missing(1).en(), ::testing::EndsWith("no such certificate was issued"));
  EXPECT_EQ(career.missing(2).zh(), "最近的年总评须在良好以上，现为没有");
  Append(NewCertificate("ann", "2024-03-01", v1::CertificateFact::KIND_ISSUED));
  Append(NewEvaluation("ann", "2025-12-31", Evaluation::KIND_YEARLY_OVERALL));
  EXPECT_EQ(Ask<v1::Career>(&Progress::CheckCareer, Career("ann", "2026-02-28")).missing_size(), 0);
  // A worker sees his own.
  const std::string own = Token(v1::ROLE_WORKER, "acme", "ann");
  career = Ask<v1::Career>(&Progress::CheckCareer, Career("ann", "2026-02-28"), own);
  EXPECT_EQ(career.steps(0), "workers/ann/records/1");
}

TEST_F(ProgressQueriesTest, ALadderGoesUpAndNamesCertificatesThatThereAre) {
  v1::CreateLadderRequest request;
  request.set_parent("companies/acme");
  v1::Ladder& ladder = *request.mutable_ladder();
  ladder.mutable_display_name()->set_zh("钳工");
  ladder.set_trade("钳工");
  ladder.add_steps()->set_level(v1::SKILL_LEVEL_MIDDLE);
  ladder.add_steps()->set_level(v1::SKILL_LEVEL_MIDDLE);
  const auto refused = [&] {
    return ReasonOf(TryAsk<v1::Ladder>(&Progress::CreateLadder, request, department_).status());
  };
  EXPECT_EQ(refused(), Reason::REQUEST_INVALID);
  ladder.mutable_steps(1)->set_level(v1::SKILL_LEVEL_SENIOR);
  ladder.mutable_steps(1)->add_certificate_types("certificateTypes/none");
  EXPECT_EQ(refused(), Reason::REFERENCE_UNKNOWN);
  ladder.mutable_steps(1)->set_certificate_types(0, "certificateTypes/forklift-n1");
  EXPECT_EQ(refused(), Reason::kUnspecified);
}

TEST_F(ProgressQueriesTest, AWageRuleHasEachLevelAndGradeOnce) {
  v1::CreateWageRuleRequest request;
  request.set_parent("companies/acme");
  *request.mutable_wage_rule() = WageRule();
  *request.mutable_wage_rule()->add_levels() = request.wage_rule().levels(0);
  const auto refused = [&] {
    return ReasonOf(TryAsk<v1::WageRule>(&Progress::CreateWageRule, request, department_).status());
  };
  EXPECT_EQ(refused(), Reason::REQUEST_INVALID);
  request.mutable_wage_rule()->mutable_levels()->RemoveLast();
  *request.mutable_wage_rule()->add_grades() = request.wage_rule().grades(0);
  EXPECT_EQ(refused(), Reason::REQUEST_INVALID);
}

TEST_F(ProgressQueriesTest, AWageIsProposedWithWhatItRestsOn) {
  MakeWageRule();
  Append(NewStep("ann", "2024-02-29", v1::SKILL_LEVEL_JUNIOR));
  Append(NewEvaluation("ann", "2025-12-31", Evaluation::KIND_YEARLY_OVERALL));
  v1::NewRecord contest = New("ann", "2025-06-01");
  contest.mutable_record()->mutable_contest_result()->set_contest("矿业赛");
  contest.mutable_record()->mutable_contest_result()->set_place(2);
  Append(contest);
  const auto wages = Wages("2026-01-01");
  ASSERT_EQ(wages.proposals_size(), 1);  // bob and cid have no level
  const v1::WageProposal& wage = wages.proposals(0);
  EXPECT_EQ(wage.worker(), "workers/ann");
  EXPECT_EQ(wage.staff_number(), "n-ann");
  EXPECT_EQ(wage.level_amount(), "333.35");
  EXPECT_EQ(wage.percent(), 110u);
  EXPECT_EQ(wage.place(), 2u);
  EXPECT_EQ(wage.place_amount(), "200");
  EXPECT_EQ(wage.amount(), "566.69");  // 333.35 x 1.1 = 366.685
  EXPECT_EQ(wage.records_size(), 3);
  EXPECT_EQ(Wages("2026-06-01").proposals(0).amount(), "366.69");
}

TEST_F(ProgressQueriesTest, AnotherCompanysPeopleAnswerAsThoseWhoDoNotExist) {
  MakeLadder();
  MakeWageRule();
  Append(NewCheck("ann", "2025-12-29", {"f1"}));
  const auto ask = [&](const std::string& worker, const std::string& company,
                       const std::string& token) {
    const std::string parent = "companies/" + company;
    std::vector<absl::Status> answers;
    v1::SumEvaluationsRequest sum;
    sum.set_worker("workers/" + worker);
    sum.set_year(2025);
    answers.push_back(TryAsk<v1::EvaluationSum>(&Progress::SumEvaluations, sum, token).status());
    v1::CheckCareerRequest career = Career(worker, "");
    career.set_ladder(parent + "/ladders/fitter");
    answers.push_back(TryAsk<v1::Career>(&Progress::CheckCareer, career, token).status());
    v1::ListFindingsRequest findings;
    findings.set_parent(parent);
    answers.push_back(
        TryAsk<v1::ListFindingsResponse>(&Progress::ListFindings, findings, token).status());
    findings.set_parent("companies/rival");
    findings.set_worker("workers/" + worker);
    answers.push_back(
        TryAsk<v1::ListFindingsResponse>(&Progress::ListFindings, findings, token).status());
    v1::ListMentorContractsRequest contracts;
    contracts.set_parent(parent);
    answers.push_back(
        TryAsk<v1::ListMentorContractsResponse>(&Progress::ListMentorContracts, contracts, token)
            .status());
    v1::ProposeWagesRequest wages;
    wages.set_wage_rule(parent + "/wageRules/w1");
    answers.push_back(
        TryAsk<v1::ProposeWagesResponse>(&Progress::ProposeWages, wages, token).status());
    v1::OfferPlanItemsRequest offers;
    offers.set_parent(parent);
    offers.set_month("2026-01");
    answers.push_back(
        TryAsk<v1::OfferPlanItemsResponse>(&Progress::OfferPlanItems, offers, token).status());
    v1::GetLadderRequest ladder;
    ladder.set_name(parent + "/ladders/fitter");
    answers.push_back(TryAsk<v1::Ladder>(&Progress::GetLadder, ladder, token).status());
    v1::GetWageRuleRequest rule;
    rule.set_name(parent + "/wageRules/w1");
    answers.push_back(TryAsk<v1::WageRule>(&Progress::GetWageRule, rule, token).status());
    return answers;
  };
  const auto there = ask("ann", "acme", rival_);
  const auto not_there = ask("nobody", "nowhere", rival_);
  for (std::size_t i = 0; i < there.size(); ++i) {
    EXPECT_EQ(ReasonOf(there[i]), Reason::NOT_YOURS) << i;
    EXPECT_EQ(there[i], not_there[i]) << i;
  }
  // Planted fault: a caller who is held to no company. The comparison must tell the two apart.
  const auto open = ask("ann", "acme", organiser_);
  const auto open_not_there = ask("nobody", "nowhere", organiser_);
  EXPECT_NE(open[0], open_not_there[0]);
  EXPECT_NE(open[7], open_not_there[7]);
}

}  // namespace
}  // namespace touchstone::testing
