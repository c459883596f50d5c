#include "services/training/training_convert.h"

#include <algorithm>
#include <random>
#include <set>

#include <gtest/gtest.h>

#include "services/training/file_states.h"

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
    static constexpr v1::Role kRoles[] = {v1::ROLE_ORGANISER, v1::ROLE_TRAINER, v1::ROLE_TRAINER,
                                          v1::ROLE_WORKER};
    record.set_entered_as(kRoles[dice() % 4]);
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
    std::vector<v1::Record> records = RandomFile(seed);
    const FileStates states(records);
    for (const v1::Record& until : records) {
      const Instant moment = ToInstant(until.record_time());
      std::set<std::string> expected;
      for (const Fact& fact : AsKnownAt(ToFacts(records), moment)) expected.insert(fact.id);
      EXPECT_EQ(CountedIds(RecordsAt(records, moment)), expected) << seed;
      std::set<std::string> counted;
      for (const v1::Record& record : records) {
        if (record.has_confirmation() || record.has_withdrawal()) continue;
        const Counting& times = states.counting(*states.Find(LastId(record.name())));
        const bool from = times.from && *times.from <= moment;
        if (from && (!times.to || *times.to > moment)) counted.insert(LastId(record.name()));
      }
      EXPECT_EQ(counted, expected) << seed;
    }
  }
}

// What a record's state is at the end of `records`, looked for from the start each time.
v1::Record Recomputed(const std::vector<v1::Record>& records, std::size_t index) {
  const auto counts = [&](const v1::Record& record) {
    const std::vector<Fact> facts = ToFacts({record});
    if (!NeedsApproval(facts[0]) || record.entered_as() == v1::ROLE_ORGANISER) return true;
    return std::any_of(records.begin(), records.end(), [&](const v1::Record& other) {
      return other.confirmation().record() == record.name() &&
             other.position() > record.position() && other.entered_by() != record.entered_by();
    });
  };
  v1::Record record = records[index];
  record.set_state(counts(record) ? v1::Record::STATE_COUNTED : v1::Record::STATE_WAITING);
  for (const v1::Record& other : records) {
    const bool after = other.position() > record.position();
    if (after && other.replaces() == record.name() && counts(other)) {
      record.set_state(other.has_withdrawal() ? v1::Record::STATE_WITHDRAWN
                                              : v1::Record::STATE_REPLACED);
    }
    const bool confirms = after && other.confirmation().record() == record.name() &&
                          other.entered_by() != record.entered_by();
    if (!confirms) continue;
    if (other.entered_as() == v1::ROLE_WORKER) {
      if (!record.has_confirm_time()) *record.mutable_confirm_time() = other.record_time();
    } else if (record.verified_by().empty()) {
      record.set_verified_by(other.entered_by());
    }
  }
  return record;
}

TEST(TrainingConvertTest, StatesThatAreKeptUpAreThoseThatAreComputedAnew) {
  for (std::uint32_t seed = 1; seed <= 100; ++seed) {
    std::vector<v1::Record> plain = RandomFile(seed);
    std::vector<v1::Record> kept = plain;
    FileStates states;
    for (std::size_t end = 1; end <= plain.size(); ++end) {
      states.TakeIn(kept, end);
      const std::vector<v1::Record> known(plain.begin(),
                                          plain.begin() + static_cast<std::ptrdiff_t>(end));
      for (std::size_t i = 0; i < end; ++i) {
        EXPECT_EQ(kept[i].ShortDebugString(), Recomputed(known, i).ShortDebugString()) << seed;
      }
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
  EXPECT_EQ(ToFacts({record}).size(), 1u);
  EXPECT_EQ(ToFacts({record})[0].type, "");
  record.mutable_attendance()->add_certificate_types("certificateTypes/a");
  record.mutable_attendance()->add_certificate_types("certificateTypes/b");
  ASSERT_EQ(ToFacts({record}).size(), 2u);
  EXPECT_EQ(ToFacts({record})[1].type, "b");
  EXPECT_EQ(ToFacts({record})[1].hours, Number(4));
}

}  // namespace
}  // namespace touchstone::training
