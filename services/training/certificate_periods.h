#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/training/certificate_facts.h"
#include "services/training/certificate_type.h"
#include "services/training/renewal_rules.h"

// The periods of one certificate: issue, reviews and extensions, one after the other. Pure.
namespace touchstone::training {

// The last day on which a certificate may be used without another renewal, and which one that is.
struct RenewalDue {
  CivilDate date;
  FactKind kind = FactKind::kExtended;  // or kReviewed
};

// A renewal that was passed in its window and does not count, because a rule refuses it.
struct RefusedRenewal {
  std::string fact;
  RenewalNeeds needs;
};

// What issue and renewals gave one certificate.
struct CertificatePeriods {
  CivilDate valid_from;
  std::optional<CivilDate> valid_to;    // absent: never ends
  std::optional<CivilDate> review_due;  // absent: not reviewed
  // The last issue or renewal that counted: training for the next one begins after it.
  CivilDate since;
  bool long_review = false;
  // Ids of the issue, and of the renewals and agreements that counted.
  std::vector<std::string> acts;
  // The last one since then that did not count.
  std::optional<RefusedRenewal> refused;

  // The earlier of review_due and valid_to; an extension when both are on one day. nullopt when
  // nothing need be renewed.
  std::optional<RenewalDue> Due() const;
};

// Whether `date` is in the window of the renewal that is due on `due`. Without a window every day
// up to `due` is.
bool IsInWindow(const CertificateType& type, CivilDate due, CivilDate date);

// Plays the renewals of `certificate` from `issue` on, in the order of their days.
//
// A renewal counts when it was passed by the day on which one was due and NeedsOn() is ready. One
// in the window begins the next period where the type says; one before the window begins it on its
// own day. A renewal never shortens what was there. A review of a type without reviews is an
// extension. `facts` are those that hold at the time that is asked about.
CertificatePeriods PlayPeriods(const CertificateType& type, const std::vector<Fact>& facts,
                               const Fact& issue);

}  // namespace touchstone::training
