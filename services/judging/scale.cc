#include "services/judging/scale.h"

#include <algorithm>
#include <map>
#include <numeric>

namespace touchstone::judging {
namespace {

constexpr int kMedianScore = 700;

// REQUIRES: not empty.
Number MedianOf(std::vector<Number> values) {
  std::sort(values.begin(), values.end());
  const std::size_t middle = values.size() / 2;
  if (values.size() % 2 == 1) return values[middle];
  return (values[middle - 1] + values[middle]) / Number(2);
}

// REQUIRES: `spread` is not 0.
int ScoreOf(const Number& mark, const Number& median, const Number& spread) {
  const Number exact =
      Number(kMedianScore) + Number(30) * (mark - median) / (Number::Ratio(14826, 10000) * spread);
  return static_cast<int>(exact.Rounded({.places = 0, .mode = RoundingMode::kHalfUp}).Floor());
}

// Gives out medals along the contestants, best first.
class Podium {
 public:
  // `values` are what is compared, within `window`.
  Podium(const ScaleRule& rule, const std::vector<Number>& values, const Number& window)
      : rule_(rule), values_(values), window_(window), medals_(values.size(), Medal::kNone) {
    order_.resize(values.size());
    std::iota(order_.begin(), order_.end(), std::size_t{0});
    std::stable_sort(order_.begin(), order_.end(),
                     [&](std::size_t a, std::size_t b) { return values_[b] < values_[a]; });
  }

  std::vector<Medal> Give() {
    const std::size_t golds = GiveToNext(Medal::kGold);
    const std::size_t silvers = golds == 1 ? GiveToNext(Medal::kSilver) : 0;
    if (golds + silvers <= 2) {
      GiveToNext(Medal::kBronze);
    } else {
      GiveWithinWindowOfLast(Medal::kBronze);
    }
    return medals_;
  }

 private:
  bool IsWithin(std::size_t holder, std::size_t place) const {
    return values_[order_[holder]] - values_[order_[place]] <= window_;
  }

  // Passes over one contestant; he gets the medal when the field is large enough for it.
  void Give(Medal medal) {
    const int kind = static_cast<int>(medal) - static_cast<int>(Medal::kGold);
    const bool enough = static_cast<int>(values_.size()) >= rule_.smallest_field[kind];
    if (enough) medals_[order_[next_]] = medal;
    ++next_;
  }

  // To the next contestant and all who are tied with him. Returns how many.
  std::size_t GiveToNext(Medal medal) {
    const std::size_t first = next_;
    while (next_ < order_.size() &&
           (next_ == first || IsWithin(rule_.window_to_leader ? first : next_ - 1, next_))) {
      Give(medal);
    }
    return next_ - first;
  }

  void GiveWithinWindowOfLast(Medal medal) {
    const std::size_t last = next_ - 1;
    while (next_ < order_.size() && IsWithin(last, next_)) Give(medal);
  }

  const ScaleRule& rule_;
  const std::vector<Number>& values_;
  const Number window_;
  std::vector<std::size_t> order_;  // indexes, best first
  std::vector<Medal> medals_;
  std::size_t next_ = 0;  // who has not been looked at, in `order_`
};

void MarkBestOfCompanies(const std::vector<ScaleEntry>& entries, const std::vector<Number>& values,
                         std::vector<ScaleResult>& results) {
  std::map<std::string, Number> best;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (entries[i].company.empty()) continue;
    const auto [at, is_first] = best.emplace(entries[i].company, values[i]);
    if (!is_first) at->second = std::max(at->second, values[i]);
  }
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const auto found = best.find(entries[i].company);
    results[i].best_of_company = found != best.end() && found->second == values[i];
  }
}

}  // namespace

Text MedalName(Medal medal) {
  switch (medal) {
    case Medal::kNone:
      return {};
    case Medal::kGold:
      return {"金牌", "Gold"};
    case Medal::kSilver:
      return {"银牌", "Silver"};
    case Medal::kBronze:
      return {"铜牌", "Bronze"};
    case Medal::kMedallion:
      return {"优胜奖", "Medallion for Excellence"};
  }
  return {};
}

std::vector<ScaleResult> ScaleOf(const ScaleRule& rule, const std::vector<ScaleEntry>& entries) {
  std::vector<ScaleResult> results(entries.size());
  if (entries.empty()) return results;
  std::vector<Number> marks;
  for (const ScaleEntry& entry : entries) marks.push_back(entry.mark);
  const Number median = MedianOf(marks);
  std::vector<Number> distances;
  for (const Number& mark : marks) distances.push_back((mark - median).Abs());
  const Number spread = MedianOf(std::move(distances));

  std::vector<Number> values;  // what medals compare: scale scores, or marks without a spread
  for (std::size_t i = 0; i < marks.size(); ++i) {
    if (spread != 0) {
      results[i].score = ScoreOf(marks[i], median, spread);
    } else if (marks[i] == median) {
      results[i].score = kMedianScore;
    }
    values.push_back(spread != 0 ? Number(*results[i].score) : marks[i]);
  }
  const Number window = spread != 0 ? Number(rule.medal_window) : Number(0);
  const std::vector<Medal> medals = Podium(rule, values, window).Give();
  const Number medallion = spread != 0 ? Number(kMedianScore) : median;
  for (std::size_t i = 0; i < results.size(); ++i) {
    results[i].medal = medals[i];
    if (medals[i] == Medal::kNone && values[i] >= medallion) results[i].medal = Medal::kMedallion;
  }
  MarkBestOfCompanies(entries, values, results);
  return results;
}

}  // namespace touchstone::judging
