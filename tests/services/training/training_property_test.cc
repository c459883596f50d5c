#include <algorithm>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "services/training/attendance_rules.h"
#include "services/training/certificate_type_convert.h"
#include "tests/services/training/licence_cases.h"
#include "tests/services/training/random_facts.h"

namespace touchstone::training {
namespace {

using testing::Dice;

Dice AnyDice() { return Dice(*rc::gen::arbitrary<std::uint64_t>()); }

CertificateType AnyType(Dice& dice) {
  return ToCertificateType(dice.Pick(ShippedCertificateTypes())).value();
}

void Shuffle(Dice& dice, std::vector<Fact>& facts) {
  for (std::size_t i = facts.size(); i > 1; --i) {
    std::swap(facts[i - 1], facts[static_cast<std::size_t>(dice.Below(static_cast<int>(i)))]);
  }
}

RC_GTEST_PROP(LicenceProperty, NothingRecordedLaterChangesWhatWasKnown, ()) {
  Dice dice = AnyDice();
  const CertificateType type = AnyType(dice);
  const std::vector<Fact> facts = RandomFacts(dice, type);
  const Moment moment = RandomMoment(dice, type, facts);
  const Instant known = RandomKnown(dice, facts);
  std::vector<Fact> recorded_by_then;
  for (const Fact& fact : facts) {
    if (fact.recorded <= known) recorded_by_then.push_back(fact);
  }
  RC_ASSERT(AnswerOf(type, facts, moment, known) ==
            AnswerOf(type, recorded_by_then, moment, known));
}

RC_GTEST_PROP(LicenceProperty, TheOrderOfTheFactsDoesNotMatter, ()) {
  Dice dice = AnyDice();
  const CertificateType type = AnyType(dice);
  std::vector<Fact> facts = RandomFacts(dice, type);
  const Moment moment = RandomMoment(dice, type, facts);
  const Instant known = RandomKnown(dice, facts);
  const Answer answer = AnswerOf(type, facts, moment, known);
  Shuffle(dice, facts);
  RC_ASSERT(AnswerOf(type, facts, moment, known) == answer);
}

RC_GTEST_PROP(LicenceProperty, FactsOfTheFutureDoNotMatterExceptTheNextIssue, ()) {
  Dice dice = AnyDice();
  const CertificateType type = AnyType(dice);
  const std::vector<Fact> facts = RandomFacts(dice, type);
  const Moment moment = RandomMoment(dice, type, facts);
  std::vector<Fact> known = AsKnownAt(facts, facts.back().recorded);
  const LicenceDecision decision = DecideLicence(type, known, moment);
  known.erase(std::remove_if(known.begin(), known.end(),
                             [&](const Fact& fact) {
                               const bool holds =
                                   fact.at ? *fact.at <= moment.at : fact.on <= moment.date;
                               return !holds && fact.kind != FactKind::kIssued;
                             }),
              known.end());
  const LicenceDecision again = DecideLicence(type, known, moment);
  RC_ASSERT(again.reason == decision.reason);
  RC_ASSERT(again.facts == decision.facts);
}

RC_GTEST_PROP(LicenceProperty, WhoIsLicensedIsSoUntilTheDueDayIfNothingElseHappens, ()) {
  Dice dice = AnyDice();
  const CertificateType type = AnyType(dice);
  const std::vector<Fact> facts = RandomFacts(dice, type);
  const Moment moment = RandomMoment(dice, type, facts);
  std::vector<Fact> known;
  for (const Fact& fact : AsKnownAt(facts, facts.back().recorded)) {
    if (fact.at ? *fact.at <= moment.at : fact.on <= moment.date) known.push_back(fact);
  }
  const LicenceDecision decision = DecideLicence(type, known, moment);
  RC_PRE(decision.licensed && decision.next.has_value());
  const auto noon = [](CivilDate date) {
    return Moment{{(date.days() * std::int64_t{24} + 12) * 3'600'000'000}, date};
  };
  RC_ASSERT(decision.next->due >= moment.date);
  const CivilDate after = CivilDate::FromDays(decision.next->due.days() + 1);
  RC_ASSERT(DecideLicence(type, known, noon(decision.next->due)).licensed);
  // Of another certificate a suspension or a health stop may have run out by then.
  const LicenceDecision then = DecideLicence(type, known, noon(after));
  RC_ASSERT(!then.licensed || then.certificate != decision.certificate);
}

RC_GTEST_PROP(LicenceProperty, ALicenceNamesTheFactsThatDecide, ()) {
  Dice dice = AnyDice();
  const CertificateType type = AnyType(dice);
  const std::vector<Fact> facts = RandomFacts(dice, type);
  const Moment moment = RandomMoment(dice, type, facts);
  const std::vector<Fact> known = AsKnownAt(facts, facts.back().recorded);
  const LicenceDecision decision = DecideLicence(type, known, moment);
  RC_ASSERT((decision.reason == LicenceReason::kNeverIssued) == decision.facts.empty());
  for (const std::string& id : decision.facts) {
    RC_ASSERT(
        std::any_of(known.begin(), known.end(), [&id](const Fact& fact) { return fact.id == id; }));
  }
  RC_ASSERT(type.rules.count(decision.rule) == 1);
}

std::vector<Attendance> AnyAttendances(Dice& dice) {
  std::vector<Attendance> attendances;
  const auto any = [&dice](const char* prefix, int count) {
    return prefix + std::to_string(dice.Below(count));
  };
  for (int i = dice.Below(60); i > 0; --i) {
    Attendance attendance;
    attendance.id = "a" + std::to_string(i);
    attendance.worker = any("w", 12);
    attendance.batch = any("b", 5);
    attendance.programme = any("p", 3);
    attendance.company = any("c", 4);
    attendance.site = any("s", 4);
    attendance.country = any("k", 3);
    attendance.trade = any("t", 3);
    attendance.date = CivilDate::FromDays(19000 + dice.Below(700));
    attendance.hours = Number::Ratio(dice.Between(1, 16), 2);
    attendances.push_back(attendance);
  }
  return attendances;
}

RC_GTEST_PROP(AttendanceProperty, PersonTimesAndHoursAreTheSumOverAnyPartition, ()) {
  Dice dice = AnyDice();
  const std::vector<Attendance> attendances = AnyAttendances(dice);
  RC_PRE(!attendances.empty());
  const Headcount all = CountBy(attendances, Partition::kAll).at("");
  RC_ASSERT(all.person_times == static_cast<std::int64_t>(attendances.size()));
  for (int i = 1; i <= static_cast<int>(Partition::kYear); ++i) {
    std::int64_t person_times = 0;
    Number hours;
    for (const auto& [part, count] : CountBy(attendances, static_cast<Partition>(i))) {
      person_times += count.person_times;
      hours += count.hours;
      RC_ASSERT(count.people >= 1);
      RC_ASSERT(count.people <= count.person_times);
      RC_ASSERT(count.people <= all.people);
    }
    RC_ASSERT(person_times == all.person_times);
    RC_ASSERT(hours == all.hours);
  }
}

RC_GTEST_PROP(AttendanceProperty, OneAttendanceLessIsOnePersonTimeLess, ()) {
  Dice dice = AnyDice();
  std::vector<Attendance> attendances = AnyAttendances(dice);
  RC_PRE(attendances.size() > 1);
  const auto count = CountBy(attendances, Partition::kAll).at("").person_times;
  attendances.pop_back();
  RC_ASSERT(CountBy(attendances, Partition::kAll).at("").person_times == count - 1);
}

}  // namespace
}  // namespace touchstone::training
