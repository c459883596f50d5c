#pragma once

#include <string>
#include <vector>

#include "services/common/number.h"
#include "services/judging/scoring.h"

// In which aspects marks were lost in contests. All functions are pure.
namespace touchstone::training {

// What one worker got in one aspect.
struct AspectResult {
  std::string path;  // of the aspect in its scheme
  std::string zh;    // its name
  std::string en;
  Number lost;
  Number possible;
};

// The aspects of an entrant that were marked to the end, in the order of the scheme. Points and
// judgements lose what is missing to their maximum, faults what they take off their block. Times,
// penalties, deductions and what has no maximum are left out, and all of a discipline in which the
// least wins.
std::vector<AspectResult> AspectsOf(const judging::ScoringRules& rules,
                                    const judging::Score& score);

// The same, with whose it was: a worker, where he worked on the day of the contest.
struct SiteResult {
  std::string site;  // never empty
  std::string trade;
  std::string event;
  std::string discipline;
  AspectResult aspect;
};

// What the workers of a site lost in one aspect of a discipline of a contest.
struct LostMarks {
  std::string site;
  std::string trade;  // of most of them; of equally many the one that sorts first
  std::string event;
  std::string discipline;
  AspectResult aspect;  // sums of all who were marked
  int workers = 0;      // who lost some
};

// Sums by site, event, discipline and aspect where somebody lost some: for each site at most `most`
// of them, by falling marks lost, then by event, discipline and aspect. By site.
std::vector<LostMarks> MostLostMarks(const std::vector<SiteResult>& results, int most);

}  // namespace touchstone::training
