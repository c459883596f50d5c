#include "clients/cli/score_json.h"

#include "services/judging/contest_convert.h"
#include "services/leaderboard/leaderboard_convert.h"

namespace touchstone::cli {
namespace {

using Json = nlohmann::ordered_json;
using judging::Derivation;
using judging::Level;

// The panel's mark before factor, calculation or sign; nullptr when there is none.
const Number* PanelMarkOf(const Derivation& item) {
  for (const judging::NodeInput& input : item.inputs)
    if ((input.label == "panel mark" || input.label == "panel") && input.value)
      return &*input.value;
  return nullptr;
}

Json InputsOf(const v1::Derivation& node) {
  Json inputs = Json::array();
  for (const v1::DerivationInput& input : node.inputs()) {
    Json one = {{"label", input.label()}};
    one["value"] = input.value().empty() ? Json(nullptr) : Json(input.value());
    if (!input.left_out().empty()) one["left_out"] = input.left_out();
    inputs.push_back(std::move(one));
  }
  return inputs;
}

// Parts, modules and items of a tree, each in its own list.
struct Lists {
  Json parts = Json::array();
  Json modules = Json::array();
  Json items = Json::array();
};

// `shown` is `node` as a message.
void Collect(const Derivation& node, const v1::Derivation& shown, Lists& lists) {
  if (node.level == Level::kPart)
    lists.parts.push_back({{"id", node.id},
                           {"state", shown.state()},
                           {"marks", node.unweighted.ToString()},
                           {"weighted", node.value.ToString()}});
  if (node.level == Level::kModule)
    lists.modules.push_back(
        {{"id", node.id}, {"state", shown.state()}, {"value", node.value.ToString()}});
  if (node.level == Level::kItem) {
    const Number* mark = PanelMarkOf(node);
    Json item = {{"id", node.id}, {"state", shown.state()}};
    item["panel_mark"] = mark == nullptr ? Json(nullptr) : Json(mark->ToString());
    item["value"] = node.value.ToString();
    item["inputs"] = InputsOf(shown);
    lists.items.push_back(std::move(item));
  }
  for (int i = 0; i < shown.children_size(); ++i)
    Collect(node.children[static_cast<std::size_t>(i)], shown.children(i), lists);
}

Json TextToJson(const judging::Text& text) { return {{"zh", text.zh}, {"en", text.en}}; }

Json GroupsToJson(const std::vector<leaderboard::GroupStanding>& groups,
                  const std::function<std::string(const std::string&)>& name_of) {
  Json list = Json::array();
  for (const leaderboard::GroupStanding& group : groups)
    list.push_back({{"id", group.group},
                    {"name", name_of(group.group)},
                    {"place", group.place.place},
                    {"shared", group.place.shared},
                    {"total", group.total.ToString()}});
  return list;
}

Json EntrantToJson(const judging::ScoringRules& rules, const GroupNames& names,
                   const ledger::EntrantStanding& standing) {
  Json entrant = {{"code", standing.entrant.code}, {"name", standing.entrant.display_name}};
  entrant["company"] = names.Company(standing.entrant.company);
  entrant["team"] = names.Team(standing.entrant.team);
  entrant["place"] = standing.place.place;
  entrant["shared"] = standing.place.shared;
  entrant["status"] = ledger::StatusName(standing.score.status);
  const bool ranked = leaderboard::IsRanked(standing.score.status);
  entrant["total"] = ranked ? standing.score.total.value.ToString() : "";
  Json tie_breaks = Json::array();
  for (const Number& value : TieBreakValues(rules, standing.score))
    tie_breaks.push_back(value.ToString());
  entrant["tie_breaks"] = std::move(tie_breaks);
  if (standing.scale_score) entrant["scale_score"] = *standing.scale_score;
  if (!standing.award.zh.empty()) entrant["award"] = TextToJson(standing.award);
  Lists lists;
  Collect(standing.score.total, leaderboard::ToProto(standing.score.total, rules), lists);
  entrant["parts"] = std::move(lists.parts);
  entrant["modules"] = std::move(lists.modules);
  entrant["items"] = std::move(lists.items);
  return entrant;
}

}  // namespace

GroupNames::GroupNames(const v1::EventArchive& archive) {
  for (const v1::Company& company : archive.companies())
    companies_.emplace(judging::LastSegment(company.name()), company.display_name());
  for (const v1::Team& team : archive.teams())
    teams_.emplace(judging::LastSegment(team.name()), team.display_name());
}

const std::string& GroupNames::Company(const std::string& id) const {
  const auto found = companies_.find(id);
  return found == companies_.end() ? id : found->second;
}

const std::string& GroupNames::Team(const std::string& id) const {
  const auto found = teams_.find(id);
  return found == teams_.end() ? id : found->second;
}

std::vector<Number> TieBreakValues(const judging::ScoringRules& rules,
                                   const judging::Score& score) {
  std::vector<Number> values;
  for (const judging::TieBreak& tie_break : rules.pack().tie_breaks) {
    if (tie_break.by == judging::TieBreak::By::kTotal) continue;
    const Derivation* node = judging::FindNode(score.total, tie_break.id);
    const bool part = tie_break.by == judging::TieBreak::By::kPart;
    values.push_back(node == nullptr ? Number(0) : part ? node->unweighted : node->value);
  }
  return values;
}

Json DisciplineToJson(const judging::Contest& contest, const GroupNames& names,
                      const ledger::DisciplineStandings& standings) {
  const judging::DisciplineSetup& setup = *contest.FindDiscipline(standings.discipline);
  Json json = {{"id", setup.id},
               {"name", TextToJson(setup.display_name)},
               {"rule_pack", setup.rules->pack().id},
               {"scheme", setup.rules->scheme().id}};
  Json entrants = Json::array();
  for (const ledger::EntrantStanding& standing : standings.entrants)
    entrants.push_back(EntrantToJson(*setup.rules, names, standing));
  json["entrants"] = std::move(entrants);
  Json stages = Json::array();
  for (const ledger::StageStandings& stage : standings.stages) {
    Json lines = Json::array();
    for (const ledger::StageStanding& line : stage.entrants)
      lines.push_back({{"code", line.entrant.code},
                       {"place", line.place.place},
                       {"shared", line.place.shared},
                       {"total", line.total.ToString()}});
    stages.push_back({{"id", stage.stage}, {"entrants", std::move(lines)}});
  }
  json["stages"] = std::move(stages);
  json["companies"] =
      GroupsToJson(standings.companies, [&](const auto& id) { return names.Company(id); });
  json["teams"] = GroupsToJson(standings.teams, [&](const auto& id) { return names.Team(id); });
  return json;
}

}  // namespace touchstone::cli
