#pragma once

#include <string>
#include <vector>

#include "services/common/number.h"
#include "services/training/certificate_facts.h"
#include "services/training/certificate_type.h"

// What the rules ask for before a renewal, and what a worker's file shows. All functions are pure.
namespace touchstone::training {

// What is asked for and what is there, on one day.
struct RenewalNeeds {
  Number hours_needed;
  Number hours_done;
  bool exam_needed = false;
  bool exam_done = false;
  int violations = 0;
  int violation_limit = 0;  // 0: violations do not matter
  bool stopped_by_violations = false;
  bool stopped_by_health = false;
  std::vector<std::string> violation_facts;
  std::vector<std::string> health_facts;

  bool Ready() const {
    return !stopped_by_violations && !stopped_by_health && hours_done >= hours_needed &&
           (exam_done || !exam_needed);
  }
};

// Whether `fact` is about `type`, or about all types.
bool Concerns(const Fact& fact, const CertificateType& type);

// Ids of the health stops that hold on `date`: not over by themselves, and not cleared by then.
std::vector<std::string> HealthStopsOn(const CertificateType& type, const std::vector<Fact>& facts,
                                       CivilDate date);

// What is asked for on `date` and what is there. Training and exams count after `since`, the day of
// the last issue or renewal, up to `date`; violations from `since` on, or over the months that the
// type says. `renewal` is the renewal itself, which may bring hours and an exam that the authority
// counted, or nullptr. Hours are the greater of the two, never their sum.
RenewalNeeds NeedsOn(const CertificateType& type, const std::vector<Fact>& facts, CivilDate since,
                     CivilDate date, const Fact* renewal);

// Whether the authority's agreement on `date` to the longer interval has its ground: more than
// `after_years` of work without a break, and no verified violation in that time. A break is a day
// without work between an end and the next start; an end is the last day of the work and ends what
// was started before it.
bool LongReviewIsDue(const CertificateType& type, const std::vector<Fact>& facts, CivilDate date);

}  // namespace touchstone::training
