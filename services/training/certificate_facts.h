#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/common/number.h"
#include "services/training/civil_time.h"

// What is said about one worker's certificates, on two time axes: the day from which it holds
// (`on`) and the moment at which it was recorded (`recorded`). Nothing is changed or deleted; a
// correction is another fact. All are values; all functions are pure.
namespace touchstone::training {

// What a fact says.
enum class FactKind {
  // About one certificate.
  kIssued = 1,        // holds from `on`
  kReviewed,          // a review in the middle of the period was passed
  kExtended,          // a renewal that begins another period was passed
  kSuspended,         // until `until`, or until restored
  kRestored,          // ends what was suspended on or before this
  kRevoked,           // for ever
  kSuperseded,        // another certificate takes its place
  kLongReviewAgreed,  // the authority agreed to the longer review interval
  // About the worker, for one type of certificate or for all.
  kViolation,      // verified
  kHealthStop,     // not fit for this work
  kHealthCleared,  // ends what was stopped on or before this
  kTrainingHours,
  kExamPassed,
  kWorkStarted,  // began the work, anywhere
  kWorkEnded,    // the last day of the work
  // About another fact.
  kApproved,   // a second person approves the fact `concerns`; it is not corrected itself
  kWithdrawn,  // a correction without content: what it replaces never was
};
std::string_view FactKindName(FactKind kind);  // "LONG_REVIEW_AGREED"

// What an issue or renewal rests on.
enum class Basis { kUnspecified = 0, kExam, kContest, kRecognition, kConversion };

// One fact. Evidence and texts for people stay in the record; these are the fields the rules read.
struct Fact {
  std::string id;
  FactKind kind = FactKind::kIssued;
  // Id of the certificate's type. Empty for a fact about the worker: concerns all types.
  std::string type;
  // Empty for a fact about the worker.
  std::string certificate;
  // The day from which it holds, at the place where it happened; and the moment on that day where
  // that matters. Without a moment it holds all that day.
  CivilDate on;
  std::optional<Instant> at;
  // kSuspended, kHealthStop: the last day, when it was known at the start.
  std::optional<CivilDate> until;
  // When the server took it, and which day that was at the place.
  Instant recorded;
  CivilDate recorded_on;
  // kTrainingHours: class hours. kIssued, kReviewed, kExtended: hours the authority counted.
  Number hours;
  // kIssued, kReviewed, kExtended.
  Basis basis = Basis::kUnspecified;
  // kViolation: had a serious result.
  bool serious = false;
  std::string entered_by;
  std::string verified_by;
  // The fact that this one corrects. Empty: corrects none.
  std::string replaces;
  // kApproved: the fact it approves.
  std::string concerns;
};

// A fact that is said so many days late, or fewer, needs one person only.
inline constexpr int kDaysWithoutApproval = 7;

// Whether `fact` needs a second person: it was recorded more than kDaysWithoutApproval days after
// the day from which it holds. kApproved never does.
bool NeedsApproval(const Fact& fact);

// The facts that counted at `moment`, in the order of (on, at, id): those recorded at or before it,
// without those that wait for a second person and without those that a fact that counts replaces.
// The second person is `verified_by`, or who entered a kApproved that was recorded by then; never
// the one who entered the fact. kApproved and kWithdrawn themselves are left out.
//
// What a correction replaced does not come back when the correction is corrected: it is recorded
// anew. The result does not depend on the order of `facts`, nor on any fact recorded after
// `moment`.
std::vector<Fact> AsKnownAt(std::vector<Fact> facts, Instant moment);

}  // namespace touchstone::training
