#include "services/training/certificate_facts.h"

#include <algorithm>
#include <array>
#include <set>
#include <tuple>
#include <utility>

namespace touchstone::training {
namespace {

// Ids of the facts that were recorded by `moment` and do not wait for a second person.
std::set<std::string_view> ApprovedIds(const std::vector<Fact>& facts, Instant moment) {
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
  std::set<std::string_view> ids;
  for (const Fact& fact : facts) {
    if (fact.recorded <= moment && (!NeedsApproval(fact) || by_another(fact))) ids.insert(fact.id);
  }
  return ids;
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
  const std::set<std::string_view> approved = ApprovedIds(facts, moment);
  std::set<std::string_view> replaced;
  for (const Fact& fact : facts) {
    if (!fact.replaces.empty() && approved.count(fact.id) > 0) replaced.insert(fact.replaces);
  }
  std::vector<std::size_t> counting;  // looked up before any fact is moved
  for (std::size_t i = 0; i < facts.size(); ++i) {
    const Fact& fact = facts[i];
    if (fact.kind == FactKind::kApproved || fact.kind == FactKind::kWithdrawn) continue;
    if (approved.count(fact.id) > 0 && replaced.count(fact.id) == 0) counting.push_back(i);
  }
  std::vector<Fact> known;
  known.reserve(counting.size());
  for (const std::size_t i : counting) known.push_back(std::move(facts[i]));
  std::sort(known.begin(), known.end(), [](const Fact& a, const Fact& b) {
    return std::tie(a.on, a.at, a.id) < std::tie(b.on, b.at, b.id);
  });
  return known;
}

}  // namespace touchstone::training
