#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "services/training/evaluation_sums.h"
#include "services/training/findings.h"
#include "services/training/mentor_terms.h"
#include "services/training/progress_convert.h"
#include "services/training/training_convert.h"
#include "services/training/wage_rules.h"
#include "tests/support/dice.h"

namespace touchstone::training {
namespace {

using testing::Dice;

Dice AnyDice() { return Dice(*rc::gen::arbitrary<std::uint64_t>()); }

std::string AnyDay(Dice& dice) {
  return CivilDate::FromDays(19000 + dice.Below(1100)).ToString();  // 2022 to 2025
}

// An earlier record of the file, or one that is not there.
std::string AnyId(Dice& dice, int records) { return std::to_string(1 + dice.Below(records + 1)); }

void AnyFact(Dice& dice, int records, v1::Record& record) {
  switch (dice.Below(6)) {
    case 0: {
      v1::Evaluation& said = *record.mutable_evaluation();
      said.set_kind(static_cast<v1::Evaluation::Kind>(1 + dice.Below(3)));
      said.set_score(std::to_string(dice.Below(101)));
      said.set_grade(static_cast<v1::Evaluation::Grade>(dice.Below(5)));
      for (int i = dice.Below(4); i > 0; --i) said.add_findings()->set_id("f" + std::to_string(i));
      break;
    }
    case 1: {
      v1::FindingClosure& said = *record.mutable_finding_closure();
      said.set_evaluation("workers/w/records/" + AnyId(dice, records));
      said.set_finding("f" + std::to_string(1 + dice.Below(3)));
      break;
    }
    case 2:
      record.mutable_mentor_contract()->set_mentor("workers/m");
      record.set_end_date(AnyDay(dice));
      break;
    case 3:
      record.mutable_mentor_outcome()->set_contract("workers/w/records/" + AnyId(dice, records));
      break;
    case 4:
      record.mutable_level_step()->set_trade("t");
      record.mutable_level_step()->set_level(static_cast<v1::SkillLevel>(1 + dice.Below(8)));
      break;
    default:
      record.mutable_contest_result()->set_place(static_cast<std::uint32_t>(dice.Below(9)));
      break;
  }
}

// A file as it might be, also with what the server would refuse: the rules answer all the same.
std::vector<v1::Record> AnyFile(Dice& dice) {
  std::vector<v1::Record> records;
  for (int i = 1 + dice.Below(40); i > 0; --i) {
    const int count = static_cast<int>(records.size());
    v1::Record record;
    record.set_position(static_cast<std::uint64_t>(count) + 1);
    record.set_name("workers/w/records/" + std::to_string(count + 1));
    record.set_date(AnyDay(dice));
    record.mutable_record_time()->set_seconds(1'700'000'000 + count * 1000);
    record.set_record_date(dice.Below(3) == 0 ? AnyDay(dice) : record.date());  // late ones wait
    record.set_entered_by(dice.Below(2) == 0 ? "tokens/a" : "tokens/b");
    AnyFact(dice, count, record);
    if (count > 0 && dice.Below(4) == 0) {
      record.set_replaces("workers/w/records/" + std::to_string(1 + dice.Below(count)));
      if (dice.Below(3) == 0) record.mutable_withdrawal()->set_reason("x");
    }
    records.push_back(std::move(record));
  }
  return records;
}

// All answers about a file on a day, as one text.
std::string Answers(const std::vector<v1::Record>& known, CivilDate day) {
  const Progress progress = ToProgress(known);
  std::string text;
  for (const FindingState& state : FindingsOn(progress, day)) {
    text += progress.evaluations[state.evaluation].record + state.finding.id + state.closure + " ";
  }
  for (const ContractState& state : ContractsOn(progress, day)) {
    text += std::to_string(state.contract) + (state.outcome ? state.outcome->record : "-") + " ";
  }
  const YearOfEvaluations sum = SumEvaluations(progress, 2024, EvaluationSubject::kWorker, "");
  for (const MonthOfEvaluations& month : sum.months) text += std::to_string(month.open) + " ";
  if (const auto wage = ProposeWage({"t", {}, {}, {}}, progress, day)) text += wage->step->record;
  return text;
}

RC_GTEST_PROP(ProgressProperty, NothingRecordedLaterChangesWhatWasKnown, ()) {
  Dice dice = AnyDice();
  const std::vector<v1::Record> file = AnyFile(dice);
  const auto count = static_cast<std::size_t>(dice.Below(static_cast<int>(file.size()) + 1));
  const std::vector<v1::Record> then(file.begin(),
                                     file.begin() + static_cast<std::ptrdiff_t>(count));
  const Instant known{(1'700'000'000 + static_cast<std::int64_t>(count) * 1000 - 1) * 1'000'000};
  const CivilDate day = CivilDate::Parse(AnyDay(dice)).value();
  RC_ASSERT(Answers(RecordsAt(file, known), day) == Answers(RecordsAt(then, known), day));
}

RC_GTEST_PROP(ProgressProperty, CarriedAndFoundLessClosedIsWhatIsOpenAtTheEndOfEveryMonth, ()) {
  Dice dice = AnyDice();
  const Progress progress = ToProgress(RecordsAt(AnyFile(dice), Instant{INT64_MAX}));
  int carried = 0;
  for (int year = 2022; year <= 2025; ++year) {
    const auto sum = SumEvaluations(progress, year, EvaluationSubject::kWorker, "");
    for (const MonthOfEvaluations& month : sum.months) {
      RC_ASSERT(month.carried == carried);
      RC_ASSERT(month.carried + month.found - month.closed == month.open);
      const CivilDate first = CivilDate::Of(year, month.month, 1).value();
      const CivilDate last = LastDayOf(first, {1, Period::Unit::kMonths});
      int open = 0;
      for (const FindingState& state : FindingsOn(progress, last)) open += state.closed ? 0 : 1;
      RC_ASSERT(month.open == open);
      carried = month.open;
    }
  }
}

RC_GTEST_PROP(ProgressProperty, AProposalIsWhatItsPartsSay, ()) {
  Dice dice = AnyDice();
  const Progress progress = ToProgress(RecordsAt(AnyFile(dice), Instant{INT64_MAX}));
  WageTable table{"t", {}, {}, {}};
  for (int level = 1; level <= 8; ++level) {
    table.levels[static_cast<SkillLevel>(level)] = Number::Ratio(dice.Below(100'000), 100);
  }
  table.percents[Grade::kExcellent] = dice.Below(300);
  table.percents[Grade::kFailed] = dice.Below(300);
  table.places = {{1, Number::Ratio(dice.Below(9999), 100)}, {4, 7}};
  const auto wage = ProposeWage(table, progress, CivilDate::Parse(AnyDay(dice)).value());
  RC_PRE(wage.has_value());
  const Number exact = wage->level_amount * wage->percent / 100 + wage->place_amount;
  RC_ASSERT((wage->amount * 100).IsInteger());
  RC_ASSERT(wage->amount - exact <= Number::Ratio(1, 200));
  RC_ASSERT(exact - wage->amount < Number::Ratio(1, 200));
}

}  // namespace
}  // namespace touchstone::training
