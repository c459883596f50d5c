#include <algorithm>
#include <fstream>
#include <functional>
#include <map>
#include <memory>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "services/judging/rule_pack_convert.h"
#include "services/judging/scoring.h"
#include "services/judging/shipped_packs.h"
#include "services/leaderboard/ranking.h"

// 102 real performances from the judges' marks alone: tests/data/panel/README.md.
namespace touchstone::leaderboard {
namespace {

using judging::ItemKind;
using Row = std::map<std::string, std::string>;

std::vector<Row> ReadTable(const std::string& name) {
  std::ifstream file(std::string(TOUCHSTONE_SOURCE_DIR) + "/tests/data/panel/" + name);
  const auto cells_of = [](std::string line) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    std::vector<std::string> cells;
    std::istringstream in(line);
    for (std::string cell; std::getline(in, cell, ',');) cells.push_back(cell);
    return cells;
  };
  std::vector<Row> rows;
  std::string line;
  std::getline(file, line);
  const std::vector<std::string> header = cells_of(line);
  while (std::getline(file, line)) {
    const std::vector<std::string> cells = cells_of(line);
    Row row;
    for (std::size_t i = 0; i < header.size(); ++i) row[header[i]] = cells.at(i);
    rows.push_back(std::move(row));
  }
  return rows;
}

Number N(const std::string& text) { return Number::Parse(text).value(); }

judging::SchemePart PartOf(const std::string& id, std::vector<judging::SchemeItem> items) {
  judging::SchemeBlock block;
  block.path = id + "/m/b";
  for (judging::SchemeItem& item : items) item.path = block.path + "/" + item.path;
  block.items = std::move(items);
  judging::SchemeModule module;
  module.path = id + "/m";
  module.blocks = {std::move(block)};
  judging::SchemePart part;
  part.path = id;
  part.modules = {std::move(module)};
  return part;
}

judging::SchemeItem ItemOf(const std::string& id, ItemKind kind) {
  judging::SchemeItem item;
  item.path = id;
  item.kind = kind;
  return item;
}

struct Differences {
  int panel_marks = 0;
  int component_scores = 0;
  int totals = 0;
  int ranks = 0;
};

// Scores everything under the shipped packs, each with `plant` done to it.
class PanelData {
 public:
  explicit PanelData(const std::function<void(judging::RulePack&)>& plant) : plant_(plant) {
    for (const Row& row : ReadTable("judge_marks.csv")) marks_[row.at("aspect_id")].push_back(row);
    for (const Row& row : ReadTable("components.csv")) {
      components_[row.at("performance_id")].push_back(row);
    }
  }

  Differences Compare() {
    std::map<std::string, std::vector<std::pair<RankKey, int>>> contests;
    for (const Row& row : ReadTable("performances.csv")) {
      contests[row.at("competition") + "/" + row.at("program")].emplace_back(
          Score(row), std::stoi(row.at("rank")));
      ++performances;
    }
    for (const auto& [name, results] : contests) {
      for (const auto& [key, rank] : results) {
        const auto better = std::count_if(results.begin(), results.end(),
                                          [&](const auto& other) { return other.first < key; });
        if (better + 1 != rank) ++differences_.ranks;
      }
    }
    return differences_;
  }

  int performances = 0;

 private:
  judging::RulePack PackFor(const Row& performance) const {
    const bool is_short = performance.at("program").find("SHORT") != std::string::npos;
    const char* id = is_short ? "panel-trimmed-imported-first" : "panel-trimmed";
    auto pack = judging::ToRulePack(*judging::FindShippedRulePack(id)).value();
    plant_(pack);
    return pack;
  }

  RankKey Score(const Row& performance) {
    std::vector<judging::SchemeItem> items;
    for (const Row& component : components_.at(performance.at("performance_id"))) {
      items.push_back(ItemOf(component.at("aspect_id"), ItemKind::kPanel));
      items.back().factor = N(component.at("factor"));
    }
    judging::Scheme scheme;
    scheme.id = "performance";
    scheme.parts = {PartOf("panel", std::move(items)),
                    PartOf("imported", {ItemOf("elements", ItemKind::kImported)}),
                    PartOf("deductions", {ItemOf("all", ItemKind::kDeduction)})};
    const judging::ScoringRules rules(PackFor(performance), std::move(scheme));
    EXPECT_TRUE(judging::ScoringRules::Check(rules.pack(), rules.scheme()).ok());

    judging::EntrantSheets sheets;
    judging::Panels panels;
    panels["imported/m"] = panels["deductions/m"] = {"office"};
    for (int judge = 1; judge <= 9; ++judge) {
      panels["panel/m"].push_back("J" + std::to_string(judge));
    }
    Enter(sheets, "office", "imported/m/b/elements", performance.at("total_element_score"), true);
    Enter(sheets, "office", "deductions/m/b/all", performance.at("total_deductions"), true);
    for (const Row& component : components_.at(performance.at("performance_id"))) {
      for (const Row& mark : marks_.at(component.at("aspect_id"))) {
        if (N(mark.at("score")) == 0) continue;  // "no mark"
        Enter(sheets, mark.at("judge"), "panel/m/b/" + component.at("aspect_id"), mark.at("score"),
              false);
      }
    }
    for (const auto& [module, panel] : panels) {
      for (const std::string& judge : panel) sheets.Apply(judging::Seal{judge, module});
    }
    const judging::Score score = judging::Evaluate(rules, sheets, panels);
    EXPECT_EQ(score.status, judging::EntrantStatus::kFinal);
    CompareOne(performance, score);
    return RankKeyOf(rules, score);
  }

  void Enter(judging::EntrantSheets& sheets, const std::string& judge, const std::string& item,
             const std::string& value, bool shared) {
    judging::Mark mark;
    mark.judge = judge;
    mark.item = item;
    mark.value = N(value);
    sheets.Apply(mark, shared, ++position_);
  }

  void CompareOne(const Row& performance, const judging::Score& score) {
    for (const Row& component : components_.at(performance.at("performance_id"))) {
      const judging::Derivation& node =
          *judging::FindNode(score.total, "panel/m/b/" + component.at("aspect_id"));
      const auto mark =
          std::find_if(node.inputs.begin(), node.inputs.end(),
                       [](const judging::NodeInput& input) { return input.label == "panel mark"; });
      if (mark->value != N(component.at("scores_of_panel"))) ++differences_.panel_marks;
    }
    const Number& components = judging::FindNode(score.total, "panel")->unweighted;
    if (components != N(performance.at("total_component_score"))) ++differences_.component_scores;
    if (score.total.value != N(performance.at("total_segment_score"))) ++differences_.totals;
  }

  const std::function<void(judging::RulePack&)> plant_;
  std::map<std::string, std::vector<Row>> marks_;       // by aspect
  std::map<std::string, std::vector<Row>> components_;  // by performance
  Differences differences_;
  std::uint64_t position_ = 0;
};

TEST(PanelDataTest, EveryPanelMarkTotalAndRankIsReproduced) {
  PanelData data([](judging::RulePack&) {});
  const Differences differences = data.Compare();
  EXPECT_EQ(data.performances, 102);
  EXPECT_EQ(differences.panel_marks, 0);
  EXPECT_EQ(differences.component_scores, 0);
  EXPECT_EQ(differences.totals, 0);
  EXPECT_EQ(differences.ranks, 0);
}

// Planted faults.

TEST(PanelDataTest, OneRoundingPointMovedIsFound) {
  PanelData data([](judging::RulePack& pack) {
    pack.item_rules.at(ItemKind::kPanel).item_rounding.reset();
    for (judging::PartRule& part : pack.parts) part.rounding = Rounding{2, RoundingMode::kHalfUp};
  });
  EXPECT_GT(data.Compare().totals, 0);
}

TEST(PanelDataTest, PanelRoundingDroppedIsFound) {
  PanelData data(
      [](judging::RulePack& pack) { pack.item_rules.at(ItemKind::kPanel).panel_rounding.reset(); });
  EXPECT_GT(data.Compare().panel_marks, 0);
}

TEST(PanelDataTest, OneTieBreakDroppedIsFound) {
  PanelData data([](judging::RulePack& pack) { pack.tie_breaks.pop_back(); });
  const Differences differences = data.Compare();
  EXPECT_EQ(differences.totals, 0);
  EXPECT_GT(differences.ranks, 0);
}

TEST(PanelDataTest, NothingDroppedIsFound) {
  PanelData data([](judging::RulePack& pack) {
    pack.item_rules.at(ItemKind::kPanel).combine = judging::Combine::kMean;
  });
  EXPECT_GT(data.Compare().panel_marks, 0);
}

}  // namespace
}  // namespace touchstone::leaderboard
