// P7: what scoring one sheet of 200 aspects costs, after one mark and from nothing. CPU time of
// this process, which is single-threaded and waits for nothing.

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "services/judging/scoring.h"
#include "tests/bench/measure.h"

namespace {

using namespace touchstone;           // NOLINT: a program of one file
using namespace touchstone::judging;  // NOLINT

constexpr int kAspects = 200;
constexpr int kPasses = 9;
constexpr double kSecondsAPass = 0.3;
const Panel kJudges = {"expert-north", "expert-south", "expert-west"};
volatile std::size_t sink = 0;

RulePack Pack() {
  RulePack pack;
  pack.id = "worldskills-cis";
  ItemRule measured;
  measured.item_rounding = Rounding{2, RoundingMode::kHalfUp};
  pack.item_rules[ItemKind::kMeasurement] = measured;
  ItemRule judged = measured;
  judged.combine = Combine::kMean;
  judged.max_spread = 3;
  pack.item_rules[ItemKind::kJudgement] = judged;
  pack.parts.resize(1);
  pack.parts[0].part_id = "competition";
  pack.total_rounding = Rounding{2, RoundingMode::kHalfUp};
  return pack;
}

// One sheet: every eighth aspect is judged, which is what real schemes have.
Scheme SheetOf(int blocks) {
  SchemeModule module;
  module.path = "competition/A";
  module.panel_size = 3;
  for (int b = 0; b < blocks; ++b) {
    SchemeBlock block;
    block.path = module.path + "/A" + std::to_string(b + 1);
    for (int i = 0; i < kAspects / blocks; ++i) {
      SchemeItem item;
      item.kind = i % 8 == 0 ? ItemKind::kJudgement : ItemKind::kMeasurement;
      item.path = block.path + (i % 8 == 0 ? "/J" : "/M") + std::to_string(i + 1);
      item.max = Number::Ratio(5 + i % 15, 10);
      item.calculation =
          DifferenceDeduction{Number(100), Number(5), false, Number::Ratio(1, 10), false};
      block.items.push_back(std::move(item));
    }
    module.blocks.push_back(std::move(block));
  }
  Scheme scheme;
  scheme.id = "bench";
  scheme.parts.resize(1);
  scheme.parts[0].path = "competition";
  scheme.parts[0].modules.push_back(std::move(module));
  return scheme;
}

// A sheet with all its marks, sealed by all three experts.
class Sheet {
 public:
  explicit Sheet(int blocks) : rules_(Pack(), SheetOf(blocks)) {
    panels_["competition/A"] = kJudges;
    for (const SchemeBlock& block : rules_.scheme().parts[0].modules[0].blocks) {
      for (const SchemeItem& item : block.items) items_.push_back(&item);
    }
    for (std::size_t i = 0; i < items_.size(); ++i) EnterMark(i);
    for (const std::string& judge : kJudges) sheets_.Apply(Seal{judge, "competition/A"});
    score_ = Evaluate(rules_, sheets_, panels_);
  }

  // A new mark of one aspect by each judge, or by the panel. Not part of what is measured.
  void EnterMark(std::size_t i) {
    const bool judged = items_[i]->kind == ItemKind::kJudgement;
    for (const std::string& judge : kJudges) {
      Mark mark;
      mark.judge = judge;
      mark.item = items_[i]->path;
      mark.value = judged ? Number(static_cast<std::int64_t>(++marks_ % 4))
                          : Number::Ratio(static_cast<std::int64_t>(800 + ++marks_ % 400), 10);
      sheets_.Apply(mark, !judged, marks_);
      if (!judged) return;
    }
  }

  void ScoreMark(std::size_t i) {
    Reevaluate(rules_, sheets_, panels_, items_[i]->path, score_);
    sink = sink + score_.total.children.size();
  }

  void ScoreAll() {
    const Score score = Evaluate(rules_, sheets_, panels_);
    sink = sink + score.total.children.size();
  }

  bool IsUpToDate() const { return score_ == Evaluate(rules_, sheets_, panels_); }
  std::size_t size() const { return items_.size(); }

 private:
  ScoringRules rules_;
  Panels panels_;
  EntrantSheets sheets_;
  std::vector<const SchemeItem*> items_;
  Score score_;
  std::uint64_t marks_ = 0;
};

// Microseconds for one mark, each aspect in turn.
double MicrosecondsOfOneMark(Sheet& sheet) {
  double spent = 0;
  std::int64_t marks = 0;
  while (spent < kSecondsAPass) {
    for (std::size_t i = 0; i < sheet.size(); ++i) sheet.EnterMark(i);
    const double start = bench::CpuSeconds();
    for (std::size_t i = 0; i < sheet.size(); ++i) sheet.ScoreMark(i);
    spent += bench::CpuSeconds() - start;
    marks += static_cast<std::int64_t>(sheet.size());
  }
  return spent / static_cast<double>(marks) * 1e6;
}

double MicrosecondsOfWholeSheet(Sheet& sheet) {
  const double start = bench::CpuSeconds();
  int times = 0;
  while (bench::CpuSeconds() - start < kSecondsAPass) {
    sheet.ScoreAll();
    ++times;
  }
  return (bench::CpuSeconds() - start) / times * 1e6;
}

int MeasureSheet(int blocks, const std::string& shape) {
  Sheet sheet(blocks);
  std::vector<double> one;
  std::vector<double> whole;
  for (int pass = 0; pass < kPasses; ++pass) {
    one.push_back(MicrosecondsOfOneMark(sheet));
    whole.push_back(MicrosecondsOfWholeSheet(sheet));
  }
  bench::PrintRow("P7", "one mark of a sheet of 200 aspects, " + shape, "us", one, 20, 3, false);
  bench::PrintRow("P7", "a whole sheet of 200 aspects, " + shape, "us", whole, 1000, 100, false);
  return sheet.IsUpToDate() ? 0 : 1;  // what was measured was also right
}

}  // namespace

int main() {
  bench::WaitForIdleMachine();
  return MeasureSheet(20, "20 sub-criteria") + MeasureSheet(1, "one sub-criterion");
}
