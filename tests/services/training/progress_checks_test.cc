#include "services/training/progress_checks.h"

#include "tests/services/training/progress_fixture.h"

namespace touchstone::testing {
namespace {

using v1::Evaluation;

class EvaluationRecordTest : public ProgressFixture {};
class ClosureRecordTest : public ProgressFixture {};
class MentorRecordTest : public ProgressFixture {};
class LevelRecordTest : public ProgressFixture {};
class EnrolmentRecordTest : public ProgressFixture {};
class ResitRecordTest : public ProgressFixture {};

TEST_F(EvaluationRecordTest, OneCountsForEachWeekMonthAndYear) {
  Append(NewCheck("ann", "2024-12-30"));
  EXPECT_EQ(Refused(NewCheck("ann", "2025-01-05")), Reason::EVALUATION_EXISTS);
  Append(NewCheck("ann", "2025-01-06"));
  Append(NewEvaluation("ann", "2025-01-06", Evaluation::KIND_MONTHLY_REVIEW));
  EXPECT_EQ(Refused(NewEvaluation("ann", "2025-01-31", Evaluation::KIND_MONTHLY_REVIEW)),
            Reason::EVALUATION_EXISTS);
  Append(NewEvaluation("ann", "2025-02-01", Evaluation::KIND_MONTHLY_REVIEW));
  Append(NewEvaluation("ann", "2025-12-31", Evaluation::KIND_YEARLY_OVERALL));
  EXPECT_EQ(Refused(NewEvaluation("ann", "2025-01-01", Evaluation::KIND_YEARLY_OVERALL)),
            Reason::EVALUATION_EXISTS);
  Append(NewCheck("bob", "2024-12-30"));  // of another worker
}

TEST_F(EvaluationRecordTest, EachSubjectAndTeamHasItsOwn) {
  v1::NewRecord check = NewCheck("ann", "2025-12-29");
  Append(check);
  Evaluation& said = *check.mutable_record()->mutable_evaluation();
  said.set_subject(Evaluation::SUBJECT_WORKER);  // what unspecified means
  EXPECT_EQ(Refused(check), Reason::EVALUATION_EXISTS);
  said.set_subject(Evaluation::SUBJECT_TEAM);
  EXPECT_EQ(FieldOf(check), "records[0].record.evaluation.team");
  said.set_team("一班");
  Append(check);
  EXPECT_EQ(Refused(check), Reason::EVALUATION_EXISTS);
  said.set_subject(Evaluation::SUBJECT_TEAM_LEADER);
  Append(check);
  said.set_team("二班");
  Append(check);
  said.set_subject(Evaluation::SUBJECT_WORKER);
  EXPECT_EQ(FieldOf(check), "records[0].record.evaluation.team");
}

TEST_F(EvaluationRecordTest, ReviewsNeedAScoreAndOverallEvaluationsAGrade) {
  v1::NewRecord review = NewEvaluation("ann", "2025-12-31", Evaluation::KIND_MONTHLY_REVIEW);
  Evaluation& said = *review.mutable_record()->mutable_evaluation();
  said.clear_score();
  EXPECT_EQ(FieldOf(review), "records[0].record.evaluation.score");
  said.set_score("100.01");
  EXPECT_EQ(FieldOf(review), "records[0].record.evaluation.score");
  said.set_score("100");
  Append(review);
  v1::NewRecord overall = NewEvaluation("ann", "2025-12-31", Evaluation::KIND_YEARLY_OVERALL);
  overall.mutable_record()->mutable_evaluation()->clear_grade();
  EXPECT_EQ(FieldOf(overall), "records[0].record.evaluation.grade");
  v1::NewRecord check = NewCheck("ann", "2025-12-31");
  check.mutable_record()->mutable_evaluation()->set_score("101");
  EXPECT_EQ(FieldOf(check), "records[0].record.evaluation.score");
}

TEST_F(EvaluationRecordTest, FindingsHaveIdsOfTheirOwnAndAreNotDueBeforeTheyWereFound) {
  EXPECT_EQ(FieldOf(NewCheck("ann", "2025-12-29", {"f1", "f1"})),
            "records[0].record.evaluation.findings[1].id");
  v1::NewRecord check = NewCheck("ann", "2025-12-29", {"f1"});
  v1::Finding& finding = *check.mutable_record()->mutable_evaluation()->mutable_findings(0);
  finding.set_due_date("2025-12-28");
  EXPECT_EQ(FieldOf(check), "records[0].record.evaluation.findings[0].due_date");
  finding.set_due_date("2025-02-29");
  EXPECT_EQ(FieldOf(check), "records[0].record.evaluation.findings[0].due_date");
  finding.set_due_date("2025-12-29");
  Append(check);
}

TEST_F(EvaluationRecordTest, ACorrectionOfThePeriodIsNotASecondEvaluation) {
  Append(NewCheck("ann", "2025-12-29"));
  Append(Replacing(NewCheck("ann", "2025-12-30"), "1"));
  EXPECT_EQ(Refused(NewCheck("ann", "2025-12-31")), Reason::EVALUATION_EXISTS);
  Append(Replacing(NewCheck("ann", "2025-12-31"), "2"));
  EXPECT_EQ(Refused(Replacing(NewCheck("ann", "2025-12-31"), "1")), Reason::RECORD_NOT_REPLACEABLE);
}

TEST_F(EvaluationRecordTest, ACorrectionMayNotMoveIntoAPeriodThatHasOne) {
  Append(NewCheck("ann", "2025-12-15"));
  Append(NewCheck("ann", "2025-12-22"));
  EXPECT_EQ(Refused(Replacing(NewCheck("ann", "2025-12-22"), "1")), Reason::EVALUATION_EXISTS);
  Append(Replacing(NewCheck("ann", "2025-12-29"), "1"));
  Append(NewCheck("ann", "2025-12-15"));  // that week is free again
}

TEST_F(EvaluationRecordTest, AWithdrawnOneLeavesItsPeriodFree) {
  Append(NewCheck("ann", "2025-12-29"));
  Append(NewWithdrawal("ann", "1"));
  Append(NewCheck("ann", "2025-12-29"));
}

TEST_F(EvaluationRecordTest, OneThatWaitsStandsInTheWay) {
  EXPECT_EQ(Append(NewCheck("ann", "2025-11-03"), trainer_).state(), v1::Record::STATE_WAITING);
  EXPECT_EQ(Refused(NewCheck("ann", "2025-11-04")), Reason::EVALUATION_EXISTS);
  // Its correction, which waits as well, is no second one.
  Append(Replacing(NewCheck("ann", "2025-11-05"), "1"), trainer_);
  Append(Replacing(NewCheck("ann", "2025-11-06"), "2"));
}

TEST_F(ClosureRecordTest, AnOpenFindingIsClosedOnce) {
  Append(NewCheck("ann", "2025-12-22", {"f1", "f2"}));
  EXPECT_EQ(Refused(NewClosure("ann", "2025-12-29", "1", "f3")), Reason::FINDING_NOT_OPEN);
  EXPECT_EQ(Refused(NewClosure("ann", "2025-12-29", "9", "f1")), Reason::FINDING_NOT_OPEN);
  EXPECT_EQ(Refused(NewClosure("bob", "2025-12-29", "1", "f1")), Reason::FINDING_NOT_OPEN);
  EXPECT_EQ(FieldOf(NewClosure("ann", "2025-12-21", "1", "f1")), "records[0].record.date");
  const v1::Record closed = Append(NewClosure("ann", "2025-12-29", "1", "f1"));
  EXPECT_EQ(closed.finding_closure().evaluation(), "workers/ann/records/1");
  EXPECT_EQ(Refused(NewClosure("ann", "2025-12-30", "1", "f1")), Reason::FINDING_NOT_OPEN);
  Append(NewClosure("ann", "2025-12-30", "workers/ann/records/1", "f2"));
}

TEST_F(ClosureRecordTest, AClosureThatIsSentAgainIsTheSame) {
  Append(NewCheck("ann", "2025-12-22", {"f1"}));
  v1::NewRecord closure = NewClosure("ann", "2025-12-29", "1", "f1");
  closure.set_record_id("c1");
  Append(closure);
  EXPECT_EQ(TryAppend({closure}, organiser_)->added(), 0u);
}

TEST_F(ClosureRecordTest, ACorrectedEvaluationKeepsItsClosures) {
  Append(NewCheck("ann", "2025-12-22", {"f1", "f2"}));
  Append(NewClosure("ann", "2025-12-23", "1", "f1"));
  Append(Replacing(NewCheck("ann", "2025-12-22", {"f1", "f3"}), "1"));
  EXPECT_EQ(Refused(NewClosure("ann", "2025-12-29", "3", "f1")), Reason::FINDING_NOT_OPEN);
  EXPECT_EQ(Refused(NewClosure("ann", "2025-12-29", "3", "f2")), Reason::FINDING_NOT_OPEN);
  // Who does not know of the correction may still close what it has.
  Append(NewClosure("ann", "2025-12-29", "1", "f3"));
}

TEST_F(ClosureRecordTest, AWithdrawnEvaluationTakesItsFindingsAlong) {
  Append(NewCheck("ann", "2025-12-22", {"f1"}));
  Append(NewWithdrawal("ann", "1"));
  EXPECT_EQ(Refused(NewClosure("ann", "2025-12-29", "1", "f1")), Reason::FINDING_NOT_OPEN);
}

TEST_F(ClosureRecordTest, AWithdrawnClosureOpensTheFindingAgainAndACorrectedOneDoesNot) {
  Append(NewCheck("ann", "2025-12-22", {"f1"}));
  Append(NewClosure("ann", "2025-12-23", "1", "f1"));
  Append(Replacing(NewClosure("ann", "2025-12-24", "1", "f1"), "2"));
  EXPECT_EQ(Refused(NewClosure("ann", "2025-12-29", "1", "f1")), Reason::FINDING_NOT_OPEN);
  Append(NewWithdrawal("ann", "3"));
  Append(NewClosure("ann", "2025-12-29", "1", "f1"));
}

TEST_F(MentorRecordTest, AMentorIsAnotherWorkerOfTheCompany) {
  const auto contract = [](const std::string& mentor) {
    return NewContract("ann", mentor, "2025-12-29", "2026-12-28");
  };
  EXPECT_EQ(Refused(contract("ann")), Reason::REQUEST_INVALID);
  EXPECT_EQ(Refused(contract("ren")), Reason::REFERENCE_UNKNOWN);
  Append(contract("bob"));
}

TEST_F(MentorRecordTest, AnotherCompanysMentorAnswersAsOneWhoDoesNotExist) {
  const auto status = [this](const std::string& mentor) {
    return TryAppend({NewContract("ann", mentor, "2025-12-29", "2026-12-28")}, trainer_).status();
  };
  EXPECT_EQ(status("ren"), status("nobody"));
  EXPECT_EQ(ReasonOf(status("ren")), Reason::REFERENCE_UNKNOWN);
}

TEST_F(MentorRecordTest, TheTermHasAnEndAndTheLevelsGoUp) {
  v1::NewRecord contract = NewContract("ann", "bob", "2025-12-29", "");
  EXPECT_EQ(FieldOf(contract), "records[0].record.end_date");
  contract.mutable_record()->set_end_date("2026-12-28");
  v1::MentorContract& said = *contract.mutable_record()->mutable_mentor_contract();
  said.set_from_level(v1::SKILL_LEVEL_MIDDLE);
  said.set_to_level(v1::SKILL_LEVEL_MIDDLE);
  EXPECT_EQ(FieldOf(contract), "records[0].record.mentor_contract.to_level");
  said.set_to_level(v1::SKILL_LEVEL_SENIOR);
  Append(contract);
}

TEST_F(MentorRecordTest, AContractHasOneOutcome) {
  Append(NewContract("ann", "bob", "2025-01-01", "2025-12-31"));
  EXPECT_EQ(Refused(NewOutcome("ann", "2025-12-31", "2")), Reason::CONTRACT_NOT_OPEN);
  EXPECT_EQ(FieldOf(NewOutcome("ann", "2024-12-31", "1")), "records[0].record.date");
  EXPECT_EQ(Append(NewOutcome("ann", "2025-12-31", "1")).mentor_outcome().contract(),
            "workers/ann/records/1");
  EXPECT_EQ(Refused(NewOutcome("ann", "2025-12-31", "1")), Reason::CONTRACT_NOT_OPEN);
  Append(Replacing(NewOutcome("ann", "2025-12-30", "1"), "2"));
  Append(Replacing(NewContract("ann", "cid", "2025-01-01", "2025-12-31"), "1"));
  EXPECT_EQ(Refused(NewOutcome("ann", "2025-12-31", "4")), Reason::CONTRACT_NOT_OPEN);
  Append(NewWithdrawal("ann", "3"));
  Append(NewOutcome("ann", "2025-12-31", "1"));
}

TEST_F(MentorRecordTest, AWithdrawnContractCannotEnd) {
  Append(NewContract("ann", "bob", "2025-01-01", "2025-12-31"));
  Append(NewWithdrawal("ann", "1"));
  EXPECT_EQ(Refused(NewOutcome("ann", "2025-12-31", "1")), Reason::CONTRACT_NOT_OPEN);
}

TEST_F(LevelRecordTest, StepsGoUpAndAnExamGivesTheNextOnly) {
  Append(NewStep("ann", "2020-01-01", v1::SKILL_LEVEL_JUNIOR));
  EXPECT_EQ(Refused(NewStep("ann", "2021-01-01", v1::SKILL_LEVEL_JUNIOR)),
            Reason::LEVEL_STEP_WRONG);
  EXPECT_EQ(Refused(NewStep("ann", "2021-01-01", v1::SKILL_LEVEL_APPRENTICE)),
            Reason::LEVEL_STEP_WRONG);
  EXPECT_EQ(Refused(NewStep("ann", "2021-01-01", v1::SKILL_LEVEL_SENIOR)),
            Reason::LEVEL_STEP_WRONG);
  Append(NewStep("ann", "2021-01-01", v1::SKILL_LEVEL_SENIOR, v1::CERTIFICATE_BASIS_CONTEST));
  Append(NewStep("ann", "2022-01-01", v1::SKILL_LEVEL_TECHNICIAN));
  v1::NewRecord other = NewStep("ann", "2022-01-01", v1::SKILL_LEVEL_JUNIOR);
  other.mutable_record()->mutable_level_step()->set_trade("电工");
  Append(other);
}

TEST_F(LevelRecordTest, AStepThatIsRecordedLaterFitsBetweenThoseOfItsDays) {
  Append(NewStep("ann", "2020-01-01", v1::SKILL_LEVEL_JUNIOR));
  Append(NewStep("ann", "2024-01-01", v1::SKILL_LEVEL_SENIOR, v1::CERTIFICATE_BASIS_RECOGNITION));
  EXPECT_EQ(Refused(NewStep("ann", "2022-01-01", v1::SKILL_LEVEL_SENIOR,
                            v1::CERTIFICATE_BASIS_RECOGNITION)),
            Reason::LEVEL_STEP_WRONG);
  Append(NewStep("ann", "2022-01-01", v1::SKILL_LEVEL_MIDDLE));
}

TEST_F(LevelRecordTest, ACorrectionIsMeasuredAgainstTheOthers) {
  Append(NewStep("ann", "2020-01-01", v1::SKILL_LEVEL_JUNIOR));
  Append(NewStep("ann", "2022-01-01", v1::SKILL_LEVEL_MIDDLE));
  EXPECT_EQ(Refused(Replacing(NewStep("ann", "2020-01-01", v1::SKILL_LEVEL_MIDDLE), "1")),
            Reason::LEVEL_STEP_WRONG);
  Append(Replacing(NewStep("ann", "2022-02-01", v1::SKILL_LEVEL_MIDDLE), "2"));
  Append(NewWithdrawal("ann", "3"));
  Append(NewStep("ann", "2022-03-01", v1::SKILL_LEVEL_MIDDLE));
}

TEST_F(EnrolmentRecordTest, ABatchThatThereIs) {
  v1::NewRecord asked = New("ann", "2025-12-29");
  asked.mutable_record()->mutable_enrolment()->set_batch("batches/b1");
  Append(asked, trainer_);
  asked.mutable_record()->mutable_enrolment()->set_batch("batches/none");
  EXPECT_EQ(Refused(asked), Reason::REFERENCE_UNKNOWN);
  EXPECT_EQ(Refused(asked, trainer_), Reason::NOT_YOURS);
  MakeBatch("far", "companies/rival/sites/far");
  asked.mutable_record()->mutable_enrolment()->set_batch("batches/far");
  EXPECT_EQ(Refused(asked, trainer_), Reason::NOT_YOURS);
}

TEST_F(ResitRecordTest, AResitFollowsAnAttemptThatWasNotPassed) {
  const auto attempt = [](std::uint32_t number, bool passed, const std::string& date) {
    v1::NewRecord asked = New("ann", date);
    v1::Assessment& said = *asked.mutable_record()->mutable_assessment();
    said.set_batch("batches/b1");
    said.set_kind(v1::Assessment::KIND_THEORY);
    said.set_attempt(number);
    said.set_passed(passed);
    return asked;
  };
  EXPECT_EQ(FieldOf(attempt(2, true, "2025-12-29")), "records[0].record.assessment.attempt");
  Append(attempt(0, false, "2025-12-29"));
  EXPECT_EQ(Refused(attempt(3, true, "2025-12-30")), Reason::REQUEST_INVALID);
  v1::NewRecord practice = attempt(2, true, "2025-12-30");
  practice.mutable_record()->mutable_assessment()->set_kind(v1::Assessment::KIND_PRACTICE);
  EXPECT_EQ(Refused(practice), Reason::REQUEST_INVALID);
  EXPECT_EQ(Refused(attempt(2, true, "2025-12-28")), Reason::REQUEST_INVALID);
  Append(attempt(2, true, "2025-12-30"));
  EXPECT_EQ(Refused(attempt(3, true, "2025-12-31")), Reason::REQUEST_INVALID);
}

}  // namespace
}  // namespace touchstone::testing
