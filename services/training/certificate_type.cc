#include "services/training/certificate_type.h"

namespace touchstone::training {

std::string_view RuleTopicName(RuleTopic topic) {
  switch (topic) {
    case RuleTopic::kNone:
      return "";
    case RuleTopic::kValidity:
      return "VALIDITY";
    case RuleTopic::kReview:
      return "REVIEW";
    case RuleTopic::kLongReview:
      return "LONG_REVIEW";
    case RuleTopic::kWindow:
      return "WINDOW";
    case RuleTopic::kRenewalTraining:
      return "RENEWAL_TRAINING";
    case RuleTopic::kViolations:
      return "VIOLATIONS";
    case RuleTopic::kHealth:
      return "HEALTH";
    case RuleTopic::kInitialHours:
      return "INITIAL_HOURS";
    case RuleTopic::kYearlyHours:
      return "YEARLY_HOURS";
    case RuleTopic::kAge:
      return "AGE";
    case RuleTopic::kUpgrade:
      return "UPGRADE";
    case RuleTopic::kStatus:
      return "STATUS";
  }
  return "";
}

int AgeOn(CivilDate born, CivilDate date) {
  int years = date.year() - born.year();
  if (Later(born, {years, Period::Unit::kYears}) > date) --years;
  return years;
}

bool AgeAllowsIssue(const CertificateType& type, CivilDate born, CivilDate date) {
  const int age = AgeOn(born, date);
  return (!type.least_age || age >= *type.least_age) && (!type.most_age || age <= *type.most_age);
}

bool AgeAllowsRenewal(const CertificateType& type, CivilDate born, CivilDate date) {
  return !type.most_age_at_renewal || AgeOn(born, date) <= *type.most_age_at_renewal;
}

}  // namespace touchstone::training
