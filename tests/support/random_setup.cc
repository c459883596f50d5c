#include "tests/support/random_setup.h"

#include <algorithm>
#include <cstdlib>
#include <string>
#include <utility>

#include "services/judging/rule_pack_convert.h"
#include "services/judging/shipped_packs.h"

namespace touchstone::testing {
namespace {

const v1::RulePack& ShippedPack(std::string_view id) {
  const v1::RulePack* pack = judging::FindShippedRulePack(id);
  if (pack == nullptr) std::abort();
  return *pack;
}

const v1::Scheme& ShippedScheme(std::string_view id) {
  const v1::Scheme* scheme = judging::FindShippedScheme(id);
  if (scheme == nullptr) std::abort();
  return *scheme;
}

v1::SchemeModule& AddModule(v1::Scheme& scheme, const std::string& part, const std::string& module,
                            std::uint32_t panel_size) {
  if (scheme.parts_size() == 0 || scheme.parts(scheme.parts_size() - 1).id() != part) {
    scheme.add_parts()->set_id(part);
    scheme.mutable_parts(scheme.parts_size() - 1)->mutable_display_name()->set_zh(part);
  }
  v1::SchemeModule& added = *scheme.mutable_parts(scheme.parts_size() - 1)->add_modules();
  added.set_id(module);
  added.mutable_display_name()->set_zh(module);
  added.set_panel_size(panel_size);
  added.add_blocks()->set_id("b");
  added.mutable_blocks(0)->mutable_display_name()->set_zh("b");
  return added;
}

v1::SchemeItem& AddItem(v1::SchemeModule& module, v1::ItemKind kind, const std::string& max) {
  v1::SchemeBlock& block = *module.mutable_blocks(module.blocks_size() - 1);
  v1::SchemeItem& item = *block.add_items();
  item.set_id("i" + std::to_string(block.items_size()));
  item.mutable_display_name()->set_zh(item.id());
  item.set_kind(kind);
  item.set_max(max);
  return item;
}

// Panel marks with factors, points from elsewhere, deductions.
v1::Scheme PanelScheme(Dice& dice) {
  v1::Scheme scheme;
  scheme.set_id("made-panel");
  scheme.mutable_display_name()->set_zh("评审");
  const auto size = static_cast<std::uint32_t>(dice.Between(2, 5));
  v1::SchemeModule& panel = AddModule(scheme, "panel", "show", size);
  const int items = dice.Between(2, 4);
  const bool plain = dice.Percent(50);
  for (int i = 0; i < items; ++i) {
    v1::SchemeItem& item = AddItem(panel, v1::ITEM_KIND_PANEL, "10");
    item.set_step("0.25");
    item.set_factor(plain ? "1" : dice.Pick(std::vector<std::string>{"0.5", "1.6", "2.35"}));
  }
  AddItem(AddModule(scheme, "imported", "jury", 1), v1::ITEM_KIND_IMPORTED, "60");
  AddItem(AddModule(scheme, "deductions", "desk", 1), v1::ITEM_KIND_DEDUCTION, "5");
  return scheme;
}

void AddCalculation(v1::SchemeItem& item, Dice& dice) {
  v1::Calculation& calculation = *item.mutable_calculation();
  switch (dice.Below(5)) {
    case 0:
      calculation.mutable_pass_fail();
      break;
    case 1:
      calculation.mutable_number_completed()->set_possible("7");
      break;
    case 2:
      calculation.mutable_difference_deduction()->set_target(dice.Percent(50) ? "50" : "-20");
      calculation.mutable_difference_deduction()->set_difference(dice.Percent(50) ? "2" : "0.3");
      calculation.mutable_difference_deduction()->set_difference_in_percent(dice.Percent(40));
      calculation.mutable_difference_deduction()->set_deduction("20");
      calculation.mutable_difference_deduction()->set_deduction_in_percent(true);
      break;
    case 3:
      for (const char* off : {"0", "0.25", "0.4"}) {
        auto& range = *calculation.mutable_ranged_score()->add_ranges();
        const int half = calculation.ranged_score().ranges_size() * 10;
        range.set_lower(std::to_string(30 - half));
        range.set_upper(std::to_string(30 + half));
        range.set_deduction(off);
      }
      break;
    default:
      for (const char* off : {"0", "30", "100"}) {
        auto& option = *calculation.mutable_choice()->add_options();
        option.set_label(off);
        option.set_deduction(off);
      }
      calculation.mutable_choice()->set_deduction_in_percent(true);
  }
}

// Measured and judged aspects that add up to 100.
v1::Scheme CisScheme(Dice& dice) {
  v1::Scheme scheme;
  scheme.set_id("made-cis");
  scheme.mutable_display_name()->set_zh("世赛");
  for (const char* id : {"a", "b"}) {
    v1::SchemeModule& module = AddModule(scheme, "competition", id, 3);
    for (int i = 0; i < 3; ++i) {
      AddCalculation(AddItem(module, v1::ITEM_KIND_MEASUREMENT, i == 0 ? "12.55" : "8"), dice);
    }
    AddItem(module, v1::ITEM_KIND_JUDGEMENT, "11.45");
    AddItem(module, v1::ITEM_KIND_JUDGEMENT, "10");
  }
  return scheme;
}

// Changes some settings; the pack gets an id of its own.
void Vary(v1::RulePack& pack, Dice& dice, int number) {
  pack.set_id(pack.id() + "-v" + std::to_string(number));
  if (dice.Percent(40)) pack.set_panel_complete(v1::RulePack::PANEL_COMPLETE_PANEL_SIZE);
  if (dice.Percent(40)) {
    pack.set_attempt_rule(dice.Percent(50) ? v1::RulePack::ATTEMPT_RULE_LAST
                                           : v1::RulePack::ATTEMPT_RULE_SUM);
  }
  if (dice.Percent(30)) pack.mutable_total_rounding()->set_places(1);
  if (dice.Percent(30)) pack.mutable_total_rounding()->set_mode(v1::Rounding::MODE_HALF_EVEN);
  if (dice.Percent(20)) pack.mutable_total_rounding()->set_mode(v1::Rounding::MODE_DOWN);
  for (v1::ItemRule& rule : *pack.mutable_item_rules()) {
    if (dice.Percent(20)) rule.mutable_item_rounding()->set_places(1);
    if (dice.Percent(20) && rule.combine() == v1::ItemRule::COMBINE_MEAN) {
      rule.set_combine(v1::ItemRule::COMBINE_SUM);
    }
  }
  if (dice.Percent(30)) {
    pack.mutable_company_rule()->set_method(v1::GroupRule::METHOD_SUM_OF_TOTALS);
    pack.mutable_company_rule()->set_members(2);
  }
  if (dice.Percent(30)) {
    pack.mutable_team_rule()->set_method(v1::GroupRule::METHOD_LEAGUE_POINTS);
    pack.mutable_team_rule()->clear_points();
    pack.mutable_team_rule()->add_points(5);
    pack.mutable_team_rule()->add_points(3);
    pack.mutable_team_rule()->set_points_for_others(1);
    pack.mutable_team_rule()->clear_tie_breaks();
  }
}

void AddDiscipline(v1::EventArchive& archive, Dice& dice, int number) {
  v1::RulePack pack;
  v1::Scheme scheme;
  switch (dice.Below(5)) {
    case 0:
      pack = ShippedPack("electrician-30-70");
      scheme = ShippedScheme("electrician-park-2024");
      break;
    case 1:
      pack = ShippedPack("forklift-time-penalty");
      scheme = ShippedScheme("forklift-park-2024");
      break;
    case 2:
      pack = ShippedPack("worldskills-cis");
      scheme = CisScheme(dice);
      break;
    default:
      pack = ShippedPack(dice.Percent(50) ? "panel-trimmed" : "panel-trimmed-imported-first");
      scheme = PanelScheme(dice);
  }
  scheme.set_id(scheme.id() + "-" + std::to_string(number));
  const bool varied = dice.Percent(50);
  if (varied) Vary(pack, dice, number);
  const bool known =
      std::any_of(archive.rule_packs().begin(), archive.rule_packs().end(),
                  [&](const v1::RulePack& other) { return other.id() == pack.id(); });
  if (!known) *archive.add_rule_packs() = pack;
  *archive.add_schemes() = scheme;

  v1::Discipline& discipline = *archive.add_disciplines();
  discipline.set_name("events/ev/disciplines/d" + std::to_string(number));
  discipline.mutable_display_name()->set_zh("项目");
  const std::string hash = judging::ContentHash(pack);
  discipline.set_rule_pack("rulePacks/" +
                           (dice.Percent(50) ? judging::ResourceId(pack.id(), hash) : pack.id()));
  discipline.set_scheme("schemes/" + scheme.id());
  for (const v1::SchemePart& part : scheme.parts()) {
    v1::Stage& stage = *discipline.add_stages();
    stage.set_id("s-" + part.id());
    stage.mutable_display_name()->set_zh("阶段");
    stage.add_parts(part.id());
  }
}

std::uint32_t LargestPanel(const v1::Scheme& scheme) {
  std::uint32_t largest = 1;
  for (const v1::SchemePart& part : scheme.parts()) {
    for (const v1::SchemeModule& module : part.modules()) {
      largest = std::max(largest, module.panel_size());
    }
  }
  return largest;
}

void AddJudge(v1::EventArchive& archive, Dice& dice, const v1::Discipline& discipline, int number) {
  const std::string id = "j" + std::to_string(number);
  v1::Judge& judge = *archive.add_judges();
  judge.set_name("events/ev/judges/" + id);
  judge.set_display_name("裁判");
  if (dice.Percent(20)) judge.set_company("companies/c" + std::to_string(dice.Between(1, 3)));
  v1::Assignment& assignment = *archive.add_assignments();
  assignment.set_name("events/ev/assignments/a" + std::to_string(number));
  assignment.set_judge(judge.name());
  assignment.set_discipline(discipline.name());
  if (dice.Percent(10)) assignment.set_state(v1::Assignment::STATE_ENDED);
}

void AddEntrants(v1::EventArchive& archive, Dice& dice, const v1::Discipline& discipline,
                 int number) {
  const int count = dice.Between(2, 5);
  for (int i = 1; i <= count; ++i) {
    v1::Entrant& entrant = *archive.add_entrants();
    entrant.set_name("events/ev/entrants/e" + std::to_string(number) + "-" + std::to_string(i));
    entrant.set_discipline(discipline.name());
    entrant.set_code(std::to_string(100 + i));
    if (dice.Percent(80)) entrant.set_company("companies/c" + std::to_string(dice.Between(1, 3)));
    if (dice.Percent(80))
      entrant.set_team("events/ev/teams/t" + std::to_string(dice.Between(1, 2)));
  }
}

}  // namespace

v1::EventArchive RandomSetup(Dice& dice) {
  v1::EventArchive archive;
  archive.set_format(1);
  archive.mutable_event()->set_name("events/ev");
  archive.mutable_event()->set_display_name("随机比赛");
  archive.mutable_event()->set_state(v1::Event::STATE_RUNNING);
  for (int i = 1; i <= 3; ++i) {
    archive.add_companies()->set_name("companies/c" + std::to_string(i));
    archive.mutable_companies(i - 1)->set_display_name("公司");
  }
  for (int i = 1; i <= 2; ++i) {
    archive.add_teams()->set_name("events/ev/teams/t" + std::to_string(i));
    archive.mutable_teams(i - 1)->set_display_name("队");
  }
  const int disciplines = dice.Between(1, 3);
  int judge = 0;
  for (int number = 1; number <= disciplines; ++number) {
    AddDiscipline(archive, dice, number);
    const v1::Discipline& discipline = archive.disciplines(number - 1);
    AddEntrants(archive, dice, discipline, number);
    const int judges = static_cast<int>(LargestPanel(archive.schemes(number - 1))) + dice.Below(2);
    for (int i = 0; i < judges; ++i) AddJudge(archive, dice, discipline, ++judge);
  }
  return archive;
}

}  // namespace touchstone::testing
