#include "services/training/training_counts.h"

#include <map>

#include "tests/services/training/training_fixture.h"

namespace touchstone::testing {
namespace {

class TrainingCountsTest : public TrainingFixture {
 protected:
  v1::CountTrainingResponse Count(v1::CountTrainingRequest::Partition by) {
    v1::CountTrainingRequest request;
    request.set_by(by);
    return Do<v1::CountTrainingResponse>(&Stub::CountTraining, request);
  }
  // ann comes to both sessions of b1 and one of b2, bob to one of each: 2 people, 5 person-times.
  void AttendTwoBatches() {
    MakeBatch("b2", "companies/acme/sites/home");
    Append(NewAttendance("ann", "s1"));
    Append(NewAttendance("ann", "s2"));
    Append(NewAttendance("ann", "s1", "b2"));
    Append(NewAttendance("bob", "s1"));
    Append(NewAttendance("bob", "s2", "b2"));
  }
};

TEST_F(TrainingCountsTest, PeopleAndPersonTimesAreTwoNumbers) {
  AttendTwoBatches();
  const v1::TrainingCount total = Total();
  EXPECT_EQ(total.batches(), 2u);
  EXPECT_EQ(total.people(), 2u);
  EXPECT_EQ(total.person_times(), 5u);
  EXPECT_EQ(total.class_hours(), "36");
}

TEST_F(TrainingCountsTest, PersonTimesOfThePartsAddUpInEveryPartition) {
  AttendTwoBatches();
  for (int by = v1::CountTrainingRequest::PARTITION_BATCH;
       by <= v1::CountTrainingRequest::PARTITION_YEAR; ++by) {
    const auto response = Count(static_cast<v1::CountTrainingRequest::Partition>(by));
    std::uint64_t sum = 0;
    for (const v1::TrainingCount& count : response.counts()) sum += count.person_times();
    EXPECT_EQ(sum, response.total().person_times()) << by;
  }
  const auto countries = Count(v1::CountTrainingRequest::PARTITION_COUNTRY);
  ASSERT_EQ(countries.counts_size(), 2);
  EXPECT_EQ(countries.counts(0).part(), "CD");
  EXPECT_EQ(countries.counts(0).person_times(), 3u);
  EXPECT_EQ(countries.counts(1).person_times(), 2u);
}

TEST_F(TrainingCountsTest, AWithdrawnAttendanceIsOneLessAndIsStillKnownAsItWas) {
  AttendTwoBatches();
  v1::CountTrainingRequest then;
  then.mutable_known_time()->set_seconds(1767225600);
  server_.clock().Advance(std::chrono::hours(1));
  Append(NewWithdrawal("ann", "2"));
  EXPECT_EQ(Total().person_times(), 4u);
  EXPECT_EQ(Do<v1::CountTrainingResponse>(&Stub::CountTraining, then).total().person_times(), 5u);
}

TEST_F(TrainingCountsTest, ALateAttendanceCountsFromItsConfirmationOn) {
  server_.clock().Advance(std::chrono::hours(24 * 10));
  const v1::Record late = Append(NewAttendance("ann", "s1"), trainer_);
  EXPECT_EQ(late.state(), v1::Record::STATE_WAITING);
  EXPECT_EQ(Total().person_times(), 0u);
  Append(NewConfirmation("ann", "1"), Token(v1::ROLE_WORKER, "acme", "ann"));
  EXPECT_EQ(Total().person_times(), 1u);
}

TEST_F(TrainingCountsTest, DaysAndProgrammesSelect) {
  AttendTwoBatches();
  v1::CountTrainingRequest request;
  request.set_from_date("2025-12-31");
  EXPECT_EQ(Do<v1::CountTrainingResponse>(&Stub::CountTraining, request).total().person_times(),
            2u);
  request.set_to_date("2025-12-30");
  EXPECT_EQ(Do<v1::CountTrainingResponse>(&Stub::CountTraining, request).total().person_times(),
            0u);
  v1::CountTrainingRequest other;
  other.set_programme("programmes/other");
  EXPECT_EQ(Do<v1::CountTrainingResponse>(&Stub::CountTraining, other).total().batches(), 0u);
}

TEST_F(TrainingCountsTest, ABatchListsWhoCame) {
  AttendTwoBatches();
  Append(NewAttendance("ren", "s1"));
  v1::ListAttendancesRequest request;
  request.set_parent("batches/b1");
  EXPECT_EQ(Do<v1::ListAttendancesResponse>(&Stub::ListAttendances, request).attendances_size(), 4);
  const auto own = Do<v1::ListAttendancesResponse>(&Stub::ListAttendances, request, department_);
  ASSERT_EQ(own.attendances_size(), 3);
  EXPECT_EQ(own.attendances(0).session(), "s1");
  EXPECT_EQ(own.attendances(0).display_name(), "工人ann");
  EXPECT_EQ(own.attendances(0).class_hours(), "8");
}

TEST_F(TrainingCountsTest, ThePlanStandsBesideWhatWasDone) {
  AttendTwoBatches();
  v1::CreatePlanItemRequest item;
  item.set_parent("companies/acme");
  item.set_plan_item_id("p1");
  item.mutable_plan_item()->set_site("companies/acme/sites/kamoa");
  item.mutable_plan_item()->set_trade("台车操作手");
  item.mutable_plan_item()->set_month("2025-12");
  item.mutable_plan_item()->set_unit(v1::PLAN_UNIT_PERSON_TIMES);
  item.mutable_plan_item()->set_quantity(10);
  Do<v1::PlanItem>(&Stub::CreatePlanItem, item, department_);
  v1::ComparePlanRequest request;
  request.set_parent("companies/acme");
  request.set_year(2025);
  const auto lines = Do<v1::ComparePlanResponse>(&Stub::ComparePlan, request, department_);
  ASSERT_EQ(lines.lines_size(), 2);
  EXPECT_EQ(lines.lines(0).site(), "companies/acme/sites/home");
  EXPECT_EQ(lines.lines(0).item(), "");
  EXPECT_EQ(lines.lines(0).done(), "2");
  EXPECT_EQ(lines.lines(1).item(), "companies/acme/planItems/p1");
  EXPECT_EQ(lines.lines(1).planned(), "10");
  EXPECT_EQ(lines.lines(1).done(), "3");
}

}  // namespace
}  // namespace touchstone::testing
