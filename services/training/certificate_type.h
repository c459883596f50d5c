#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/common/number.h"
#include "services/judging/rule_pack.h"
#include "services/training/civil_time.h"

// Types of certificates and permits as the rules use them. The meaning of each field is that of
// proto/touchstone/v1/certificate_type.proto; certificate_type_convert.h makes these. All are
// values.
namespace touchstone::training {

using judging::Text;

// What a rule is about. Numbers are those of touchstone.v1.RuleTopic.
enum class RuleTopic {
  kNone = 0,
  kValidity,
  kReview,
  kLongReview,
  kWindow,
  kRenewalTraining,
  kViolations,
  kHealth,
  kInitialHours,
  kYearlyHours,
  kAge,
  kUpgrade,
  kStatus,
};
std::string_view RuleTopicName(RuleTopic topic);  // "LONG_REVIEW"

// Where a rule comes from, in own short words.
struct RuleSource {
  Text sentence;
  Text document;
  std::string article;
};

// When a period ends, and when the next one starts.
enum class LastDay { kBeforeAnniversary = 1, kAnniversary };
enum class RenewalStart { kAfterLastDay = 1, kOnRenewal };

// Days on which a renewal may be applied for, counted back from the last day.
struct Window {
  Period opens;                  // 60 days before the last day
  std::optional<Period> closes;  // 1 month before it; absent: on the last day itself
};

struct LongReview {
  int after_years = 0;  // of continuous work with a clean record
  Period interval;
};

struct ViolationStop {
  int limit = 0;          // so many verified violations, or more, refuse a renewal
  int within_months = 0;  // counted back from the renewal; 0: since the last renewal
  bool retraining_clears = false;
};

struct CertificateType {
  std::string id;
  std::string version;
  Text display_name;
  Text authority;
  std::string category;
  Text category_name;

  std::optional<Period> validity;  // absent: never ends
  LastDay last_day = LastDay::kBeforeAnniversary;
  std::optional<Period> review_interval;
  std::optional<LongReview> long_review;
  std::optional<Window> window;
  RenewalStart renewal_start = RenewalStart::kAfterLastDay;

  Number renewal_hours;
  bool renewal_exam = false;
  std::optional<ViolationStop> violations;
  bool health_stops = false;

  Number initial_hours;
  Number yearly_hours;

  std::optional<int> least_age;
  std::optional<int> most_age;
  std::optional<int> most_age_at_renewal;

  int level = 0;                           // place on its ladder, from 1; 0: on none
  std::vector<std::string> upgrades_from;  // ids of types

  std::map<RuleTopic, RuleSource> rules;
};

// Age in full years on `date`. A person of 29 February has the birthday on 28 February in other
// years. REQUIRES: born <= date.
int AgeOn(CivilDate born, CivilDate date);

// Whether somebody born on `born` may be given the certificate, or have it renewed, on `date`.
bool AgeAllowsIssue(const CertificateType& type, CivilDate born, CivilDate date);
bool AgeAllowsRenewal(const CertificateType& type, CivilDate born, CivilDate date);

}  // namespace touchstone::training
