#include "services/common/resource_name.h"

#include <string>

#include <gtest/gtest.h>

#include "services/common/errors.h"

namespace touchstone {
namespace {

TEST(ResourceNameTest, WhatIsMadeCanBeRead) {
  EXPECT_EQ(ResourceName("companies", "acme"), "companies/acme");
  EXPECT_EQ(ParseResourceName("companies", "companies/acme").value(), "acme");
  EXPECT_EQ(ResourceNameIn("e1", "entrants", "7"), "events/e1/entrants/7");
  const auto child = ParseResourceNameIn("entrants", "events/e1/entrants/7");
  ASSERT_TRUE(child.ok());
  EXPECT_EQ(child->event, "e1");
  EXPECT_EQ(child->id, "7");
}

TEST(ResourceNameTest, OtherTextsAreNoNames) {
  for (const char* bad :
       {"", "acme", "companies", "companies/", "companies/a/b", "companies/A", "companies/a ",
        "companies//a", "company/a", "/companies/a", "companies/../x", "companies/\xe8\xaf\x95"}) {
    const auto id = ParseResourceName("companies", bad, "company.name");
    EXPECT_EQ(ReasonOf(id.status()), Reason::REQUEST_INVALID) << bad;
    EXPECT_EQ(DetailOf(id.status()).fields.at(0).field, "company.name");
  }
  EXPECT_FALSE(ParseResourceName("companies", "companies/" + std::string(81, 'a')).ok());
  for (const char* bad : {"events/e1", "events/e1/entrants", "events/e1/entrants/",
                          "events/e1/judges/7", "events//entrants/7", "events/e1/entrants/7/x"}) {
    EXPECT_FALSE(ParseResourceNameIn("entrants", bad).ok()) << bad;
  }
}

TEST(EventNameOfTest, FindsTheEventOfEverythingInIt) {
  EXPECT_EQ(EventNameOf("events/e1"), "events/e1");
  EXPECT_EQ(EventNameOf("events/e1/entrants/7"), "events/e1");
  for (const char* bad : {"", "events", "events/", "events/E1", "companies/e1", "xevents/e1",
                          "events/e1\n", "events/e1 /x"}) {
    EXPECT_EQ(EventNameOf(bad), "") << bad;
  }
}

}  // namespace
}  // namespace touchstone
