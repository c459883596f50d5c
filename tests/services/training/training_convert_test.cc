#include "services/training/training_convert.h"

#include <random>
#include <set>

#include <gtest/gtest.h>

namespace touchstone::training {
namespace {

constexpr std::int64_t kDay = 86'400'000'000;

// A file of random records over two months: entered late or in time by three people, confirmed,
// corrected, withdrawn.
std::vector<v1::Record> RandomFile(std::uint32_t seed) {
  std::mt19937 dice(seed);
  std::vector<v1::Record> records;
  std::int64_t micros = 20'000 * kDay;
  for (int i = 1; i <= 40; ++i) {
    micros += static_cast<std::int64_t>(dice() % 3) * kDay;
    v1::Record& record = records.emplace_back();
    record.set_name("workers/w/records/" + std::to_string(i));
    record.set_position(static_cast<std::uint64_t>(i));
    *record.mutable_record_time() = ToTimestamp({micros});
    const CivilDate today = CivilDate::FromDays(static_cast<std::int32_t>(micros / kDay));
    record.set_record_date(today.ToString());
    record.set_date(
        CivilDate::FromDays(today.days() - static_cast<std::int32_t>(dice() % 12)).ToString());
    record.set_entered_by("accounts/" + std::to_string(dice() % 3));
    record.set_entered_as(dice() % 4 == 0 ? v1::ROLE_ORGANISER : v1::ROLE_TRAINER);
    const std::string other =
        i == 1 ? "" : "workers/w/records/" + std::to_string(1 + dice() % (i - 1));
    switch (other.empty() ? 0 : dice() % 5) {
      case 0:
        record.mutable_hours()->set_class_hours("2");
        break;
      case 1:
        record.mutable_confirmation()->set_record(other);
        break;
      case 2:
        record.mutable_withdrawal()->set_reason("x");
        record.set_replaces(other);
        break;
      case 3:
        record.mutable_honour()->set_title("x");
        record.set_replaces(other);
        break;
      default:
        record.mutable_posting()->set_site("companies/c/sites/s");
    }
  }
  return records;
}

std::set<std::string> CountedIds(const std::vector<v1::Record>& records) {
  std::set<std::string> ids;
  for (const v1::Record& record : records) {
    const bool says = !record.has_confirmation() && !record.has_withdrawal();
    if (says && record.state() == v1::Record::STATE_COUNTED) ids.insert(LastId(record.name()));
  }
  return ids;
}

// The rules are the measure: states of records and times of counting say the same as AsKnownAt().
TEST(TrainingConvertTest, StatesAndTimesOfCountingAgreeWithTheRulesAtEveryMoment) {
  for (std::uint32_t seed = 1; seed <= 200; ++seed) {
    const std::vector<v1::Record> records = RandomFile(seed);
    const auto counting = CountingOf(records);
    for (const v1::Record& until : records) {
      const Instant moment = ToInstant(until.record_time());
      std::set<std::string> expected;
      for (const Fact& fact : AsKnownAt(ToFacts(records), moment)) expected.insert(fact.id);
      EXPECT_EQ(CountedIds(RecordsAt(records, moment)), expected) << seed;
      std::set<std::string> counted;
      for (const v1::Record& record : records) {
        if (record.has_confirmation() || record.has_withdrawal()) continue;
        const Counting& times = counting.at(LastId(record.name()));
        const bool from = times.from && *times.from <= moment;
        if (from && (!times.to || *times.to > moment)) counted.insert(LastId(record.name()));
      }
      EXPECT_EQ(counted, expected) << seed;
    }
  }
}

TEST(TrainingConvertTest, TimesBefore1970AndPartsOfSecondsSurvive) {
  for (const std::int64_t micros : {std::int64_t{0}, std::int64_t{-1}, std::int64_t{-1'000'001},
                                    std::int64_t{1'767'225'600'123'456}}) {
    EXPECT_EQ(ToInstant(ToTimestamp({micros})).micros, micros);
  }
}

TEST(TrainingConvertTest, AnAttendanceCountsForTheTypesOfItsProgramme) {
  v1::Record record;
  record.set_name("workers/w/records/1");
  record.set_date("2025-01-01");
  record.mutable_attendance()->set_class_hours("4");
  EXPECT_EQ(ToFacts(record).size(), 1u);
  EXPECT_EQ(ToFacts(record)[0].type, "");
  record.mutable_attendance()->add_certificate_types("certificateTypes/a");
  record.mutable_attendance()->add_certificate_types("certificateTypes/b");
  ASSERT_EQ(ToFacts(record).size(), 2u);
  EXPECT_EQ(ToFacts(record)[1].type, "b");
  EXPECT_EQ(ToFacts(record)[1].hours, Number(4));
}

}  // namespace
}  // namespace touchstone::training
