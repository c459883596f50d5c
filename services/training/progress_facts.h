#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "services/common/number.h"
#include "services/training/certificate_facts.h"
#include "services/training/civil_time.h"

// What a worker's file says about evaluations, mentors, levels and contests. All are values. Names
// and numbers of the enums are those of touchstone.v1 and stay what they are.
namespace touchstone::training {

// How often such evaluations are made: weekly check (周检查), monthly review (月考评), yearly
// overall evaluation (年总评).
enum class EvaluationKind { kWeeklyCheck = 1, kMonthlyReview, kYearlyOverall };

// What is evaluated.
enum class EvaluationSubject { kWorker = 1, kTeamLeader, kTeam };

// From the best on; kNone: not said.
enum class Grade { kNone = 0, kExcellent, kGood, kPassed, kFailed };

// From the lowest on (新八级工制度); kNone: no level is known.
enum class SkillLevel {
  kNone = 0,
  kApprentice,
  kJunior,
  kMiddle,
  kSenior,
  kTechnician,
  kSeniorTechnician,
  kSpecialTechnician,
  kChiefTechnician
};

// Something that must be put right (整改项).
struct Finding {
  std::string id;  // unique in the evaluation
  std::string text;
  std::optional<CivilDate> due;  // the last day in time
};

// `record` is the id of a record, `position` its place in the file, `first` the record that was
// corrected by it in the end, or itself: what names any of them means the one that counts.
struct ProgressRecord {
  std::string record;
  std::uint64_t position = 0;
  std::string first;
  CivilDate on;
};

struct Evaluation : ProgressRecord {
  EvaluationKind kind = EvaluationKind::kWeeklyCheck;
  EvaluationSubject subject = EvaluationSubject::kWorker;
  std::string team;  // empty: the worker himself
  std::optional<Number> score;
  Grade grade = Grade::kNone;
  std::vector<Finding> findings;
};

struct FindingClosure : ProgressRecord {
  std::string evaluation;  // its `first`
  std::string finding;     // its id
};

struct MentorContract : ProgressRecord {  // `on` is the first day of the term
  CivilDate to;                           // the last
};

struct MentorOutcome : ProgressRecord {
  std::string contract;  // its `first`
};

struct LevelStep : ProgressRecord {
  std::string trade;
  SkillLevel level = SkillLevel::kNone;
  Basis basis = Basis::kUnspecified;
};

// A place in a contest, from 1.
struct ContestPlace : ProgressRecord {
  int place = 0;
};

// What a file says, each kind by position. Only what counts, unless somebody asked for more.
struct Progress {
  std::vector<Evaluation> evaluations;
  std::vector<FindingClosure> closures;
  std::vector<MentorContract> contracts;
  std::vector<MentorOutcome> outcomes;
  std::vector<LevelStep> levels;
  std::vector<ContestPlace> places;
};

// The last yearly overall evaluation of the worker himself up to `day`: the one of the latest day,
// of two of one day the one that was recorded later. Null when there is none.
const Evaluation* LastOverall(const Progress& progress, CivilDate day);

// The highest step in the trade up to `day`; of two of one level the earlier one. Null: none.
const LevelStep* LevelOn(const Progress& progress, const std::string& trade, CivilDate day);

}  // namespace touchstone::training
