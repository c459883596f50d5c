#include "services/training/certificate_type_convert.h"

#include <set>
#include <string>
#include <utility>

#include "services/judging/fields_convert.h"
#include "services/judging/message_text_convert.h"

namespace touchstone::training {
namespace {

using judging::ConvertFields;
using judging::Indexed;
using judging::Joined;

constexpr int kMostPeriod = 1200;
constexpr int kMostYears = 100;
constexpr int kMostViolations = 100;
constexpr int kMostLevel = 100;
constexpr int kMostRules = 20;
constexpr int kMostUpgrades = 20;
constexpr std::size_t kLongestCategory = 64;

Period ReadPeriod(ConvertFields& fields, const std::string& path, const v1::Period& message) {
  Period period{1, Period::Unit::kDays};
  if (fields.Require(message.count() > 0, Joined(path, "count"), "must be above 0")) {
    period.count = fields.Count(Joined(path, "count"), message.count(), kMostPeriod);
  }
  const bool known =
      v1::Period::Unit_IsValid(message.unit()) && message.unit() != v1::Period::UNIT_UNSPECIFIED;
  if (fields.Require(known, Joined(path, "unit"), "is required and must be known")) {
    period.unit = static_cast<Period::Unit>(message.unit());
  }
  return period;
}

std::optional<int> ReadAge(ConvertFields& fields, const std::string& path, std::uint32_t age) {
  if (age == 0) return std::nullopt;
  return fields.Count(path, age, kMostYears);
}

void ReadPeriods(ConvertFields& fields, const v1::CertificateType& message, CertificateType& type) {
  if (message.has_validity()) type.validity = ReadPeriod(fields, "validity", message.validity());
  if (fields.Require(v1::CertificateType::LastDay_IsValid(message.last_day()), "last_day",
                     "must be known") &&
      message.last_day() != v1::CertificateType::LAST_DAY_UNSPECIFIED) {
    type.last_day = static_cast<LastDay>(message.last_day());
  }
  if (message.has_review_interval()) {
    type.review_interval = ReadPeriod(fields, "review_interval", message.review_interval());
  }
  if (message.has_long_review()) {
    fields.Require(message.has_review_interval(), "long_review", "needs a review_interval");
    LongReview rule;
    fields.Require(message.long_review().after_years() > 0, "long_review.after_years",
                   "must be above 0");
    rule.after_years =
        fields.Count("long_review.after_years", message.long_review().after_years(), kMostYears);
    rule.interval = ReadPeriod(fields, "long_review.interval", message.long_review().interval());
    type.long_review = rule;
  }
  if (message.has_window()) {
    Window window;
    window.opens = ReadPeriod(fields, "window.opens", message.window().opens());
    if (message.window().has_closes()) {
      window.closes = ReadPeriod(fields, "window.closes", message.window().closes());
      const CivilDate day;
      fields.Require(Earlier(day, window.opens) <= Earlier(day, *window.closes), "window.closes",
                     "may not be before the window opens");
    }
    type.window = window;
  }
  if (fields.Require(v1::CertificateType::RenewalStart_IsValid(message.renewal_start()),
                     "renewal_start", "must be known") &&
      message.renewal_start() != v1::CertificateType::RENEWAL_START_UNSPECIFIED) {
    type.renewal_start = static_cast<RenewalStart>(message.renewal_start());
  }
}

void ReadStops(ConvertFields& fields, const v1::CertificateType& message, CertificateType& type) {
  type.renewal_hours = fields.NumberOr("renewal_hours", message.renewal_hours(), 0);
  type.renewal_exam = message.renewal_exam();
  type.health_stops = message.health_stops();
  type.initial_hours = fields.NumberOr("initial_hours", message.initial_hours(), 0);
  type.yearly_hours = fields.NumberOr("yearly_hours", message.yearly_hours(), 0);
  if (message.has_violations()) {
    const v1::ViolationStop& stop = message.violations();
    ViolationStop rule;
    fields.Require(stop.limit() > 0, "violations.limit", "must be above 0");
    rule.limit = fields.Count("violations.limit", stop.limit(), kMostViolations);
    rule.within_months =
        fields.Count("violations.within_months", stop.within_months(), kMostPeriod);
    rule.retraining_clears = stop.retraining_clears();
    const bool retraining = type.renewal_hours > 0 || type.renewal_exam;
    fields.Require(!rule.retraining_clears || retraining, "violations.retraining_clears",
                   "needs renewal_hours or renewal_exam");
    type.violations = rule;
  }
  const bool renewed = type.validity || type.review_interval;
  const bool asks = type.renewal_hours > 0 || type.renewal_exam || type.violations || type.window ||
                    message.most_age_at_renewal() > 0;
  fields.Require(renewed || !asks, "validity", "is required where renewals have rules");
}

// Each rule of the type has a source, and no source is without its rule.
void ReadRules(ConvertFields& fields, const v1::CertificateType& message, CertificateType& type) {
  fields.Require(message.rules_size() <= kMostRules, "rules",
                 "has over " + std::to_string(kMostRules) + " elements");
  for (int i = 0; i < message.rules_size(); ++i) {
    const v1::RuleSource& rule = message.rules(i);
    const std::string path = Indexed("rules", i);
    const bool known =
        v1::RuleTopic_IsValid(rule.topic()) && rule.topic() != v1::RULE_TOPIC_UNSPECIFIED;
    RuleSource source;
    source.sentence = fields.RequiredText(Joined(path, "sentence"), rule.sentence());
    source.document = fields.RequiredText(Joined(path, "document"), rule.document());
    source.article = rule.article();
    if (!fields.Require(known, Joined(path, "topic"), "is required and must be known")) continue;
    const bool first =
        type.rules.emplace(static_cast<RuleTopic>(rule.topic()), std::move(source)).second;
    fields.Require(first, Joined(path, "topic"), "occurs twice");
  }
  std::set<RuleTopic> used = {RuleTopic::kStatus};
  const auto use = [&used](bool is_used, RuleTopic topic) {
    if (is_used) used.insert(topic);
  };
  use(type.validity.has_value(), RuleTopic::kValidity);
  use(type.review_interval.has_value(), RuleTopic::kReview);
  use(type.long_review.has_value(), RuleTopic::kLongReview);
  use(type.window.has_value(), RuleTopic::kWindow);
  use(type.renewal_hours > 0 || type.renewal_exam, RuleTopic::kRenewalTraining);
  use(type.violations.has_value(), RuleTopic::kViolations);
  use(type.health_stops, RuleTopic::kHealth);
  use(type.initial_hours > 0, RuleTopic::kInitialHours);
  use(type.yearly_hours > 0, RuleTopic::kYearlyHours);
  use(type.least_age || type.most_age || type.most_age_at_renewal, RuleTopic::kAge);
  use(!type.upgrades_from.empty(), RuleTopic::kUpgrade);
  for (const RuleTopic topic : used) {
    fields.Require(type.rules.count(topic) > 0, "rules",
                   "lacks the source of " + std::string(RuleTopicName(topic)));
  }
  for (const auto& [topic, source] : type.rules) {
    fields.Require(used.count(topic) > 0, "rules",
                   "has a source of " + std::string(RuleTopicName(topic)) + " without its rule");
  }
}

}  // namespace

absl::StatusOr<CertificateType> ToCertificateType(const v1::CertificateType& message) {
  ConvertFields fields;
  CertificateType type;
  type.id = fields.ResourceName("id", message.id());
  fields.Require(!message.version().empty(), "version", "is required");
  type.version = message.version();
  type.display_name = fields.RequiredText("display_name", message.display_name());
  type.authority = fields.RequiredText("authority", message.authority());
  fields.Require(!message.category().empty() && message.category().size() <= kLongestCategory,
                 "category", "is required, at most 64 bytes");
  type.category = message.category();
  type.category_name = fields.RequiredText("category_name", message.category_name());
  ReadPeriods(fields, message, type);
  ReadStops(fields, message, type);
  type.least_age = ReadAge(fields, "least_age", message.least_age());
  type.most_age = ReadAge(fields, "most_age", message.most_age());
  type.most_age_at_renewal = ReadAge(fields, "most_age_at_renewal", message.most_age_at_renewal());
  type.level = fields.Count("level", message.level(), kMostLevel);
  fields.Require(message.upgrades_from_size() <= kMostUpgrades, "upgrades_from",
                 "has over " + std::to_string(kMostUpgrades) + " elements");
  for (int i = 0; i < message.upgrades_from_size(); ++i) {
    type.upgrades_from.push_back(
        fields.ResourceName(Indexed("upgrades_from", i), message.upgrades_from(i)));
  }
  ReadRules(fields, message, type);
  const absl::Status status = fields.ToStatus(Reason::CERTIFICATE_TYPE_INVALID);
  if (!status.ok()) return status;
  return type;
}

absl::StatusOr<v1::CertificateType> ParseCertificateTypeText(std::string_view text,
                                                             std::string_view file_name) {
  v1::CertificateType message;
  const absl::Status read = judging::ParseMessageText(
      text, file_name, Reason::CERTIFICATE_TYPE_INVALID,
      [&] { return ToCertificateType(message).status(); }, message);
  if (!read.ok()) return read;
  return message;
}

}  // namespace touchstone::training
