#include "services/training/civil_time.h"

#include <chrono>

#include <gtest/gtest.h>

namespace touchstone::training {
namespace {

CivilDate Day(const char* text) { return CivilDate::Parse(text).value(); }

TEST(CivilTimeTest, EveryDayOf800YearsIsThatOfTheStandardLibrary) {
  for (std::int32_t days = -150000; days < 150000; ++days) {
    const std::chrono::year_month_day expected{std::chrono::sys_days{std::chrono::days{days}}};
    const CivilDate date = CivilDate::FromDays(days);
    ASSERT_EQ(date.year(), static_cast<int>(expected.year()));
    ASSERT_EQ(date.month(), static_cast<int>(static_cast<unsigned>(expected.month())));
    ASSERT_EQ(date.day(), static_cast<int>(static_cast<unsigned>(expected.day())));
    ASSERT_EQ(CivilDate::Of(date.year(), date.month(), date.day()), date);
  }
}

TEST(CivilTimeTest, OnlyDaysThatExistAreRead) {
  EXPECT_EQ(Day("2024-02-29").ToString(), "2024-02-29");
  EXPECT_EQ(Day("1970-01-01").days(), 0);
  for (const char* text :
       {"2023-02-29", "1900-02-29", "2024-13-01", "2024-00-10", "2024-04-31", "2024-1-01",
        "2024/01/01", "", "2024-01-01 ", "0000-01-01", "２０２４-01"}) {
    EXPECT_FALSE(CivilDate::Parse(text).has_value()) << text;
  }
}

TEST(CivilTimeTest, AMonthWithoutTheDayGivesItsLastDay) {
  EXPECT_EQ(Later(Day("2024-01-31"), {1, Period::Unit::kMonths}), Day("2024-02-29"));
  EXPECT_EQ(Later(Day("2024-02-29"), {1, Period::Unit::kYears}), Day("2025-02-28"));
  EXPECT_EQ(Earlier(Day("2026-05-31"), {3, Period::Unit::kMonths}), Day("2026-02-28"));
  EXPECT_EQ(Earlier(Day("2026-01-15"), {1, Period::Unit::kMonths}), Day("2025-12-15"));
  EXPECT_EQ(Earlier(Day("2024-03-01"), {1, Period::Unit::kDays}), Day("2024-02-29"));
}

TEST(CivilTimeTest, APeriodEndsOnTheDayBeforeTheCorrespondingDay) {
  EXPECT_EQ(LastDayOf(Day("2020-05-12"), {6, Period::Unit::kYears}), Day("2026-05-11"));
  EXPECT_EQ(LastDayOf(Day("2024-02-29"), {1, Period::Unit::kYears}), Day("2025-02-28"));
  EXPECT_EQ(LastDayOf(Day("2024-02-29"), {4, Period::Unit::kYears}), Day("2028-02-28"));
  EXPECT_EQ(LastDayOf(Day("2024-01-31"), {1, Period::Unit::kMonths}), Day("2024-02-29"));
  EXPECT_EQ(LastDayOf(Day("2024-03-01"), {10, Period::Unit::kDays}), Day("2024-03-10"));
}

TEST(CivilTimeTest, TheDayDependsOnThePlace) {
  const Instant instant{1'683'820'799'999'999};  // 2023-05-11T15:59:59.999999Z
  EXPECT_EQ(DateAt(instant, 8 * 3600), Day("2023-05-11"));
  EXPECT_EQ(DateAt({instant.micros + 1}, 8 * 3600), Day("2023-05-12"));
  EXPECT_EQ(DateAt({-1}, 0), Day("1969-12-31"));
}

}  // namespace
}  // namespace touchstone::training
