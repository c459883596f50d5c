#include "tests/services/training/random_facts.h"

#include <algorithm>
#include <string>

namespace touchstone::training {
namespace {

using testing::Dice;

constexpr std::int64_t kMicrosOfDay = 86'400'000'000;
constexpr std::int64_t kMicrosOfHour = 3'600'000'000;

CivilDate Plus(CivilDate date, int days) { return CivilDate::FromDays(date.days() + days); }

Instant HourOf(CivilDate date, int hour) {
  return {date.days() * kMicrosOfDay + hour * kMicrosOfHour};
}

// A day near one on which something ends or opens, counted from `first`.
CivilDate NearAnEdge(Dice& dice, const CertificateType& type, CivilDate first) {
  std::vector<Period> periods = {{dice.Between(0, 3000), Period::Unit::kDays}};
  if (type.validity) periods.push_back(*type.validity);
  if (type.review_interval) periods.push_back(*type.review_interval);
  CivilDate date = LastDayOf(first, dice.Pick(periods));
  if (dice.Percent(30)) date = LastDayOf(Plus(date, 1), dice.Pick(periods));
  if (dice.Percent(40) && type.window) {
    date = Earlier(
        date, dice.Percent(50) || !type.window->closes ? type.window->opens : *type.window->closes);
  }
  return Plus(date, dice.Percent(50) ? dice.Between(-2, 2) : dice.Between(-70, 5));
}

FactKind RandomKind(Dice& dice) {
  // What decides most stands here more often.
  static const std::vector<FactKind> kKinds = [] {
    std::vector<FactKind> kinds;
    const auto add = [&kinds](FactKind kind, int times) { kinds.insert(kinds.end(), times, kind); };
    for (int kind = 1; kind <= static_cast<int>(FactKind::kWithdrawn); ++kind) {
      if (kind != static_cast<int>(FactKind::kApproved)) add(static_cast<FactKind>(kind), 2);
    }
    add(FactKind::kReviewed, 8);
    add(FactKind::kExtended, 8);
    add(FactKind::kTrainingHours, 6);
    add(FactKind::kExamPassed, 3);
    add(FactKind::kViolation, 5);
    add(FactKind::kHealthStop, 2);
    add(FactKind::kHealthCleared, 1);
    add(FactKind::kLongReviewAgreed, 2);
    add(FactKind::kWorkStarted, 2);
    return kinds;
  }();
  return dice.Pick(kKinds);
}

bool IsAboutCertificate(FactKind kind) { return kind <= FactKind::kLongReviewAgreed; }

void Fill(Dice& dice, const CertificateType& type, Fact& fact) {
  fact.type = type.id;
  if (IsAboutCertificate(fact.kind)) {
    fact.certificate = dice.Percent(80) ? "C1" : "C2";
  } else if (dice.Percent(20)) {
    fact.type = dice.Percent(50) ? "" : "another";
  }
  const bool renewal = fact.kind == FactKind::kReviewed || fact.kind == FactKind::kExtended;
  if (renewal && dice.Percent(70)) {
    fact.hours = dice.Percent(80) ? type.renewal_hours : Number::Ratio(15, 2);
    if (dice.Percent(90)) fact.basis = Basis::kExam;
  }
  if (fact.kind == FactKind::kIssued) fact.hours = dice.Percent(80) ? type.initial_hours : 40;
  if (fact.kind == FactKind::kTrainingHours) fact.hours = Number::Ratio(dice.Between(1, 60), 2);
  if (fact.kind == FactKind::kViolation) fact.serious = dice.Percent(10);
  const bool has_term = fact.kind == FactKind::kSuspended || fact.kind == FactKind::kHealthStop;
  if (has_term && dice.Percent(60)) fact.until = Plus(fact.on, dice.Between(0, 200));
  if (dice.Percent(15)) fact.at = HourOf(fact.on, dice.Between(0, 23));
}

void Record(Dice& dice, const std::vector<Fact>& facts, Fact& fact) {
  const bool early = facts.empty() || dice.Percent(70);
  const CivilDate day = Plus(fact.on, early ? dice.Between(0, 7) : dice.Between(8, 900));
  fact.recorded = HourOf(day, dice.Between(0, 23));
  if (!facts.empty()) {
    fact.recorded = std::max(fact.recorded, facts.back().recorded);
    if (dice.Percent(70)) fact.recorded.micros += kMicrosOfHour;
  }
  fact.recorded_on = DateAt(fact.recorded, 0);
  fact.entered_by = dice.Percent(50) ? "clerk" : "trainer";
  if (dice.Percent(85)) fact.verified_by = dice.Percent(95) ? "boss" : fact.entered_by;
  if (!facts.empty() && (fact.kind == FactKind::kWithdrawn || dice.Percent(6))) {
    // Seldom the first issue: without it there is not much to ask.
    fact.replaces = dice.Percent(15) ? facts.front().id : dice.Pick(facts).id;
    if (fact.replaces == facts.front().id && dice.Percent(70)) fact.replaces.clear();
  }
}

}  // namespace

std::vector<Fact> RandomFacts(Dice& dice, const CertificateType& type) {
  std::vector<Fact> facts;
  const CivilDate first =
      Plus(CivilDate::Of(2015, 1, 1).value_or(CivilDate()), dice.Between(0, 2000));
  const int count = dice.Between(1, 25);
  for (int i = 0; i < count; ++i) {
    Fact fact;
    fact.id = "F" + std::to_string(10 + i);
    fact.kind = i == 0 ? FactKind::kIssued : RandomKind(dice);
    fact.on = i == 0 ? first : NearAnEdge(dice, type, first);
    if (fact.kind == FactKind::kWorkStarted) fact.on = Earlier(fact.on, {10, Period::Unit::kYears});
    Fill(dice, type, fact);
    Record(dice, facts, fact);
    facts.push_back(fact);
    if (!dice.Percent(15)) continue;
    Fact approval;
    approval.id = "A" + std::to_string(10 + i);
    approval.kind = FactKind::kApproved;
    approval.on = fact.recorded_on;
    approval.recorded = {fact.recorded.micros + kMicrosOfHour};
    approval.recorded_on = DateAt(approval.recorded, 0);
    approval.entered_by = dice.Percent(80) ? "boss" : fact.entered_by;
    approval.concerns = fact.id;
    facts.push_back(approval);
  }
  return facts;
}

Moment RandomMoment(Dice& dice, const CertificateType& type, const std::vector<Fact>& facts) {
  const CivilDate near = dice.Pick(facts).on;
  const CivilDate date =
      dice.Percent(50) ? Plus(near, dice.Between(-1, 1)) : NearAnEdge(dice, type, facts.front().on);
  return {HourOf(date, dice.Between(0, 23)), date};
}

Instant RandomKnown(Dice& dice, const std::vector<Fact>& facts) {
  if (dice.Percent(40)) return facts.back().recorded;
  return {dice.Pick(facts).recorded.micros - (dice.Percent(30) ? 1'000'000 : 0)};
}

}  // namespace touchstone::training
