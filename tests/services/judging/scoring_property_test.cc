#include <algorithm>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "services/judging/scoring.h"
#include "services/judging/scoring_panel.h"
#include "tests/services/judging/random_contest.h"
#include "tests/services/judging/scoring_fixture.h"

// Each property is tried on 1,000 random cases (tests/services/judging/CMakeLists.txt).
namespace touchstone::judging {
namespace {

__extension__ typedef __int128 Wide;

using Hundredths = std::vector<std::optional<int>>;  // marks in hundredths; nullopt: missing

std::vector<NodeInput> InputsOf(const Hundredths& marks) {
  std::vector<NodeInput> inputs;
  for (const auto& mark : marks) {
    inputs.push_back({"", mark ? std::optional(Number::Ratio(*mark, 100)) : std::nullopt,
                      mark ? NodeInput::Use::kUsed : NodeInput::Use::kMissing});
  }
  return inputs;
}

Hundredths AnyMarks() {
  Hundredths marks(*rc::gen::inRange<std::size_t>(1, 10));
  for (auto& mark : marks) {
    if (*rc::gen::inRange(0, 4) > 0) mark = *rc::gen::inRange(0, 1001);
  }
  return marks;
}

ItemRule Trimmed() {
  return {.combine = Combine::kTrimmedMean,
          .drop_highest = 1,
          .drop_lowest = 1,
          .least_marks_to_drop = 3,
          .panel_rounding = HalfUp(2),
          .item_rounding = HalfUp(2)};
}

// The panel item of a skating-like contest by plain 128-bit fractions: no code in common.
std::string PanelScoreByHand(const Hundredths& marks, int factor_in_tenths) {
  std::vector<Wide> present;
  for (const auto& mark : marks) {
    if (mark) present.push_back(*mark);
  }
  if (present.empty()) return "0";
  std::sort(present.begin(), present.end());
  if (present.size() >= 3) {
    present.erase(present.begin());
    present.pop_back();
  }
  Wide sum = 0;
  for (const Wide mark : present) sum += mark;
  const Wide count = static_cast<Wide>(present.size());
  const Wide mean = (2 * sum + count) / (2 * count);           // hundredths, half up
  const Wide score = (2 * mean * factor_in_tenths + 10) / 20;  // hundredths, half up
  std::string text = std::to_string(static_cast<std::int64_t>(score / 100));
  const auto rest = static_cast<int>(score % 100);
  if (rest != 0) text += "." + std::to_string(rest / 10);
  if (rest % 10 != 0) text += std::to_string(rest % 10);
  return text;
}

RC_GTEST_PROP(PanelPropertyTest, EqualsAScoreWorkedOutInPlainIntegers, ()) {
  const Hundredths marks = AnyMarks();
  const int factor = *rc::gen::inRange(1, 40);
  ScoringFixture f;
  Panel& panel = f.panels["p/m"];
  panel.clear();
  for (std::size_t i = 0; i < marks.size(); ++i) panel.push_back("j" + std::to_string(i));
  f.AddItem(ItemKind::kPanel).factor = Number::Ratio(factor, 10);
  f.pack.item_rules[ItemKind::kPanel] = Trimmed();
  for (std::size_t i = 0; i < marks.size(); ++i) {
    if (marks[i]) {
      f.sheets.Apply(
          Mark{.judge = panel[i], .item = "p/m/b/i", .value = Number::Ratio(*marks[i], 100)}, false,
          i + 1);
    }
  }
  f.SealAll();
  RC_ASSERT(f.Total() == PanelScoreByHand(marks, factor));
}

RC_GTEST_PROP(PanelPropertyTest, TheOrderOfJudgesDoesNotMatter, ()) {
  Hundredths marks = AnyMarks();
  auto inputs = InputsOf(marks);
  const auto value = CombineMarks(Trimmed(), inputs);
  std::shuffle(marks.begin(), marks.end(), std::mt19937(*rc::gen::arbitrary<unsigned>()));
  auto shuffled = InputsOf(marks);
  RC_ASSERT(CombineMarks(Trimmed(), shuffled) == value);
}

RC_GTEST_PROP(PanelPropertyTest, ABetterMarkNeverGivesAWorseValue, ()) {
  Hundredths marks = AnyMarks();
  const auto which = *rc::gen::inRange<std::size_t>(0, marks.size());
  marks[which] = *rc::gen::inRange(0, 1001);
  auto inputs = InputsOf(marks);
  const auto before = CombineMarks(Trimmed(), inputs);
  *marks[which] += *rc::gen::inRange(0, 500);
  auto better = InputsOf(marks);
  RC_ASSERT(*CombineMarks(Trimmed(), better) >= *before);
}

RC_GTEST_PROP(PanelPropertyTest, LiesBetweenTheLowestAndTheHighestMark, ()) {
  Hundredths marks = AnyMarks();
  marks.push_back(*rc::gen::inRange(0, 1001));
  auto inputs = InputsOf(marks);
  const auto value = CombineMarks(Trimmed(), inputs);
  Number lowest = 1000;
  Number highest = -1000;
  for (const NodeInput& input : inputs) {
    if (!input.value) continue;
    lowest = std::min(lowest, *input.value);
    highest = std::max(highest, *input.value);
  }
  RC_ASSERT(lowest <= *value);
  RC_ASSERT(*value <= highest);
  for (const NodeInput& input : inputs) {
    if (input.use == NodeInput::Use::kHighestDropped) RC_ASSERT(*value <= *input.value);
    if (input.use == NodeInput::Use::kLowestDropped) RC_ASSERT(*value >= *input.value);
  }
}

RC_GTEST_PROP(PanelPropertyTest, AMissingMarkIsAsIfTheJudgeHadNotBeenThere, ()) {
  Hundredths marks = AnyMarks();
  auto with_gaps = InputsOf(marks);
  std::erase(marks, std::nullopt);
  auto without = InputsOf(marks);
  RC_ASSERT(CombineMarks(Trimmed(), with_gaps) == CombineMarks(Trimmed(), without));
}

struct History {
  ScoringRules rules = ScoringRules(AnyPack(), AnyScheme());
  Panels panels = PanelsOf(rules.scheme());
  EntrantSheets sheets;
};

RC_GTEST_PROP(ReevaluatePropertyTest, GivesExactlyWhatEvaluateGives, ()) {
  History h;
  Score score = Evaluate(h.rules, h.sheets, h.panels);
  const int entries = *rc::gen::inRange(1, 60);
  for (int i = 0; i < entries; ++i) {
    const Happening happening = HappenAnything(h.rules, h.panels, h.sheets);
    Reevaluate(h.rules, h.sheets, h.panels, happening.path, score);
    const Score whole = Evaluate(h.rules, h.sheets, h.panels);
    if (score != whole) RC_FAIL("differs after " + happening.text);
  }
}

// A module whose panel is not complete has nothing in it, whatever was entered.
void AssertHidden(const History& h, const Score& score) {
  for (const Derivation& part : score.total.children) {
    for (const Derivation& node : part.children) {
      const SchemeModule& module = *h.rules.FindModule(node.id);
      if (IsPanelComplete(h.rules, module, h.panels.find(node.id)->second, h.sheets)) continue;
      RC_ASSERT(node.value == Number(0));
      RC_ASSERT(node.exact == Number(0));
      RC_ASSERT(node.inputs.empty());
      RC_ASSERT(node.children.empty());
    }
  }
}

RC_GTEST_PROP(EvaluatePropertyTest, AnIncompletePanelShowsNothing, ()) {
  History h;
  for (int i = 0; i < 30; ++i) HappenAnything(h.rules, h.panels, h.sheets);
  AssertHidden(h, Evaluate(h.rules, h.sheets, h.panels));
}

RC_GTEST_PROP(EvaluatePropertyTest, MarksInAnIncompletePanelChangeNothing, ()) {
  History h;
  for (int i = 0; i < 20; ++i) HappenAnything(h.rules, h.panels, h.sheets);
  const Score before = Evaluate(h.rules, h.sheets, h.panels);
  for (int i = 0; i < 20; ++i) {
    EntrantSheets tried = h.sheets;
    const Happening happening = HappenAnything(h.rules, h.panels, tried);
    if (h.rules.FindItem(happening.path) == nullptr) continue;
    const std::string module(ModuleOf(happening.path));
    if (IsPanelComplete(h.rules, *h.rules.FindModule(module), h.panels.find(module)->second,
                        tried)) {
      continue;
    }
    RC_ASSERT(Evaluate(h.rules, tried, h.panels) == before);
  }
}

bool IsZeroed(const History& h, const std::string& id) {
  const auto incidents = h.sheets.Incidents();
  return std::any_of(incidents.begin(), incidents.end(), [&](const RecordedIncident* recorded) {
    const Incident& incident = recorded->incident;
    return incident.kind == IncidentKind::kSafetyZero &&
           incident.scope == id.substr(0, id.find('#'));
  });
}

// A value is its exact one, rounded as it says; a part is its marks times its weight.
void AssertRounded(const History& h, const Derivation& node) {
  const bool is_zeroed = IsZeroed(h, node.id);
  if (!is_zeroed && node.rounding) RC_ASSERT(node.value == node.exact.Rounded(*node.rounding));
  if (!is_zeroed && node.level == Level::kPart) {
    const Number weight = node.inputs.at(1).value.value();
    RC_ASSERT(node.exact == node.unweighted * weight);
  }
  for (const Derivation& child : node.children) AssertRounded(h, child);
}

RC_GTEST_PROP(EvaluatePropertyTest, EveryNodeIsItsExactValueRounded, ()) {
  History h;
  for (int i = 0; i < 40; ++i) HappenAnything(h.rules, h.panels, h.sheets);
  AssertRounded(h, Evaluate(h.rules, h.sheets, h.panels).total);
}

RC_GTEST_PROP(EvaluatePropertyTest, TheTotalIsTheRoundedSumOfItsParts, ()) {
  History h;
  for (int i = 0; i < 40; ++i) HappenAnything(h.rules, h.panels, h.sheets);
  const Score score = Evaluate(h.rules, h.sheets, h.panels);
  if (IsZeroed(h, "")) return;
  Number sum;
  for (const Derivation& part : score.total.children) sum += part.value;
  const auto& rounding = h.rules.pack().total_rounding;
  RC_ASSERT(score.total.value == (rounding ? sum.Rounded(*rounding) : sum));
}

RC_GTEST_PROP(EvaluatePropertyTest, FindNodeFindsEveryNodeByItsId, ()) {
  History h;
  for (int i = 0; i < 30; ++i) HappenAnything(h.rules, h.panels, h.sheets);
  const Score score = Evaluate(h.rules, h.sheets, h.panels);
  std::vector<const Derivation*> open = {&score.total};
  while (!open.empty()) {
    const Derivation* node = open.back();
    open.pop_back();
    RC_ASSERT(FindNode(score.total, node->id) == node);
    for (const Derivation& child : node->children) open.push_back(&child);
  }
}

// Points of a finished sheet: one better mark never lowers the total, whatever the rounding.
RC_GTEST_PROP(EvaluatePropertyTest, ABetterMarkNeverLowersATotalOfPoints, ()) {
  ScoringFixture f;
  f.pack.parts[0].weight = Number::Ratio(*rc::gen::inRange(1, 11), 10);
  f.pack.parts[0].rounding = HalfUp(*rc::gen::inRange(0, 3));
  f.pack.total_rounding = HalfUp(*rc::gen::inRange(0, 3));
  f.SetPanel({"a", "b", "c"});
  f.AddItem(ItemKind::kPanel, "i", "10").factor = Number::Ratio(*rc::gen::inRange(1, 30), 10);
  f.pack.item_rules[ItemKind::kPanel] = Trimmed();
  std::vector<int> marks;
  for (const char* judge : {"a", "b", "c"}) {
    marks.push_back(*rc::gen::inRange(0, 1000));
    f.sheets.Apply(
        Mark{.judge = judge, .item = "p/m/b/i", .value = Number::Ratio(marks.back(), 100)}, false,
        marks.size());
  }
  f.SealAll();
  const Number before = f.Result().total.value;
  const int more = marks[0] + *rc::gen::inRange(0, 200);
  f.sheets.Apply(Mark{.judge = "a", .item = "p/m/b/i", .value = Number::Ratio(more, 100)}, false,
                 9);
  RC_ASSERT(f.Result().total.value >= before);
}

}  // namespace
}  // namespace touchstone::judging
