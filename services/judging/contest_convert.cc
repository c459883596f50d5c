#include "services/judging/contest_convert.h"

#include <utility>

#include "services/judging/rule_pack_convert.h"

namespace touchstone::judging {
namespace {

std::string Id(std::string_view resource_name) { return std::string(LastSegment(resource_name)); }

Text ToText(const v1::Text& text) { return {text.zh(), text.en()}; }

}  // namespace

absl::StatusOr<std::shared_ptr<const ScoringRules>> ToScoringRules(const v1::RulePack& pack,
                                                                   const v1::Scheme& scheme) {
  absl::StatusOr<RulePack> rule_pack = ToRulePack(pack);
  if (!rule_pack.ok()) return rule_pack.status();
  absl::StatusOr<Scheme> parsed_scheme = ToScheme(scheme);
  if (!parsed_scheme.ok()) return parsed_scheme.status();
  if (absl::Status s = ScoringRules::Check(*rule_pack, *parsed_scheme); !s.ok()) return s;
  return std::make_shared<const ScoringRules>(*std::move(rule_pack), *std::move(parsed_scheme));
}

DisciplineSetup ToDiscipline(const v1::Discipline& discipline,
                             std::shared_ptr<const ScoringRules> rules) {
  DisciplineSetup setup;
  setup.id = Id(discipline.name());
  setup.display_name = ToText(discipline.display_name());
  setup.rule_pack_name = discipline.rule_pack();
  setup.scheme_name = discipline.scheme();
  setup.rules = std::move(rules);
  for (const v1::Stage& stage : discipline.stages()) {
    setup.stages.push_back(
        {stage.id(), ToText(stage.display_name()), {stage.parts().begin(), stage.parts().end()}});
  }
  return setup;
}

EntrantSetup ToEntrant(const v1::Entrant& entrant, std::string_view worker_name) {
  EntrantSetup setup;
  setup.id = Id(entrant.name());
  setup.discipline = Id(entrant.discipline());
  setup.code = entrant.code();
  setup.display_name =
      entrant.display_name().empty() ? std::string(worker_name) : entrant.display_name();
  setup.company = Id(entrant.company());
  setup.team = Id(entrant.team());
  return setup;
}

JudgeSetup ToJudge(const v1::Judge& judge) {
  return {Id(judge.name()), judge.display_name(), Id(judge.company())};
}

AssignmentSetup ToAssignment(const v1::Assignment& assignment) {
  AssignmentSetup setup;
  setup.id = Id(assignment.name());
  setup.judge = Id(assignment.judge());
  setup.discipline = Id(assignment.discipline());
  setup.modules.insert(assignment.modules().begin(), assignment.modules().end());
  for (const std::string& entrant : assignment.entrants()) setup.entrants.insert(Id(entrant));
  setup.active = assignment.state() != v1::Assignment::STATE_ENDED;
  return setup;
}

std::string_view LastSegment(std::string_view resource_name) {
  return resource_name.substr(resource_name.rfind('/') + 1);
}

}  // namespace touchstone::judging
