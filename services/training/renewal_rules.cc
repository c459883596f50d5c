#include "services/training/renewal_rules.h"

#include <algorithm>
#include <optional>

namespace touchstone::training {
namespace {

// Hours and exams after `since`, up to `date`.
struct Training {
  Number hours;
  bool exam = false;
};

Training TrainingBetween(const CertificateType& type, const std::vector<Fact>& facts,
                         CivilDate since, CivilDate date) {
  Training training;
  for (const Fact& fact : facts) {
    if (!Concerns(fact, type) || fact.on <= since || fact.on > date) continue;
    if (fact.kind == FactKind::kTrainingHours) training.hours += fact.hours;
    if (fact.kind == FactKind::kExamPassed) training.exam = true;
  }
  return training;
}

void AddViolations(const CertificateType& type, const std::vector<Fact>& facts, CivilDate since,
                   CivilDate date, RenewalNeeds& needs) {
  if (!type.violations) return;
  const ViolationStop& stop = *type.violations;
  const CivilDate first =
      stop.within_months == 0
          ? since
          : CivilDate::FromDays(Earlier(date, {stop.within_months, Period::Unit::kMonths}).days() +
                                1);
  bool serious = false;
  CivilDate last = first;
  for (const Fact& fact : facts) {
    if (fact.kind != FactKind::kViolation || !Concerns(fact, type)) continue;
    if (fact.on < first || fact.on > date) continue;
    ++needs.violations;
    needs.violation_facts.push_back(fact.id);
    serious = serious || fact.serious;
    last = std::max(last, fact.on);
  }
  needs.violation_limit = stop.limit;
  needs.stopped_by_violations = serious || needs.violations >= stop.limit;
  if (!needs.stopped_by_violations || !stop.retraining_clears) return;
  const Training after = TrainingBetween(type, facts, last, date);
  if (after.hours >= type.renewal_hours && (after.exam || !type.renewal_exam)) {
    needs.stopped_by_violations = false;
  }
}

// The first day of the work that goes on without a break on `date`.
std::optional<CivilDate> WorksSince(const CertificateType& type, const std::vector<Fact>& facts,
                                    CivilDate date) {
  std::vector<CivilDate> starts;
  std::vector<CivilDate> ends;
  for (const Fact& fact : facts) {
    if (!Concerns(fact, type) || fact.on > date) continue;
    if (fact.kind == FactKind::kWorkStarted) starts.push_back(fact.on);
    if (fact.kind == FactKind::kWorkEnded) ends.push_back(fact.on);
  }
  std::sort(starts.begin(), starts.end());
  std::optional<CivilDate> since;
  // A day that must be worked, at the latest by its own start.
  CivilDate until = date;
  while (!starts.empty()) {
    const CivilDate start = starts.back();
    starts.pop_back();
    const bool broken = std::any_of(ends.begin(), ends.end(),
                                    [&](CivilDate end) { return start < end && end < until; });
    if (broken) break;
    since = start;
    until = CivilDate::FromDays(start.days() - 1);
  }
  return since;
}

}  // namespace

bool Concerns(const Fact& fact, const CertificateType& type) {
  return fact.type.empty() || fact.type == type.id;
}

std::vector<std::string> HealthStopsOn(const CertificateType& type, const std::vector<Fact>& facts,
                                       CivilDate date) {
  std::vector<std::string> open;
  if (!type.health_stops) return open;
  for (const Fact& stop : facts) {
    if (stop.kind != FactKind::kHealthStop || !Concerns(stop, type)) continue;
    if (stop.on > date || (stop.until && *stop.until < date)) continue;
    const bool cleared = std::any_of(facts.begin(), facts.end(), [&](const Fact& fact) {
      if (fact.kind != FactKind::kHealthCleared || !Concerns(fact, type)) return false;
      if (fact.on > date || fact.on < stop.on) return false;
      return fact.on > stop.on || !fact.at || !stop.at || *fact.at >= *stop.at;
    });
    if (!cleared) open.push_back(stop.id);
  }
  return open;
}

RenewalNeeds NeedsOn(const CertificateType& type, const std::vector<Fact>& facts, CivilDate since,
                     CivilDate date, const Fact* renewal) {
  RenewalNeeds needs;
  const Training training = TrainingBetween(type, facts, since, date);
  needs.hours_needed = type.renewal_hours;
  needs.hours_done = training.hours;
  needs.exam_needed = type.renewal_exam;
  needs.exam_done = training.exam;
  if (renewal != nullptr) {
    needs.hours_done = std::max(needs.hours_done, renewal->hours);
    needs.exam_done = needs.exam_done || renewal->basis == Basis::kExam;
  }
  AddViolations(type, facts, since, date, needs);
  needs.health_facts = HealthStopsOn(type, facts, date);
  needs.stopped_by_health = !needs.health_facts.empty();
  return needs;
}

bool LongReviewIsDue(const CertificateType& type, const std::vector<Fact>& facts, CivilDate date) {
  if (!type.long_review) return false;
  const Period years{type.long_review->after_years, Period::Unit::kYears};
  const std::optional<CivilDate> since = WorksSince(type, facts, date);
  if (!since || date <= LastDayOf(*since, years)) return false;
  const CivilDate first = Earlier(date, years);
  return std::none_of(facts.begin(), facts.end(), [&](const Fact& fact) {
    return fact.kind == FactKind::kViolation && Concerns(fact, type) && fact.on >= first &&
           fact.on <= date;
  });
}

}  // namespace touchstone::training
