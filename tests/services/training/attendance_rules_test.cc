#include "services/training/attendance_rules.h"

#include <gtest/gtest.h>

#include "services/common/errors.h"

namespace touchstone::training {
namespace {

Attendance Of(const char* id, const char* worker, const char* batch, const char* date,
              const Number& hours = 3) {
  Attendance attendance;
  attendance.id = id;
  attendance.worker = worker;
  attendance.batch = batch;
  attendance.date = CivilDate::Parse(date).value();
  attendance.hours = hours;
  return attendance;
}

TEST(AttendanceRulesTest, PeopleAndPersonTimesAreTwoNumbers) {
  const std::vector<Attendance> attendances = {
      Of("1", "wang", "b1", "2024-05-30"), Of("2", "wang", "b1", "2024-05-31"),
      Of("3", "li", "b1", "2024-05-31"), Of("4", "wang", "b2", "2024-06-01")};
  EXPECT_EQ(CountBy(attendances, Partition::kAll).at(""), (Headcount{2, 4, 2, 12}));
  const auto by_batch = CountBy(attendances, Partition::kBatch);
  EXPECT_EQ(by_batch.at("b1"), (Headcount{2, 3, 1, 9}));
  EXPECT_EQ(by_batch.at("b2"), (Headcount{1, 1, 1, 3}));
  const auto by_month = CountBy(attendances, Partition::kMonth);
  EXPECT_EQ(by_month.at("2024-05").person_times, 3);
  EXPECT_EQ(by_month.at("2024-06").person_times, 1);
  EXPECT_EQ(CountBy(attendances, Partition::kYear).at("2024").person_times, 4);
}

TEST(AttendanceRulesTest, TheSameAttendanceCountsOnce) {
  const Attendance once = Of("1", "wang", "b1", "2024-05-30");
  EXPECT_EQ(CountBy({once, once}, Partition::kAll).at(""), (Headcount{1, 1, 1, 3}));
  EXPECT_TRUE(CountBy({}, Partition::kAll).empty());
}

TEST(AttendanceRulesTest, HoursAreAtMostThoseOfTheSession) {
  const Attendance attendance = Of("1", "wang", "b1", "2024-05-30", Number::Ratio(7, 2));
  EXPECT_TRUE(CheckHours(attendance, Number::Ratio(7, 2), {}).ok());
  EXPECT_EQ(ReasonOf(CheckHours(attendance, 3, {})), Reason::HOURS_ABOVE_SESSION);
  EXPECT_EQ(ReasonOf(CheckHours(Of("1", "wang", "b1", "2024-05-30", 0), 3, {})),
            Reason::REQUEST_INVALID);
}

TEST(AttendanceRulesTest, ADayHas24Hours) {
  const Attendance attendance = Of("1", "wang", "b1", "2024-05-30", 8);
  const Attendance rest = Of("2", "wang", "b2", "2024-05-30", 16);
  EXPECT_TRUE(CheckHours(attendance, 8, {rest}).ok());
  EXPECT_TRUE(CheckHours(attendance, 8, {rest, attendance}).ok()) << "itself is no other";
  const Attendance more = Of("3", "wang", "b3", "2024-05-30", Number::Ratio(1, 2));
  EXPECT_EQ(ReasonOf(CheckHours(attendance, 8, {rest, more})), Reason::HOURS_ABOVE_DAY);
  EXPECT_TRUE(CheckHours(attendance, 8, {rest, Of("3", "wang", "b3", "2024-05-31")}).ok());
  EXPECT_TRUE(CheckHours(attendance, 8, {rest, Of("3", "li", "b3", "2024-05-30")}).ok());
}

}  // namespace
}  // namespace touchstone::training
