#include "services/training/progress_checks.h"

#include <algorithm>
#include <set>
#include <string>

#include "services/common/errors.h"
#include "services/training/evaluation_sums.h"
#include "services/training/findings.h"
#include "services/training/mentor_terms.h"
#include "services/training/progress_convert.h"
#include "services/training/training_access.h"
#include "services/training/training_convert.h"
#include "services/training/training_setup.h"

namespace touchstone::training {
namespace {

absl::Status Invalid(const std::string& field, const std::string& what,
                     Reason reason = Reason::REQUEST_INVALID) {
  return MakeError(reason, field + ": " + what, {{field, what}});
}

// REQUIRES: the dates of records are days of the calendar.
CivilDate DayOf(const std::string& date) { return CivilDate::Parse(date).value_or(CivilDate()); }

CivilDate EndOfTime() { return DayOf("9999-12-31"); }

absl::Status CheckEnrolment(References& references, const Caller& caller,
                            const v1::Record& record) {
  auto parts = references.Batch(record.enrolment().batch());
  if (!parts.ok()) return parts.status();
  const bool own =
      *parts != nullptr && RequireCompany(caller, CompanyOfSite((*parts)->batch.site())).ok();
  if (own) return absl::OkStatus();
  if (IsOfCompany(caller)) return Missing(caller);
  return Invalid("enrolment.batch", "there is no such batch", Reason::REFERENCE_UNKNOWN);
}

// A resit follows an attempt that was not passed.
absl::Status CheckAttempt(const std::vector<v1::Record>& known, const v1::Record& record) {
  const v1::Assessment& said = record.assessment();
  if (said.attempt() <= 1) return absl::OkStatus();
  const std::string corrected = LastId(record.replaces());
  const bool failed_before = std::any_of(known.begin(), known.end(), [&](const v1::Record& other) {
    const v1::Assessment& before = other.assessment();
    const bool open =
        other.state() == v1::Record::STATE_COUNTED || other.state() == v1::Record::STATE_WAITING;
    return other.has_assessment() && open && LastId(other.name()) != corrected &&
           before.batch() == said.batch() && before.kind() == said.kind() &&
           before.certificate_type() == said.certificate_type() && !before.passed() &&
           std::max(before.attempt(), 1u) + 1 == said.attempt() && other.date() <= record.date();
  });
  if (failed_before) return absl::OkStatus();
  return Invalid("assessment.attempt", "the attempt before is not there, or was passed");
}

absl::Status CheckMentorContract(References& references, const v1::Worker& worker,
                                 const v1::Record& record) {
  const v1::MentorContract& said = record.mentor_contract();
  if (record.end_date().empty()) return Invalid("end_date", "is the last day of the term");
  if (said.mentor() == worker.name()) {
    return Invalid("mentor_contract.mentor", "is the apprentice himself");
  }
  if (said.to_level() != v1::SKILL_LEVEL_UNSPECIFIED && said.to_level() <= said.from_level()) {
    return Invalid("mentor_contract.to_level", "is not above from_level");
  }
  auto mentor = references.Worker(said.mentor());
  if (!mentor.ok()) return mentor.status();
  if (*mentor != nullptr && (*mentor)->company() == worker.company()) return absl::OkStatus();
  return Invalid("mentor_contract.mentor", "is no worker of the same company",
                 Reason::REFERENCE_UNKNOWN);
}

absl::Status CheckMentorOutcome(const WorkerFile& file, const std::vector<v1::Record>& known,
                                v1::Record& record) {
  const std::string id = LastId(record.mentor_outcome().contract());
  const std::string first = FirstOf(known, id);
  const Progress progress = ToProgressWithWaiting(known, LastId(record.replaces()));
  const CivilDate day = DayOf(record.date());
  for (const ContractState& state : ContractsOn(progress, EndOfTime())) {
    const MentorContract& contract = progress.contracts[state.contract];
    if (contract.first != first || state.outcome != nullptr) continue;
    if (day < contract.on) return Invalid("date", "is before the term of the contract");
    record.mutable_mentor_outcome()->set_contract(RecordName(file.worker, id));
    return absl::OkStatus();
  }
  return Invalid("mentor_outcome.contract", "no contract without an outcome",
                 Reason::CONTRACT_NOT_OPEN);
}

absl::Status CheckFindings(const v1::Record& record) {
  std::set<std::string> ids;
  const auto& findings = record.evaluation().findings();
  for (int i = 0; i < findings.size(); ++i) {
    const std::string field = "evaluation.findings[" + std::to_string(i) + "].";
    if (!ids.insert(findings[i].id()).second) return Invalid(field + "id", "occurs twice");
    if (findings[i].due_date().empty()) continue;
    const auto due = CivilDate::Parse(findings[i].due_date());
    if (!due) return Invalid(field + "due_date", "is no day of the calendar");
    if (*due < DayOf(record.date())) return Invalid(field + "due_date", "is before the evaluation");
  }
  return absl::OkStatus();
}

absl::Status CheckEvaluation(const std::vector<v1::Record>& known, const v1::Record& record) {
  const Evaluation asked = ToEvaluation(record);
  const bool of_worker = asked.subject == EvaluationSubject::kWorker;
  if (of_worker != asked.team.empty()) {
    return Invalid("evaluation.team", of_worker ? "is not what is evaluated" : "is required");
  }
  const bool is_check = asked.kind == EvaluationKind::kWeeklyCheck;
  if (!is_check && !asked.score) return Invalid("evaluation.score", "is required");
  if (asked.score && *asked.score > Number(100)) {
    return Invalid("evaluation.score", "is more than 100");
  }
  if (asked.kind == EvaluationKind::kYearlyOverall && asked.grade == Grade::kNone) {
    return Invalid("evaluation.grade", "is required");
  }
  if (absl::Status findings = CheckFindings(record); !findings.ok()) return findings;
  const int period = PeriodOf(asked.kind, asked.on);
  const Progress progress = ToProgressWithWaiting(known, LastId(record.replaces()));
  for (const Evaluation& other : progress.evaluations) {
    if (other.kind != asked.kind || other.subject != asked.subject || other.team != asked.team) {
      continue;
    }
    if (PeriodOf(other.kind, other.on) != period) continue;
    return Invalid("evaluation.kind", "made already, record " + other.record,
                   Reason::EVALUATION_EXISTS);
  }
  return absl::OkStatus();
}

absl::Status CheckClosure(const WorkerFile& file, const std::vector<v1::Record>& known,
                          v1::Record& record) {
  v1::FindingClosure& said = *record.mutable_finding_closure();
  const std::string id = LastId(said.evaluation());
  const std::string first = FirstOf(known, id);
  const Progress progress = ToProgressWithWaiting(known, LastId(record.replaces()));
  for (const FindingState& state : FindingsOn(progress, EndOfTime())) {
    const Evaluation& evaluation = progress.evaluations[state.evaluation];
    if (evaluation.first != first || state.finding.id != said.finding() || state.closed) continue;
    if (DayOf(record.date()) < evaluation.on) return Invalid("date", "is before the evaluation");
    said.set_evaluation(RecordName(file.worker, id));
    return absl::OkStatus();
  }
  return Invalid("finding_closure.finding", "no open finding", Reason::FINDING_NOT_OPEN);
}

// Above all steps up to its day and below all later ones; by an exam only the next. A file may
// begin with any level.
absl::Status CheckLevelStep(const std::vector<v1::Record>& known, const v1::Record& record) {
  const v1::LevelStep& said = record.level_step();
  const auto level = static_cast<SkillLevel>(said.level());
  const CivilDate day = DayOf(record.date());
  const Progress progress = ToProgressWithWaiting(known, LastId(record.replaces()));
  const LevelStep* const held = LevelOn(progress, said.trade(), day);
  const auto wrong = [](const char* what) {
    return Invalid("level_step.level", what, Reason::LEVEL_STEP_WRONG);
  };
  if (held != nullptr && level <= held->level) return wrong("is not above the level that he has");
  const bool next = held == nullptr || static_cast<int>(level) == static_cast<int>(held->level) + 1;
  if (said.basis() == v1::CERTIFICATE_BASIS_EXAM && !next) {
    return wrong("an exam gives the next level only");
  }
  for (const LevelStep& later : progress.levels) {
    if (later.trade == said.trade() && later.on > day && later.level <= level) {
      return wrong("is not below the level that he has later");
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckProgress(References& references, const Caller& caller, const v1::Worker& worker,
                           const WorkerFile& file, v1::Record& record) {
  const std::vector<v1::Record>& known = file.records;
  switch (record.fact_case()) {
    case v1::Record::kEnrolment:
      return CheckEnrolment(references, caller, record);
    case v1::Record::kAssessment:
      return CheckAttempt(known, record);
    case v1::Record::kMentorContract:
      return CheckMentorContract(references, worker, record);
    case v1::Record::kMentorOutcome:
      return CheckMentorOutcome(file, known, record);
    case v1::Record::kEvaluation:
      return CheckEvaluation(known, record);
    case v1::Record::kFindingClosure:
      return CheckClosure(file, known, record);
    case v1::Record::kLevelStep:
      return CheckLevelStep(known, record);
    default:
      return absl::OkStatus();
  }
}

}  // namespace touchstone::training
