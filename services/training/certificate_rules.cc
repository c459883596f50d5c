#include "services/training/certificate_rules.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "services/training/certificate_periods.h"

namespace touchstone::training {
namespace {

bool HoldsAt(const Fact& fact, const Moment& moment) {
  return fact.at ? *fact.at <= moment.at : fact.on <= moment.date;
}

// Whether `end` ends what `begin` began: on a later day, or on the same one and not before it.
bool Ends(const Fact& end, const Fact& begin) {
  if (end.on != begin.on) return end.on > begin.on;
  return !end.at || !begin.at || *end.at >= *begin.at;
}

// One certificate at one moment, and the facts of the worker that hold then.
class Certificate {
 public:
  Certificate(const CertificateType& type, const std::vector<Fact>& facts, const Moment& moment,
              const Fact& issue)
      : type_(type), facts_(facts), moment_(moment), issue_(issue) {}

  // The rows of the decision table, from the top.
  LicenceDecision Decide() {
    periods_ = PlayPeriods(type_, facts_, issue_);
    decision_.certificate = issue_.certificate;
    decision_.valid_from = periods_.valid_from;
    decision_.valid_to = periods_.valid_to;
    if (StoppedForGood() || Lapsed()) return Finished();
    SetNext();
    if (Suspended() || Unfit() || InitialHoursShort() || YearlyHoursShort()) return Finished();
    Decided(LicenceReason::kLicensed, type_.validity ? RuleTopic::kValidity : RuleTopic::kStatus,
            issue_.on, periods_.acts);
    decision_.licensed = true;
    return Finished();
  }

 private:
  LicenceDecision Finished() {
    if (type_.yearly_hours > 0) {
      decision_.this_year = HoursOfYear(type_, facts_, moment_.date.year(), moment_);
    }
    // In the order of the facts, whatever was looked at first.
    std::vector<std::string> ordered;
    for (const Fact& fact : facts_) {
      const auto& ids = decision_.facts;
      if (std::find(ids.begin(), ids.end(), fact.id) != ids.end()) ordered.push_back(fact.id);
    }
    decision_.facts = std::move(ordered);
    return std::move(decision_);
  }

  void Decided(LicenceReason reason, RuleTopic rule, CivilDate day, std::vector<std::string> ids) {
    decision_.reason = reason;
    decision_.rule = rule;
    decision_.day = day;
    decision_.facts = std::move(ids);
  }

  // A fact of this certificate since its issue.
  bool IsMine(const Fact& fact) const {
    return fact.type == issue_.type && fact.certificate == issue_.certificate &&
           fact.on >= issue_.on;
  }

  const Fact* FirstOf(FactKind kind, CivilDate since) const {
    for (const Fact& fact : facts_) {
      if (fact.kind == kind && IsMine(fact) && fact.on >= since) return &fact;
    }
    return nullptr;
  }

  bool StoppedForGood() {
    const Fact* fact = FirstOf(FactKind::kRevoked, issue_.on);
    if (fact != nullptr) {
      Decided(LicenceReason::kRevoked, RuleTopic::kStatus, fact->on, {fact->id});
      return true;
    }
    // A card that is replaced under its own number is superseded and issued on one day.
    fact = FirstOf(FactKind::kSuperseded, CivilDate::FromDays(issue_.on.days() + 1));
    if (fact == nullptr) return false;
    Decided(LicenceReason::kSuperseded, RuleTopic::kStatus, fact->on, {fact->id});
    return true;
  }

  bool Lapsed() {
    const std::optional<RenewalDue> due = periods_.Due();
    if (!due || moment_.date <= due->date) return false;
    if (periods_.refused) {
      DecideRefused(*periods_.refused, due->date);
    } else if (due->kind == FactKind::kReviewed) {
      Decided(LicenceReason::kReviewMissed,
              periods_.long_review ? RuleTopic::kLongReview : RuleTopic::kReview, due->date,
              periods_.acts);
    } else {
      Decided(LicenceReason::kExpired, RuleTopic::kValidity, due->date, periods_.acts);
    }
    return true;
  }

  void DecideRefused(const RefusedRenewal& refused, CivilDate due) {
    const RenewalNeeds& needs = refused.needs;
    std::vector<std::string> ids = {refused.fact};
    if (needs.stopped_by_violations) {
      ids.insert(ids.end(), needs.violation_facts.begin(), needs.violation_facts.end());
      Decided(LicenceReason::kRenewalViolations, RuleTopic::kViolations, due, std::move(ids));
      decision_.found = needs.violations;
      decision_.needed = needs.violation_limit;
    } else if (needs.stopped_by_health) {
      ids.insert(ids.end(), needs.health_facts.begin(), needs.health_facts.end());
      Decided(LicenceReason::kRenewalHealth, RuleTopic::kHealth, due, std::move(ids));
    } else if (needs.hours_done < needs.hours_needed) {
      Decided(LicenceReason::kRenewalHoursShort, RuleTopic::kRenewalTraining, due, std::move(ids));
      decision_.found = needs.hours_done;
      decision_.needed = needs.hours_needed;
    } else {
      Decided(LicenceReason::kRenewalExamMissing, RuleTopic::kRenewalTraining, due, std::move(ids));
    }
  }

  void SetNext() {
    const std::optional<RenewalDue> due = periods_.Due();
    if (!due) return;
    NextRenewal next;
    next.due = due->date;
    next.kind = due->kind;
    if (type_.window) {
      next.apply_from = Earlier(due->date, type_.window->opens);
      next.apply_to = type_.window->closes ? Earlier(due->date, *type_.window->closes) : due->date;
    }
    next.needs = NeedsOn(type_, facts_, periods_.since, moment_.date, nullptr);
    decision_.next = std::move(next);
  }

  bool Suspended() {
    for (const Fact& fact : facts_) {
      if (fact.kind != FactKind::kSuspended || !IsMine(fact)) continue;
      if (fact.until && *fact.until < moment_.date) continue;
      const bool restored = std::any_of(facts_.begin(), facts_.end(), [&](const Fact& end) {
        return end.kind == FactKind::kRestored && IsMine(end) && Ends(end, fact);
      });
      if (restored) continue;
      Decided(LicenceReason::kSuspended, RuleTopic::kStatus, fact.on, {fact.id});
      return true;
    }
    return false;
  }

  bool Unfit() {
    const std::vector<std::string> stops = HealthStopsOn(type_, facts_, moment_.date);
    if (stops.empty()) return false;
    const auto first = std::find_if(facts_.begin(), facts_.end(),
                                    [&](const Fact& fact) { return fact.id == stops.front(); });
    Decided(LicenceReason::kHealthStop, RuleTopic::kHealth, first->on, stops);
    return true;
  }

  bool InitialHoursShort() {
    Number hours;
    for (const Fact& fact : facts_) {
      if (fact.kind == FactKind::kTrainingHours && Concerns(fact, type_)) hours += fact.hours;
    }
    hours = std::max(hours, issue_.hours);
    if (hours >= type_.initial_hours) return false;
    Decided(LicenceReason::kInitialHoursShort, RuleTopic::kInitialHours, issue_.on, {issue_.id});
    decision_.found = hours;
    decision_.needed = type_.initial_hours;
    return true;
  }

  // The year of the issue has the initial hours. Hours of this year make up for the last one.
  bool YearlyHoursShort() {
    const int year = moment_.date.year();
    if (!(type_.yearly_hours > 0) || issue_.on.year() >= year - 1) return false;
    const Number hours = HoursOfYear(type_, facts_, year - 1, moment_).done +
                         HoursOfYear(type_, facts_, year, moment_).done;
    if (hours >= type_.yearly_hours) return false;
    Decided(LicenceReason::kYearlyHoursShort, RuleTopic::kYearlyHours,
            CivilDate::Of(year, 1, 1).value_or(moment_.date), {issue_.id});
    decision_.found = hours;
    decision_.needed = type_.yearly_hours;
    return true;
  }

  const CertificateType& type_;
  const std::vector<Fact>& facts_;
  const Moment& moment_;
  const Fact& issue_;
  CertificatePeriods periods_;
  LicenceDecision decision_;
};

// Whether `a` answers better than `b`.
bool IsBetter(const LicenceDecision& a, const LicenceDecision& b) {
  if (a.licensed != b.licensed) return a.licensed;
  if (a.licensed && a.next.has_value() != b.next.has_value()) return !a.next.has_value();
  if (a.licensed && a.next && a.next->due != b.next->due) return a.next->due > b.next->due;
  if (a.valid_from != b.valid_from) return a.valid_from > b.valid_from;
  return a.certificate < b.certificate;
}

// Facts about the type that hold at `moment`, and of the others the issue that comes next.
struct Split {
  std::vector<Fact> holding;
  const Fact* next_issue = nullptr;
};

Split SplitAt(const CertificateType& type, const std::vector<Fact>& known, const Moment& moment) {
  Split split;
  for (const Fact& fact : known) {
    if (!Concerns(fact, type)) continue;
    if (HoldsAt(fact, moment)) {
      split.holding.push_back(fact);
    } else if (fact.kind == FactKind::kIssued && fact.type == type.id) {
      if (split.next_issue == nullptr || fact.on < split.next_issue->on) split.next_issue = &fact;
    }
  }
  return split;
}

}  // namespace

std::string_view LicenceReasonName(LicenceReason reason) {
  static constexpr std::array<std::string_view, 15> kNames = {"LICENSED",
                                                              "NEVER_ISSUED",
                                                              "NOT_YET_VALID",
                                                              "REVOKED",
                                                              "SUPERSEDED",
                                                              "EXPIRED",
                                                              "REVIEW_MISSED",
                                                              "RENEWAL_VIOLATIONS",
                                                              "RENEWAL_HEALTH",
                                                              "RENEWAL_HOURS_SHORT",
                                                              "RENEWAL_EXAM_MISSING",
                                                              "SUSPENDED",
                                                              "HEALTH_STOP",
                                                              "INITIAL_HOURS_SHORT",
                                                              "YEARLY_HOURS_SHORT"};
  return kNames[static_cast<std::size_t>(reason) - 1];
}

LicenceDecision DecideLicence(const CertificateType& type, const std::vector<Fact>& known,
                              const Moment& moment) {
  const Split split = SplitAt(type, known, moment);
  // The last issue of each certificate: an issue begins it anew.
  std::map<std::string_view, const Fact*> issues;
  for (const Fact& fact : split.holding) {
    if (fact.kind == FactKind::kIssued && fact.type == type.id) issues[fact.certificate] = &fact;
  }
  std::optional<LicenceDecision> best;
  for (const auto& [certificate, issue] : issues) {
    LicenceDecision decision = Certificate(type, split.holding, moment, *issue).Decide();
    if (!best || IsBetter(decision, *best)) best = std::move(decision);
  }
  if (best) return *std::move(best);
  LicenceDecision none;
  none.rule = RuleTopic::kStatus;
  if (split.next_issue != nullptr) {
    none.reason = LicenceReason::kNotYetValid;
    none.certificate = split.next_issue->certificate;
    none.day = split.next_issue->on;
    none.facts = {split.next_issue->id};
  }
  return none;
}

YearlyHours HoursOfYear(const CertificateType& type, const std::vector<Fact>& known, int year,
                        const Moment& moment) {
  YearlyHours hours;
  hours.year = year;
  hours.needed = type.yearly_hours;
  for (const Fact& fact : known) {
    if (fact.kind != FactKind::kTrainingHours || !Concerns(fact, type)) continue;
    if (fact.on.year() == year && HoldsAt(fact, moment)) hours.done += fact.hours;
  }
  return hours;
}

}  // namespace touchstone::training
