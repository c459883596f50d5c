#include "services/training/certificate_type_convert.h"

#include <algorithm>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/common/errors.h"
#include "services/judging/rule_pack_convert.h"
#include "services/training/certificate_rules.h"

namespace touchstone::training {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

v1::CertificateType Low() {
  return *FindShippedCertificateType("special-operation-electrician-low");
}

std::string WrongField(const v1::CertificateType& message) {
  const auto converted = ToCertificateType(message);
  if (converted.ok()) return "";
  EXPECT_EQ(ReasonOf(converted.status()), Reason::CERTIFICATE_TYPE_INVALID);
  return DetailOf(converted.status()).fields.at(0).field;
}

TEST(CertificateTypeConvertTest, EveryShippedTypeIsValidAndHasItsOwnKey) {
  std::set<std::string> keys;
  std::set<std::string> ids;
  for (const v1::CertificateType& type : ShippedCertificateTypes()) {
    EXPECT_TRUE(ToCertificateType(type).ok()) << type.id();
    EXPECT_TRUE(keys.insert(type.authority().zh() + "/" + type.category()).second) << type.id();
    EXPECT_TRUE(ids.insert(type.id()).second) << type.id();
  }
  EXPECT_EQ(ids.size(), 14u);
}

TEST(CertificateTypeConvertTest, EveryRuleOfAShippedTypeHasItsSourceInBothLanguages) {
  for (const v1::CertificateType& type : ShippedCertificateTypes()) {
    for (const v1::RuleSource& rule : type.rules()) {
      EXPECT_FALSE(rule.sentence().zh().empty() || rule.sentence().en().empty()) << type.id();
      EXPECT_FALSE(rule.document().zh().empty() || rule.document().en().empty()) << type.id();
    }
  }
}

TEST(CertificateTypeConvertTest, TheLadderHasEightSteps) {
  std::string id = "skill-chief-technician";
  int level = 8;
  for (; level > 1; --level) {
    const v1::CertificateType* type = FindShippedCertificateType(id);
    ASSERT_NE(type, nullptr) << id;
    EXPECT_EQ(type->level(), static_cast<unsigned>(level));
    ASSERT_EQ(type->upgrades_from_size(), 1);
    id = type->upgrades_from(0);
  }
  EXPECT_EQ(id, "skill-apprentice");
}

TEST(CertificateTypeConvertTest, AnErrorNamesFileLineAndField) {
  const auto syntax = ParseCertificateTypeText("id: \"a\"\nvalidity {\n  cuont: 6\n}\n", "a.txtpb");
  EXPECT_THAT(std::string(syntax.status().message()), StartsWith("a.txtpb:3:"));
  std::string text = judging::ToText(Low());
  const auto at = text.find("validity {");
  text.replace(text.find("count: 6", at), 8, "count: 0");
  const auto wrong = ParseCertificateTypeText(text, "b.txtpb");
  EXPECT_EQ(ReasonOf(wrong.status()), Reason::CERTIFICATE_TYPE_INVALID);
  EXPECT_THAT(std::string(wrong.status().message()), HasSubstr("validity.count"));
  const auto line = std::count(text.begin(), text.begin() + static_cast<long>(at), '\n') + 2;
  EXPECT_THAT(std::string(wrong.status().message()),
              StartsWith("b.txtpb:" + std::to_string(line) + ":"));
}

TEST(CertificateTypeConvertTest, ATypeSurvivesItsText) {
  for (const v1::CertificateType& type : ShippedCertificateTypes()) {
    const auto again = ParseCertificateTypeText(judging::ToText(type), "again.txtpb");
    ASSERT_TRUE(again.ok()) << again.status();
    EXPECT_EQ(judging::ContentHash(*again), judging::ContentHash(type));
  }
}

TEST(CertificateTypeConvertTest, AnotherRuleIsAnotherVersion) {
  v1::CertificateType type = Low();
  type.mutable_violations()->set_limit(3);
  EXPECT_NE(judging::ContentHash(type), judging::ContentHash(Low()));
}

TEST(CertificateTypeConvertTest, EachWrongFieldIsNamed) {
  using Change = void (*)(v1::CertificateType&);
  const std::vector<std::pair<std::string, Change>> changes = {
      {"id", [](auto& type) { type.set_id("Not An Id"); }},
      {"version", [](auto& type) { type.clear_version(); }},
      {"authority.zh", [](auto& type) { type.mutable_authority()->clear_zh(); }},
      {"category", [](auto& type) { type.clear_category(); }},
      {"validity.count", [](auto& type) { type.mutable_validity()->set_count(1201); }},
      {"validity.unit", [](auto& type) { type.mutable_validity()->clear_unit(); }},
      {"last_day",
       [](auto& type) { type.set_last_day(static_cast<v1::CertificateType::LastDay>(9)); }},
      {"long_review.after_years",
       [](auto& type) { type.mutable_long_review()->clear_after_years(); }},
      {"window.closes",
       [](auto& type) {
         type.mutable_window()->mutable_closes()->set_count(61);
         type.mutable_window()->mutable_closes()->set_unit(v1::Period::UNIT_DAYS);
       }},
      {"renewal_start",
       [](auto& type) {
         type.set_renewal_start(static_cast<v1::CertificateType::RenewalStart>(9));
       }},
      {"renewal_hours", [](auto& type) { type.set_renewal_hours("eight"); }},
      {"violations.limit", [](auto& type) { type.mutable_violations()->clear_limit(); }},
      {"violations.retraining_clears",
       [](auto& type) {
         type.clear_renewal_hours();
         type.clear_renewal_exam();
       }},
      {"least_age", [](auto& type) { type.set_least_age(101); }},
      {"upgrades_from[0]", [](auto& type) { type.add_upgrades_from("?"); }},
      {"rules", [](auto& type) { type.mutable_rules()->RemoveLast(); }},
      {"rules", [](auto& type) { type.clear_window(); }},
      {"rules[1].topic",
       [](auto& type) { type.mutable_rules(1)->set_topic(type.rules(0).topic()); }},
      {"rules[0].sentence.zh",
       [](auto& type) { type.mutable_rules(0)->mutable_sentence()->clear_zh(); }},
      {"long_review", [](auto& type) { type.clear_review_interval(); }},
      {"validity",
       [](auto& type) {
         type.clear_validity();
         type.clear_review_interval();
         type.clear_long_review();
       }},
  };
  EXPECT_EQ(WrongField(Low()), "");
  for (const auto& [field, change] : changes) {
    v1::CertificateType type = Low();
    change(type);
    EXPECT_EQ(WrongField(type), field);
  }
}

TEST(CertificateTypeConvertTest, ReasonsAndTopicsHaveTheNamesOfTheProto) {
  for (int i = 1; i < v1::LicenceReason_ARRAYSIZE; ++i) {
    EXPECT_EQ("LICENCE_REASON_" + std::string(LicenceReasonName(static_cast<LicenceReason>(i))),
              v1::LicenceReason_Name(static_cast<v1::LicenceReason>(i)));
  }
  for (int i = 1; i < v1::RuleTopic_ARRAYSIZE; ++i) {
    EXPECT_EQ("RULE_TOPIC_" + std::string(RuleTopicName(static_cast<RuleTopic>(i))),
              v1::RuleTopic_Name(static_cast<v1::RuleTopic>(i)));
  }
}

}  // namespace
}  // namespace touchstone::training
