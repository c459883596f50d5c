#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/common/number.h"
#include "services/training/certificate_facts.h"
#include "services/training/certificate_type.h"
#include "services/training/civil_time.h"
#include "services/training/renewal_rules.h"

// May this worker do this work at this time, and why not? docs/training.md has the decision table.
// All functions are pure.
namespace touchstone::training {

// The time that is asked about: a moment, and which day it is at the site.
struct Moment {
  Instant at;
  CivilDate date;
};

// Why. Names and numbers are those of touchstone.v1.LicenceReason and stay what they are.
enum class LicenceReason {
  kLicensed = 1,
  kNeverIssued,
  kNotYetValid,
  kRevoked,
  kSuperseded,
  kExpired,             // the last day is over, and no renewal was passed in time
  kReviewMissed,        // the day by which it had to be reviewed is over
  kRenewalViolations,   // it was renewed, but violations refuse that
  kRenewalHealth,       // it was renewed, but he was not fit on that day
  kRenewalHoursShort,   // it was renewed, but with too few hours of training
  kRenewalExamMissing,  // it was renewed, but no exam was passed
  kSuspended,
  kHealthStop,
  kInitialHoursShort,  // issued with too few hours of training
  kYearlyHoursShort,   // last year's hours were not reached and not made up
};
std::string_view LicenceReasonName(LicenceReason reason);  // "REVIEW_MISSED"

// What stands before the next renewal.
struct NextRenewal {
  // The last day on which the certificate may be used without it, and on which it may be passed.
  CivilDate due;
  // kReviewed or kExtended.
  FactKind kind = FactKind::kExtended;
  // Days on which it may be applied for; absent when the type has no window.
  std::optional<CivilDate> apply_from;
  std::optional<CivilDate> apply_to;
  // What the rules ask for and what is there at the time that is asked about.
  RenewalNeeds needs;
};

// Hours of one calendar year against the least.
struct YearlyHours {
  int year = 0;
  Number needed;
  Number done;
};

// The answer about one type of certificate.
struct LicenceDecision {
  bool licensed = false;
  LicenceReason reason = LicenceReason::kNeverIssued;
  // The certificate that was decided about; empty when none was issued.
  std::string certificate;
  // The day of the reason: kLicensed and kNotYetValid valid from; kRevoked, kSuperseded, kSuspended
  // and kHealthStop the first day without; kExpired, kReviewMissed and kRenewal… the last day with;
  // kInitialHoursShort the issue; kYearlyHoursShort the first day of the year after the short one.
  std::optional<CivilDate> day;
  // The numbers of the reason: violations or hours found, and the limit or the hours needed.
  Number found;
  Number needed;
  // Ids of the facts that decided, in the order of AsKnownAt(): for kLicensed the issue and each
  // renewal that counted.
  std::vector<std::string> facts;
  RuleTopic rule = RuleTopic::kNone;
  // The day of the issue, and the last day that issue and renewals gave; absent: never ends.
  std::optional<CivilDate> valid_from;
  std::optional<CivilDate> valid_to;
  // Absent when nothing need be renewed, or renewing cannot help any more.
  std::optional<NextRenewal> next;
  // This year's hours; absent when the type asks for none.
  std::optional<YearlyHours> this_year;
};

// May the worker of `known` work under `type` at `moment`? REQUIRES: `known` came from AsKnownAt()
// and is about one worker; facts of other types in it are passed over.
//
// With several certificates of the type the best one answers: one that is licensed, then the one
// with the latest next due day (none is latest), then the latest issue, then the smaller id. When
// none is licensed, the one issued last (a present one before one that is not yet valid).
LicenceDecision DecideLicence(const CertificateType& type, const std::vector<Fact>& known,
                              const Moment& moment);

// Class hours of training that `known` shows for `type` in calendar year `year` up to `moment`.
YearlyHours HoursOfYear(const CertificateType& type, const std::vector<Fact>& known, int year,
                        const Moment& moment);

}  // namespace touchstone::training
