#include "services/training/progress_convert.h"

#include <map>
#include <utility>

#include "services/training/training_convert.h"

namespace touchstone::training {
namespace {

// What each corrected record was in the end: the record at the beginning of its chain.
class FirstRecords {
 public:
  explicit FirstRecords(const std::vector<v1::Record>& known) {
    // A record only replaces earlier ones.
    for (const v1::Record& record : known) {
      if (record.replaces().empty()) continue;
      first_[LastId(record.name())] = Of(LastId(record.replaces()));
    }
  }
  std::string Of(const std::string& id) const {
    const auto found = first_.find(id);
    return found == first_.end() ? id : found->second;
  }

 private:
  std::map<std::string, std::string> first_;
};

CivilDate DayOf(const std::string& date) { return CivilDate::Parse(date).value_or(CivilDate()); }

template <typename Fact>
Fact NewFact(const v1::Record& record, const FirstRecords& firsts) {
  Fact fact;
  fact.record = LastId(record.name());
  fact.position = record.position();
  fact.first = firsts.Of(fact.record);
  fact.on = DayOf(record.date());
  return fact;
}

void FillEvaluation(const v1::Evaluation& said, Evaluation& evaluation) {
  evaluation.kind = static_cast<EvaluationKind>(said.kind());
  if (said.subject() != v1::Evaluation::SUBJECT_UNSPECIFIED) {
    evaluation.subject = static_cast<EvaluationSubject>(said.subject());
  }
  evaluation.team = said.team();
  evaluation.score = Number::Parse(said.score());
  evaluation.grade = static_cast<Grade>(said.grade());
  for (const v1::Finding& finding : said.findings()) {
    evaluation.findings.push_back(
        {finding.id(), finding.text(), CivilDate::Parse(finding.due_date())});
  }
}

void Take(const v1::Record& record, const FirstRecords& firsts, Progress& progress) {
  switch (record.fact_case()) {
    case v1::Record::kEvaluation: {
      progress.evaluations.push_back(NewFact<Evaluation>(record, firsts));
      FillEvaluation(record.evaluation(), progress.evaluations.back());
      break;
    }
    case v1::Record::kFindingClosure: {
      auto closure = NewFact<FindingClosure>(record, firsts);
      closure.evaluation = firsts.Of(LastId(record.finding_closure().evaluation()));
      closure.finding = record.finding_closure().finding();
      progress.closures.push_back(std::move(closure));
      break;
    }
    case v1::Record::kMentorContract: {
      auto contract = NewFact<MentorContract>(record, firsts);
      contract.to = DayOf(record.end_date());
      progress.contracts.push_back(std::move(contract));
      break;
    }
    case v1::Record::kMentorOutcome: {
      auto outcome = NewFact<MentorOutcome>(record, firsts);
      outcome.contract = firsts.Of(LastId(record.mentor_outcome().contract()));
      progress.outcomes.push_back(std::move(outcome));
      break;
    }
    case v1::Record::kLevelStep: {
      auto step = NewFact<LevelStep>(record, firsts);
      step.trade = record.level_step().trade();
      step.level = static_cast<SkillLevel>(record.level_step().level());
      step.basis = static_cast<Basis>(record.level_step().basis());
      progress.levels.push_back(std::move(step));
      break;
    }
    case v1::Record::kContestResult: {
      if (record.contest_result().place() == 0) break;
      auto place = NewFact<ContestPlace>(record, firsts);
      place.place = static_cast<int>(record.contest_result().place());
      progress.places.push_back(std::move(place));
      break;
    }
    default:
      break;
  }
}

}  // namespace

Progress ToProgress(const std::vector<v1::Record>& known) {
  const FirstRecords firsts(known);
  Progress progress;
  for (const v1::Record& record : known) {
    if (record.state() == v1::Record::STATE_COUNTED) Take(record, firsts, progress);
  }
  return progress;
}

Progress ToProgressWithWaiting(const std::vector<v1::Record>& known, const std::string& without) {
  const FirstRecords firsts(known);
  Progress progress;
  for (const v1::Record& record : known) {
    const bool open =
        record.state() == v1::Record::STATE_COUNTED || record.state() == v1::Record::STATE_WAITING;
    const bool other = without.empty() || firsts.Of(LastId(record.name())) != firsts.Of(without);
    if (open && other) Take(record, firsts, progress);
  }
  return progress;
}

std::string FirstOf(const std::vector<v1::Record>& known, const std::string& id) {
  return FirstRecords(known).Of(id);
}

Evaluation ToEvaluation(const v1::Record& record) {
  Evaluation evaluation = NewFact<Evaluation>(record, FirstRecords({}));
  FillEvaluation(record.evaluation(), evaluation);
  return evaluation;
}

}  // namespace touchstone::training
