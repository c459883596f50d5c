#include "services/training/certificate_periods.h"

#include <algorithm>
#include <tuple>

namespace touchstone::training {
namespace {

CivilDate LastDayOfPeriod(const CertificateType& type, CivilDate first, Period period) {
  return type.last_day == LastDay::kAnniversary ? Later(first, period) : LastDayOf(first, period);
}

// On one day the agreement comes before a review, and a review before an extension.
int RankOf(FactKind kind) {
  switch (kind) {
    case FactKind::kLongReviewAgreed:
      return 1;
    case FactKind::kReviewed:
      return 2;
    case FactKind::kExtended:
      return 3;
    default:
      return 0;
  }
}

std::vector<const Fact*> ActsAfter(const std::vector<Fact>& facts, const Fact& issue) {
  std::vector<const Fact*> acts;
  for (const Fact& fact : facts) {
    if (fact.type != issue.type || fact.certificate != issue.certificate) continue;
    if (RankOf(fact.kind) > 0 && fact.on >= issue.on) acts.push_back(&fact);
  }
  std::sort(acts.begin(), acts.end(), [](const Fact* a, const Fact* b) {
    return std::make_tuple(a->on, RankOf(a->kind), std::string_view(a->id)) <
           std::make_tuple(b->on, RankOf(b->kind), std::string_view(b->id));
  });
  return acts;
}

class Player {
 public:
  Player(const CertificateType& type, const std::vector<Fact>& facts, const Fact& issue)
      : type_(type), facts_(facts) {
    periods_.valid_from = issue.on;
    periods_.since = issue.on;
    periods_.acts.push_back(issue.id);
    if (type.validity) periods_.valid_to = LastDayOfPeriod(type, issue.on, *type.validity);
    StartReviews(issue.on);
  }

  void Play(const Fact& act) {
    const std::optional<RenewalDue> due = periods_.Due();
    if (!due || act.on > due->date) return;
    if (act.kind == FactKind::kLongReviewAgreed) {
      Agree(act);
      return;
    }
    const RenewalNeeds needs = NeedsOn(type_, facts_, periods_.since, act.on, &act);
    if (!needs.Ready()) {
      if (IsInWindow(type_, due->date, act.on)) periods_.refused = RefusedRenewal{act.id, needs};
      return;
    }
    if (act.kind == FactKind::kReviewed && type_.review_interval) {
      StartReviews(StartOfNext(*periods_.review_due, act.on));
    } else {
      Extend(act.on);
    }
    periods_.since = act.on;
    periods_.acts.push_back(act.id);
    periods_.refused.reset();
  }

  CertificatePeriods Take() { return std::move(periods_); }

 private:
  void Agree(const Fact& act) {
    if (periods_.long_review || !LongReviewIsDue(type_, facts_, act.on)) return;
    periods_.long_review = true;
    periods_.acts.push_back(act.id);
    StartReviews(review_start_);
  }

  CivilDate StartOfNext(CivilDate last_day, CivilDate renewed) const {
    const bool after =
        type_.renewal_start == RenewalStart::kAfterLastDay && IsInWindow(type_, last_day, renewed);
    if (!after) return renewed;
    // An anniversary is the last day of one period and counts the next one.
    if (type_.last_day == LastDay::kAnniversary) return last_day;
    return CivilDate::FromDays(last_day.days() + 1);
  }

  void StartReviews(CivilDate first) {
    if (!type_.review_interval) return;
    const Period interval =
        periods_.long_review ? type_.long_review->interval : *type_.review_interval;
    const CivilDate due = LastDayOfPeriod(type_, first, interval);
    if (periods_.review_due && *periods_.review_due >= due) return;
    periods_.review_due = due;
    review_start_ = first;
  }

  void Extend(CivilDate renewed) {
    const CivilDate first =
        StartOfNext(periods_.valid_to ? *periods_.valid_to : *periods_.review_due, renewed);
    if (type_.validity) {
      periods_.valid_to =
          std::max(*periods_.valid_to, LastDayOfPeriod(type_, first, *type_.validity));
    }
    StartReviews(first);
  }

  const CertificateType& type_;
  const std::vector<Fact>& facts_;
  CertificatePeriods periods_;
  CivilDate review_start_;
};

}  // namespace

std::optional<RenewalDue> CertificatePeriods::Due() const {
  if (!valid_to && !review_due) return std::nullopt;
  if (!valid_to || (review_due && *review_due < *valid_to)) {
    return RenewalDue{*review_due, FactKind::kReviewed};
  }
  return RenewalDue{*valid_to, FactKind::kExtended};
}

bool IsInWindow(const CertificateType& type, CivilDate due, CivilDate date) {
  return date <= due && (!type.window || date >= Earlier(due, type.window->opens));
}

CertificatePeriods PlayPeriods(const CertificateType& type, const std::vector<Fact>& facts,
                               const Fact& issue) {
  Player player(type, facts, issue);
  for (const Fact* act : ActsAfter(facts, issue)) player.Play(*act);
  return player.Take();
}

}  // namespace touchstone::training
