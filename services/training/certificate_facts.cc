#include "services/training/certificate_facts.h"

#include <algorithm>
#include <array>
#include <set>
#include <tuple>
#include <utility>

namespace touchstone::training {
namespace {

// Which facts were recorded by `moment` and do not wait for a second person.
std::vector<bool> Approved(const std::vector<Fact>& facts, Instant moment) {
  std::set<std::pair<std::string_view, std::string_view>> approvals;  // fact, person
  for (const Fact& fact : facts) {
    if (fact.kind == FactKind::kApproved && fact.recorded <= moment) {
      approvals.emplace(fact.concerns, fact.entered_by);
    }
  }
  const auto by_another = [&approvals](const Fact& fact) {
    if (!fact.verified_by.empty() && fact.verified_by != fact.entered_by) return true;
    auto found = approvals.lower_bound({fact.id, ""});
    for (; found != approvals.end() && found->first == fact.id; ++found) {
      if (found->second != fact.entered_by) return true;
    }
    return false;
  };
  std::vector<bool> approved;
  approved.reserve(facts.size());
  for (const Fact& fact : facts) {
    approved.push_back(fact.recorded <= moment && (!NeedsApproval(fact) || by_another(fact)));
  }
  return approved;
}

}  // namespace

std::string_view FactKindName(FactKind kind) {
  static constexpr std::array<std::string_view, 17> kNames = {
      "ISSUED",         "REVIEWED",       "EXTENDED",           "SUSPENDED",    "RESTORED",
      "REVOKED",        "SUPERSEDED",     "LONG_REVIEW_AGREED", "VIOLATION",    "HEALTH_STOP",
      "HEALTH_CLEARED", "TRAINING_HOURS", "EXAM_PASSED",        "WORK_STARTED", "WORK_ENDED",
      "APPROVED",       "WITHDRAWN"};
  return kNames[static_cast<std::size_t>(kind) - 1];
}

bool NeedsApproval(const Fact& fact) {
  return fact.kind != FactKind::kApproved &&
         fact.recorded_on.days() - fact.on.days() > kDaysWithoutApproval;
}

std::vector<Fact> AsKnownAt(std::vector<Fact> facts, Instant moment) {
  const std::vector<bool> approved = Approved(facts, moment);
  std::set<std::string_view> replaced;
  for (std::size_t i = 0; i < facts.size(); ++i) {
    if (!facts[i].replaces.empty() && approved[i]) replaced.insert(facts[i].replaces);
  }
  std::vector<std::size_t> counting;  // ordered before any fact is moved
  counting.reserve(facts.size());
  for (std::size_t i = 0; i < facts.size(); ++i) {
    const Fact& fact = facts[i];
    if (fact.kind == FactKind::kApproved || fact.kind == FactKind::kWithdrawn) continue;
    if (approved[i] && !replaced.contains(fact.id)) counting.push_back(i);
  }
  std::sort(counting.begin(), counting.end(), [&facts](std::size_t a, std::size_t b) {
    return std::tie(facts[a].on, facts[a].at, facts[a].id) <
           std::tie(facts[b].on, facts[b].at, facts[b].id);
  });
  std::vector<Fact> known;
  known.reserve(counting.size());
  for (const std::size_t i : counting) known.push_back(std::move(facts[i]));
  return known;
}

}  // namespace touchstone::training
