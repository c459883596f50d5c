#include "clients/cli/what_if.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace touchstone::cli {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

v1::Scheme SchemeWith(const std::string& part, v1::ItemKind kind) {
  v1::Scheme scheme;
  v1::SchemePart& added = *scheme.add_parts();
  added.set_id(part);
  v1::SchemeModule& module = *added.add_modules();
  module.set_id("m");
  v1::SchemeBlock& block = *module.add_blocks();
  block.set_id("b");
  v1::SchemeItem& item = *block.add_items();
  item.set_id("i");
  item.set_kind(kind);
  return scheme;
}

v1::RulePack PackWith(const std::string& part, v1::ItemKind kind) {
  v1::RulePack pack;
  pack.add_parts()->set_part_id(part);
  pack.add_item_rules()->set_kind(kind);
  pack.add_tie_breaks()->set_by(v1::TieBreak::BY_TOTAL);
  return pack;
}

std::vector<std::string> PathsOf(const std::vector<Uncovered>& uncovered) {
  std::vector<std::string> paths;
  for (const Uncovered& one : uncovered) paths.push_back(one.path);
  return paths;
}

TEST(WhatIfTest, APackThatCoversEverythingLeavesNothing) {
  EXPECT_THAT(
      NotCovered("d", SchemeWith("p", v1::ITEM_KIND_PANEL), PackWith("p", v1::ITEM_KIND_PANEL)),
      IsEmpty());
}

TEST(WhatIfTest, ItemsAndPartsThatThePackDoesNotKnowAreListed) {
  EXPECT_THAT(PathsOf(NotCovered("d", SchemeWith("p", v1::ITEM_KIND_PANEL),
                                 PackWith("q", v1::ITEM_KIND_POINTS))),
              ElementsAre("p", "p/m/b/i"));
}

TEST(WhatIfTest, WhatThePackAsksForAndTheSchemeLacksIsListed) {
  v1::RulePack pack = PackWith("p", v1::ITEM_KIND_PANEL);
  v1::PartRule& theory = *pack.add_parts();
  theory.set_part_id("theory");
  theory.set_full_marks("100");
  pack.add_parts()->set_part_id("optional");
  v1::TieBreak& tie_break = *pack.add_tie_breaks();
  tie_break.set_by(v1::TieBreak::BY_MODULE);
  tie_break.set_id("p/other");
  EXPECT_THAT(PathsOf(NotCovered("d", SchemeWith("p", v1::ITEM_KIND_PANEL), pack)),
              ElementsAre("theory", "p/other"));
}

}  // namespace
}  // namespace touchstone::cli
