#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/common/number.h"
#include "services/judging/rule_pack.h"

// The standardised scale of WorldSkills and the awards read off it. Pure and thread-safe.
//
// The formula is not published; this one is inferred and reproduces published results:
//   scale = round half up (700 + 30 * (mark - median) / (1.4826 * MAD))
//   MAD = median of |mark - median|; a median of an even number is the mean of the middle two.
// Marks of 0 count; a team counts once. Where MAD is 0 (at least half of the field has the same
// mark) there is no spread to measure with: marks equal to the median are 700 and the others have
// no scale score.
namespace touchstone::judging {

enum class Medal { kNone, kGold, kSilver, kBronze, kMedallion };

// {"金牌", "Gold"}; the medallion is {"优胜奖", "Medallion for Excellence"}; kNone has empty texts.
Text MedalName(Medal medal);

// One contestant, or one team.
struct ScaleEntry {
  Number mark;
  std::string company;  // empty: none
};

struct ScaleResult {
  std::optional<int> score;
  Medal medal = Medal::kNone;
  bool best_of_company = false;  // highest scale score of his company; several when it is shared
};

// Results in the order of `entries`. Medals, best first, with a window of `rule.medal_window`
// points:
//   gold      the leader, and whoever is within the window
//   silver    after one gold: the next, and whoever is within the window
//   bronze    after two golds, or one gold and one silver: the next, and whoever is within the
//   window;
//             after more golds, or one gold and more silvers: only who is within the window of the
//             last of them
// The window is measured to the previous holder of the same medal, or to its first
// (`window_to_leader`). A medal whose smallest field is not reached is not given. The medallion
// goes to 700 or more without a medal. Where MAD is 0, places decide: only equal marks are tied,
// and the medallion goes to the median or more.
std::vector<ScaleResult> ScaleOf(const ScaleRule& rule, const std::vector<ScaleEntry>& entries);

}  // namespace touchstone::judging
