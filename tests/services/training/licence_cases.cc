#include "tests/services/training/licence_cases.h"

#include <cstdint>
#include <istream>
#include <sstream>
#include <stdexcept>

#include "absl/time/time.h"

namespace touchstone::training {
namespace {

constexpr int kFirstKind = static_cast<int>(FactKind::kIssued);
constexpr int kLastKind = static_cast<int>(FactKind::kWithdrawn);

std::string Lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return lower;
}

FactKind ReadKind(const std::string& text) {
  for (int kind = kFirstKind; kind <= kLastKind; ++kind) {
    if (Lower(FactKindName(static_cast<FactKind>(kind))) == text)
      return static_cast<FactKind>(kind);
  }
  throw std::invalid_argument("no kind of fact: " + text);
}

CivilDate ReadDate(const std::string& text) {
  const auto date = CivilDate::Parse(text);
  if (!date) throw std::invalid_argument("no day: " + text);
  return *date;
}

std::map<std::string, std::string> Pairs(std::istream& words) {
  std::map<std::string, std::string> pairs;
  std::string word;
  while (words >> word) {
    const auto equals = word.find('=');
    pairs[word.substr(0, equals)] = equals == std::string::npos ? "" : word.substr(equals + 1);
  }
  return pairs;
}

std::string Take(std::map<std::string, std::string>& pairs, const std::string& key,
                 const std::string& fallback) {
  const auto found = pairs.find(key);
  if (found == pairs.end()) return fallback;
  std::string value = found->second;
  pairs.erase(found);
  return value;
}

void RefuseRest(const std::map<std::string, std::string>& pairs) {
  if (!pairs.empty()) throw std::invalid_argument("what is " + pairs.begin()->first);
}

Fact ReadFact(std::istream& words, const std::string& type_of_case) {
  Fact fact;
  std::string kind;
  std::string date;
  words >> fact.id >> kind >> fact.certificate >> date;
  auto pairs = Pairs(words);
  fact.kind = ReadKind(kind);
  if (fact.certificate == "-") fact.certificate.clear();
  fact.on = ReadDate(date);
  const std::string at = Take(pairs, "at", "");
  if (!at.empty()) fact.at = ReadInstant(at);
  const std::string until = Take(pairs, "until", "");
  if (!until.empty()) fact.until = ReadDate(until);
  fact.recorded = ReadInstant(Take(pairs, "recorded", date + "T12:00:00Z"));
  fact.recorded_on = DateAt(fact.recorded, 0);
  fact.type = Take(pairs, "type", type_of_case);
  if (fact.type == "all") fact.type.clear();
  fact.hours = Number::Parse(Take(pairs, "hours", "0")).value();
  fact.basis = Take(pairs, "basis", "") == "exam" ? Basis::kExam : Basis::kUnspecified;
  fact.serious = Take(pairs, "serious", "") == "yes";
  fact.entered_by = Take(pairs, "by", "clerk");
  fact.verified_by = Take(pairs, "verified", "");
  fact.replaces = Take(pairs, "replaces", "");
  fact.concerns = Take(pairs, "concerns", "");
  RefuseRest(pairs);
  return fact;
}

int OffsetAt(const std::string& zone_name, Instant instant) {
  absl::TimeZone zone;
  if (!absl::LoadTimeZone(zone_name, &zone)) throw std::invalid_argument("no zone: " + zone_name);
  return zone.At(absl::FromUnixMicros(instant.micros)).offset;
}

LicenceQuestion ReadQuestion(std::istream& words) {
  LicenceQuestion question;
  auto pairs = Pairs(words);
  const std::string zone = Take(pairs, "in", "");
  const std::string at = Take(pairs, "at", "");
  question.known = ReadInstant(Take(pairs, "known", "9999-12-31T00:00:00Z"));
  if (!zone.empty()) {
    question.moment.at = ReadInstant(at);
    question.moment.date = DateAt(question.moment.at, OffsetAt(zone, question.moment.at));
  } else {
    const std::string date = pairs.begin()->first;
    pairs.erase(pairs.begin());
    question.moment.date = ReadDate(date);
    question.moment.at = ReadInstant(at.empty() ? date + "T12:00:00Z" : at);
  }
  RefuseRest(pairs);
  return question;
}

Answer ReadAnswer(std::istream& words) {
  std::string reason;
  words >> reason;
  Answer answer = Pairs(words);
  answer["reason"] = reason;
  return answer;
}

RuleTopic ReadTopic(const std::string& text) {
  for (int topic = 1; topic <= static_cast<int>(RuleTopic::kStatus); ++topic) {
    if (RuleTopicName(static_cast<RuleTopic>(topic)) == text) return static_cast<RuleTopic>(topic);
  }
  throw std::invalid_argument("no topic: " + text);
}

void ReadLine(const std::string& line, std::vector<LicenceCase>& cases) {
  std::istringstream words(line);
  std::string word;
  if (!(words >> word) || word[0] == '#') return;
  if (word == "case") {
    cases.push_back({});
    cases.back().name = line.substr(5);
    return;
  }
  LicenceCase& current = cases.at(cases.size() - 1);
  if (word == "type") {
    words >> current.type;
  } else if (word == "cites") {
    words >> word >> std::ws;
    current.topic = ReadTopic(word);
    std::getline(words, current.cited);
  } else if (word == "fact") {
    current.facts.push_back(ReadFact(words, current.type));
  } else if (word == "ask") {
    current.questions.push_back(ReadQuestion(words));
    current.questions.back().line = line;
  } else if (word == "answer") {
    current.questions.at(current.questions.size() - 1).expected = ReadAnswer(words);
  } else {
    throw std::invalid_argument("what is " + word);
  }
}

void AddNext(const NextRenewal& next, Answer& answer) {
  const RenewalNeeds& needs = next.needs;
  answer["due"] = next.due.ToString();
  answer["kind"] = next.kind == FactKind::kReviewed ? "reviewed" : "extended";
  if (next.apply_from) answer["from"] = next.apply_from->ToString();
  if (next.apply_to) answer["until"] = next.apply_to->ToString();
  answer["hours"] = needs.hours_done.ToString() + "/" + needs.hours_needed.ToString();
  answer["exam"] = !needs.exam_needed ? "unneeded" : needs.exam_done ? "done" : "missing";
  answer["violations"] =
      std::to_string(needs.violations) + "/" + std::to_string(needs.violation_limit);
  answer["ready"] = needs.Ready() ? "yes" : "no";
}

bool HasNumbers(LicenceReason reason) {
  return reason == LicenceReason::kRenewalViolations ||
         reason == LicenceReason::kRenewalHoursShort ||
         reason == LicenceReason::kInitialHoursShort || reason == LicenceReason::kYearlyHoursShort;
}

}  // namespace

Instant ReadInstant(const std::string& text) {
  absl::Time time;
  std::string error;
  if (!absl::ParseTime(absl::RFC3339_full, text, &time, &error)) {
    throw std::invalid_argument("no moment: " + text);
  }
  return {absl::ToUnixMicros(time)};
}

std::string InstantText(Instant instant) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", absl::FromUnixMicros(instant.micros),
                          absl::UTCTimeZone());
}

std::vector<LicenceCase> ReadLicenceCases(std::istream& in) {
  std::vector<LicenceCase> cases;
  std::string line;
  while (std::getline(in, line)) ReadLine(line, cases);
  return cases;
}

Answer AnswerOf(const CertificateType& type, const std::vector<Fact>& facts, const Moment& moment,
                Instant known) {
  const LicenceDecision decision = DecideLicence(type, AsKnownAt(facts, known), moment);
  Answer answer;
  answer["reason"] = std::string(LicenceReasonName(decision.reason));
  answer["cert"] = decision.certificate.empty() ? "-" : decision.certificate;
  if (decision.day) answer["day"] = decision.day->ToString();
  std::string ids;
  for (const std::string& id : decision.facts) ids += (ids.empty() ? "" : ",") + id;
  answer["facts"] = ids;
  if (HasNumbers(decision.reason)) {
    answer["found"] = decision.found.ToString();
    answer["needed"] = decision.needed.ToString();
  }
  if (decision.valid_from) {
    answer["to"] = decision.valid_to ? decision.valid_to->ToString() : "never";
  }
  if (decision.next) {
    AddNext(*decision.next, answer);
  } else if (decision.licensed) {
    answer["due"] = "never";
  }
  if (decision.this_year) {
    answer["year_hours"] =
        decision.this_year->done.ToString() + "/" + decision.this_year->needed.ToString();
  }
  return answer;
}

std::string FactLine(const Fact& fact, const std::string& type_of_case) {
  std::string line = "fact " + fact.id + " " + Lower(FactKindName(fact.kind)) + " " +
                     (fact.certificate.empty() ? "-" : fact.certificate) + " " +
                     fact.on.ToString() + " recorded=" + InstantText(fact.recorded);
  const auto add = [&line](const char* key, const std::string& value) {
    if (!value.empty()) line += " " + std::string(key) + "=" + value;
  };
  add("at", fact.at ? InstantText(*fact.at) : "");
  add("until", fact.until ? fact.until->ToString() : "");
  if (fact.type != type_of_case) add("type", fact.type.empty() ? "all" : fact.type);
  add("hours", fact.hours == 0 ? "" : fact.hours.ToString());
  add("basis", fact.basis == Basis::kExam ? "exam" : "");
  add("serious", fact.serious ? "yes" : "");
  add("by", fact.entered_by);
  add("verified", fact.verified_by);
  add("replaces", fact.replaces);
  add("concerns", fact.concerns);
  return line;
}

std::string AnswerLine(const Answer& answer) {
  std::string line = "answer " + answer.at("reason");
  for (const auto& [key, value] : answer) {
    if (key != "reason") line += " " + key + "=" + value;
  }
  return line;
}

}  // namespace touchstone::training
