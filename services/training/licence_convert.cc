#include "services/training/licence_convert.h"

#include <cstdint>
#include <utility>

namespace touchstone::training {
namespace {

struct ReasonWords {
  const char* zh;
  const char* en;
};

// In the order of LicenceReason; "{day}", "{found}" and "{needed}" are filled in.
ReasonWords WordsOf(LicenceReason reason) {
  switch (reason) {
    case LicenceReason::kLicensed:
      return {"有资格，自{day}起", "licensed since {day}"};
    case LicenceReason::kNeverIssued:
      return {"没有发过这种证", "no such certificate was issued"};
    case LicenceReason::kNotYetValid:
      return {"自{day}起才有效", "valid from {day} on only"};
    case LicenceReason::kRevoked:
      return {"{day}起被吊销", "revoked on {day}"};
    case LicenceReason::kSuperseded:
      return {"{day}起被另一证书取代", "superseded on {day}"};
    case LicenceReason::kExpired:
      return {"{day}期满，没有及时延期", "expired after {day}, not renewed in time"};
    case LicenceReason::kReviewMissed:
      return {"应在{day}前复审，没有复审", "not reviewed by {day}"};
    case LicenceReason::kRenewalViolations:
      return {"{day}期满；违章{found}次，达到{needed}次不予延期",
              "expired after {day}; {found} violations, {needed} refuse a renewal"};
    case LicenceReason::kRenewalHealth:
      return {"{day}期满；延期时身体不合格", "expired after {day}; not fit when it was renewed"};
    case LicenceReason::kRenewalHoursShort:
      return {"{day}期满；延期时培训{found}课时，须{needed}课时",
              "expired after {day}; {found} of {needed} class hours when it was renewed"};
    case LicenceReason::kRenewalExamMissing:
      return {"{day}期满；延期时没有考试合格", "expired after {day}; no exam when it was renewed"};
    case LicenceReason::kSuspended:
      return {"自{day}起暂扣", "suspended since {day}"};
    case LicenceReason::kHealthStop:
      return {"自{day}起身体不合格", "not fit since {day}"};
    case LicenceReason::kInitialHoursShort:
      return {"{day}发证时培训{found}课时，须{needed}课时",
              "{found} of {needed} class hours when it was issued on {day}"};
    case LicenceReason::kYearlyHoursShort:
      return {"上年培训{found}课时，须{needed}课时", "{found} of {needed} class hours last year"};
  }
  return {"", ""};
}

std::string Fill(std::string text, std::string_view mark, const std::string& value) {
  const auto at = text.find(mark);
  return at == std::string::npos ? text : text.replace(at, mark.size(), value);
}

std::string FillAll(std::string text, const LicenceDecision& decision) {
  text = Fill(std::move(text), "{day}", decision.day ? decision.day->ToString() : std::string());
  text = Fill(std::move(text), "{found}", decision.found.ToString());
  return Fill(std::move(text), "{needed}", decision.needed.ToString());
}

std::string DayOr(const std::optional<CivilDate>& day) {
  return day ? day->ToString() : std::string();
}

v1::Renewal ToProto(const NextRenewal& next) {
  v1::Renewal renewal;
  renewal.set_due_date(next.due.ToString());
  renewal.set_extension(next.kind == FactKind::kExtended);
  renewal.set_apply_from(DayOr(next.apply_from));
  renewal.set_apply_to(DayOr(next.apply_to));
  const RenewalNeeds& needs = next.needs;
  renewal.set_hours_required(needs.hours_needed.ToString());
  renewal.set_hours_done(needs.hours_done.ToString());
  renewal.set_exam_required(needs.exam_needed);
  renewal.set_exam_passed(needs.exam_done);
  renewal.set_violations(static_cast<std::uint32_t>(needs.violations));
  renewal.set_violations_limit(static_cast<std::uint32_t>(needs.violation_limit));
  renewal.set_unfit(needs.stopped_by_health);
  renewal.set_ready(needs.Ready());
  return renewal;
}

v1::YearHours ToProto(const YearlyHours& hours) {
  v1::YearHours message;
  message.set_year(hours.year);
  message.set_class_hours(hours.done.ToString());
  message.set_required(hours.needed.ToString());
  return message;
}

}  // namespace

std::optional<v1::Text> RuleText(const CertificateType& type, RuleTopic topic) {
  const auto rule = type.rules.find(topic);
  if (rule == type.rules.end()) return std::nullopt;
  const RuleSource& source = rule->second;
  const auto joined = [&source](const std::string& sentence, const std::string& document) {
    std::string text = sentence + " (" + document;
    if (!source.article.empty()) text += ", " + source.article;
    return text + ")";
  };
  v1::Text text;
  text.set_zh(joined(source.sentence.zh, source.document.zh));
  text.set_en(joined(source.sentence.en, source.document.en));
  return text;
}

v1::Licence ToProto(const CertificateType& type, const LicenceDecision& decision,
                    std::string_view worker) {
  v1::Licence licence;
  licence.set_worker("workers/" + std::string(worker));
  licence.set_certificate_type("certificateTypes/" + type.id);
  licence.set_licensed(decision.licensed);
  licence.set_reason(static_cast<v1::LicenceReason>(decision.reason));
  const ReasonWords words = WordsOf(decision.reason);
  licence.mutable_explanation()->set_zh(FillAll(words.zh, decision));
  licence.mutable_explanation()->set_en(FillAll(words.en, decision));
  if (auto rule = RuleText(type, decision.rule)) *licence.mutable_rule() = *std::move(rule);
  licence.set_reason_date(DayOr(decision.day));
  licence.set_number(decision.certificate);
  licence.set_valid_from(DayOr(decision.valid_from));
  licence.set_valid_to(DayOr(decision.valid_to));
  if (decision.licensed && decision.next) {
    licence.set_lapse_date(decision.next->due.ToString());
  }
  if (decision.next) *licence.mutable_next_renewal() = ToProto(*decision.next);
  if (decision.this_year) *licence.mutable_year_hours() = ToProto(*decision.this_year);
  for (const std::string& id : decision.facts) {
    licence.add_records(std::string(licence.worker()) + "/records/" + id);
  }
  return licence;
}

}  // namespace touchstone::training
