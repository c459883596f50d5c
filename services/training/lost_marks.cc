#include "services/training/lost_marks.h"

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>
#include <utility>

namespace touchstone::training {
namespace {

using judging::ItemKind;
using judging::NodeState;

// What could be had in the aspect, if that is known. Faults are taken off all of their block.
std::optional<Number> Possible(const judging::SchemeBlock& block, const judging::SchemeItem& item) {
  switch (item.kind) {
    case ItemKind::kFault: {
      Number all = block.share;
      for (const judging::SchemeItem& other : block.items) all += other.max.value_or(Number());
      return all;
    }
    case ItemKind::kTime:
    case ItemKind::kPenalty:
    case ItemKind::kDeduction:
      return std::nullopt;
    default:
      return item.max;
  }
}

void TakeItem(const judging::SchemeBlock& block, const judging::SchemeItem& item,
              const judging::Score& score, std::vector<AspectResult>& aspects) {
  const std::optional<Number> possible = Possible(block, item);
  const judging::Derivation* const node = judging::FindNode(score.total, item.path);
  if (!possible || node == nullptr || node->state != NodeState::kComplete) return;
  const Number lost = item.kind == ItemKind::kFault ? node->value.Abs() : *possible - node->value;
  aspects.push_back({item.path, item.display_name.zh, item.display_name.en,
                     std::clamp(lost, Number(0), *possible), *possible});
}

struct Sum {
  LostMarks lost;
  std::map<std::string, int> trades;  // of those who lost some
};

std::string MostFrequent(const std::map<std::string, int>& trades) {
  const auto most =
      std::max_element(trades.begin(), trades.end(), [](const auto& a, const auto& b) {
        return a.second < b.second;  // of equals the first
      });
  return most == trades.end() ? std::string() : most->first;
}

}  // namespace

std::vector<AspectResult> AspectsOf(const judging::ScoringRules& rules,
                                    const judging::Score& score) {
  std::vector<AspectResult> aspects;
  if (rules.pack().LeastWins()) return aspects;
  for (const judging::SchemePart& part : rules.scheme().parts) {
    for (const judging::SchemeModule& module : part.modules) {
      for (const judging::SchemeBlock& block : module.blocks) {
        for (const judging::SchemeItem& item : block.items) TakeItem(block, item, score, aspects);
      }
    }
  }
  return aspects;
}

std::vector<LostMarks> MostLostMarks(const std::vector<SiteResult>& results, int most) {
  std::map<std::tuple<std::string, std::string, std::string, std::string>, Sum> sums;
  for (const SiteResult& result : results) {
    Sum& sum = sums[{result.site, result.event, result.discipline, result.aspect.path}];
    LostMarks& lost = sum.lost;
    if (lost.site.empty()) {
      lost = {result.site, "", result.event, result.discipline, result.aspect, 0};
    } else {
      lost.aspect.lost += result.aspect.lost;
      lost.aspect.possible += result.aspect.possible;
    }
    if (!(result.aspect.lost > Number(0))) continue;
    ++lost.workers;
    ++sum.trades[result.trade];
  }
  std::vector<LostMarks> lines;
  for (auto& [place, sum] : sums) {
    if (sum.lost.workers == 0) continue;
    sum.lost.trade = MostFrequent(sum.trades);
    lines.push_back(std::move(sum.lost));
  }
  // They are by site, event, discipline and aspect; the sort keeps that among equals.
  std::stable_sort(lines.begin(), lines.end(), [](const LostMarks& a, const LostMarks& b) {
    if (a.site != b.site) return a.site < b.site;
    return a.aspect.lost > b.aspect.lost;
  });
  std::string site;
  int taken = 0;
  std::erase_if(lines, [&](const LostMarks& line) {
    if (line.site != site) taken = 0;
    site = line.site;
    return ++taken > most;
  });
  return lines;
}

}  // namespace touchstone::training
