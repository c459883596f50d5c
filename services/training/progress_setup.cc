#include "services/training/progress_setup.h"

#include <set>

#include "services/common/errors.h"
#include "services/common/resource_name.h"
#include "services/training/certificate_type_convert.h"
#include "services/training/training_convert.h"

namespace touchstone::training {
namespace {

absl::Status Invalid(const std::string& field, const std::string& what,
                     Reason reason = Reason::REQUEST_INVALID) {
  return MakeError(reason, field + ": " + what, {{field, what}});
}

}  // namespace

absl::Status CheckLadder(const v1::Ladder& ladder) {
  int below = 0;
  for (int i = 0; i < ladder.steps_size(); ++i) {
    const v1::LadderStep& step = ladder.steps(i);
    const std::string field = "ladder.steps[" + std::to_string(i) + "].";
    if (step.level() <= below) return Invalid(field + "level", "is not above the step before");
    below = step.level();
    for (const std::string& name : step.certificate_types()) {
      auto id = ParseResourceName("certificateTypes", name, field + "certificate_types");
      if (!id.ok()) return id.status();
      if (FindShippedCertificateType(*id) != nullptr) continue;
      return Invalid(field + "certificate_types", "there is no such type of certificate",
                     Reason::REFERENCE_UNKNOWN);
    }
  }
  return absl::OkStatus();
}

absl::Status CheckWageRule(const v1::WageRule& rule) {
  std::set<int> levels;
  for (const v1::LevelAmount& line : rule.levels()) {
    if (!levels.insert(line.level()).second) {
      return Invalid("wage_rule.levels", "have a level twice");
    }
  }
  std::set<int> grades;
  for (const v1::GradePercent& line : rule.grades()) {
    if (!grades.insert(line.grade()).second) {
      return Invalid("wage_rule.grades", "have a grade twice");
    }
  }
  return absl::OkStatus();
}

std::vector<LadderRung> ToRungs(const v1::Ladder& ladder) {
  std::vector<LadderRung> rungs;
  for (const v1::LadderStep& step : ladder.steps()) {
    LadderRung& rung = rungs.emplace_back();
    rung.level = static_cast<SkillLevel>(step.level());
    rung.months_before = static_cast<int>(step.months_before());
    for (const std::string& type : step.certificate_types()) rung.types.push_back(LastId(type));
    rung.grade = static_cast<Grade>(step.grade());
  }
  return rungs;
}

WageTable ToWageTable(const v1::WageRule& rule) {
  WageTable table;
  table.trade = rule.trade();
  for (const v1::LevelAmount& line : rule.levels()) {
    table.levels[static_cast<SkillLevel>(line.level())] =
        Number::Parse(line.amount()).value_or(Number());
  }
  for (const v1::GradePercent& line : rule.grades()) {
    table.percents[static_cast<Grade>(line.grade())] = static_cast<int>(line.percent());
  }
  for (const v1::PlaceAmount& line : rule.places()) {
    table.places.push_back(
        {static_cast<int>(line.to_place()), Number::Parse(line.amount()).value_or(Number())});
  }
  return table;
}

}  // namespace touchstone::training
