#include "tests/services/training/licence_cases.h"

#include <fstream>
#include <functional>
#include <set>
#include <stdexcept>

#include <gtest/gtest.h>

#include "services/training/certificate_type_convert.h"

namespace touchstone::training {
namespace {

std::vector<LicenceCase> Cases() {
  std::ifstream in(TOUCHSTONE_TEST_DATA "/training/licence_cases.txt");
  return ReadLicenceCases(in);
}

CertificateType TypeOf(const std::string& id) {
  const v1::CertificateType* shipped = FindShippedCertificateType(id);
  if (shipped == nullptr) throw std::invalid_argument("no type " + id);
  return ToCertificateType(*shipped).value();
}

// Each expected value that a type and facts do not give.
std::vector<std::string> Differences(const LicenceCase& licence_case, const CertificateType& type) {
  std::vector<std::string> wrong;
  for (const LicenceQuestion& question : licence_case.questions) {
    const Answer given = AnswerOf(type, licence_case.facts, question.moment, question.known);
    for (const auto& [key, value] : question.expected) {
      const auto found = given.find(key);
      if (found != given.end() && found->second == value) continue;
      wrong.push_back(licence_case.name + ": " + question.line + ": expected " + key + "=" + value +
                      ", but " + AnswerLine(given));
    }
  }
  return wrong;
}

TEST(LicenceCasesTest, EveryHandWorkedCaseComesOutWithItsReason) {
  const std::vector<LicenceCase> cases = Cases();
  ASSERT_GE(cases.size(), 60u);
  for (const LicenceCase& licence_case : cases) {
    ASSERT_FALSE(licence_case.questions.empty()) << licence_case.name;
    for (const std::string& text : Differences(licence_case, TypeOf(licence_case.type))) {
      ADD_FAILURE() << text;
    }
  }
}

TEST(LicenceCasesTest, EveryCaseCitesASentenceOfItsType) {
  for (const LicenceCase& licence_case : Cases()) {
    const CertificateType type = TypeOf(licence_case.type);
    ASSERT_EQ(type.rules.count(licence_case.topic), 1u) << licence_case.name;
    EXPECT_EQ(licence_case.cited, type.rules.at(licence_case.topic).sentence.en)
        << licence_case.name;
  }
}

TEST(LicenceCasesTest, EveryReasonOccursInSomeCase) {
  std::set<std::string> seen;
  for (const LicenceCase& licence_case : Cases()) {
    for (const LicenceQuestion& question : licence_case.questions) {
      seen.insert(question.expected.at("reason"));
    }
  }
  for (int reason = 1; reason <= static_cast<int>(LicenceReason::kYearlyHoursShort); ++reason) {
    const std::string name(LicenceReasonName(static_cast<LicenceReason>(reason)));
    EXPECT_EQ(seen.count(name), 1u) << name;
  }
}

// The planted faults: a rule that is a little wrong, which some case must notice.
TEST(LicenceCasesTest, ARuleThatIsALittleWrongIsNoticed) {
  using Plant = std::function<void(CertificateType&)>;
  const std::vector<std::pair<std::string, Plant>> planted = {
      {"last day", [](auto& type) { type.last_day = LastDay::kAnniversary; }},
      {"renewal start", [](auto& type) { type.renewal_start = RenewalStart::kOnRenewal; }},
      {"validity",
       [](auto& type) {
         if (type.validity) --type.validity->count;
       }},
      {"review",
       [](auto& type) {
         if (type.review_interval) ++type.review_interval->count;
       }},
      {"no reviews", [](auto& type) { type.review_interval.reset(); }},
      {"years",
       [](auto& type) {
         if (type.long_review) ++type.long_review->after_years;
       }},
      {"no agreement", [](auto& type) { type.long_review.reset(); }},
      {"opens",
       [](auto& type) {
         if (type.window) ++type.window->opens.count;
       }},
      {"closes",
       [](auto& type) {
         if (type.window) type.window->closes.reset();
       }},
      {"hours",
       [](auto& type) {
         if (type.renewal_hours > 0) type.renewal_hours -= 1;
       }},
      {"exam", [](auto& type) { type.renewal_exam = false; }},
      {"violations",
       [](auto& type) {
         if (type.violations) ++type.violations->limit;
       }},
      {"months",
       [](auto& type) {
         if (type.violations) type.violations->within_months = 0;
       }},
      {"retraining",
       [](auto& type) {
         if (type.violations)
           type.violations->retraining_clears = !type.violations->retraining_clears;
       }},
      {"health", [](auto& type) { type.health_stops = false; }},
      {"initial hours",
       [](auto& type) {
         if (type.initial_hours > 0) type.initial_hours -= 1;
       }},
      {"yearly hours",
       [](auto& type) {
         if (type.yearly_hours > 0) type.yearly_hours -= 8;
       }},
  };
  const std::vector<LicenceCase> cases = Cases();
  for (const auto& [name, plant] : planted) {
    std::size_t noticed = 0;
    for (const LicenceCase& licence_case : cases) {
      CertificateType type = TypeOf(licence_case.type);
      plant(type);
      noticed += Differences(licence_case, type).size();
    }
    EXPECT_GT(noticed, 0u) << name;
  }
}

}  // namespace
}  // namespace touchstone::training
