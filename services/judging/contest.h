#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "services/judging/rule_pack.h"
#include "services/judging/sheets.h"

namespace touchstone::judging {

struct StageSetup {
  std::string id;
  Text display_name;
  std::vector<std::string> parts;
};

struct DisciplineSetup {
  std::string id;
  Text display_name;
  std::string rule_pack_name;  // resource names, for show and comparison
  std::string scheme_name;
  std::shared_ptr<const ScoringRules> rules;
  std::vector<StageSetup> stages;
};

struct EntrantSetup {
  std::string id;
  std::string discipline;
  std::string code;
  std::string display_name;  // empty when only numbers are known
  std::string company;       // company id; empty: none
  std::string team;          // team id; empty: none
};

struct JudgeSetup {
  std::string id;
  std::string display_name;
  std::string company;
};

struct AssignmentSetup {
  std::string id;
  std::string judge;
  std::string discipline;
  std::set<std::string, std::less<>> modules;   // empty: all
  std::set<std::string, std::less<>> entrants;  // entrant ids; empty: all without an interest
  bool active = true;
};

// The set-up of one event as the rules need it: who takes part in what, who marks whom, under which
// rules. Ids here are the last segments of resource names. Not thread-safe.
class Contest {
 public:
  // Insert or replace by id. A second entrant with a code of the same discipline is the caller's
  // mistake: EventsService has refused it.
  void Put(DisciplineSetup discipline);
  void Put(EntrantSetup entrant);
  void Put(JudgeSetup judge);
  void Put(AssignmentSetup assignment);

  const DisciplineSetup* FindDiscipline(std::string_view id) const;
  const EntrantSetup* FindEntrant(std::string_view id) const;
  const EntrantSetup* FindEntrantByCode(std::string_view discipline, std::string_view code) const;
  const JudgeSetup* FindJudge(std::string_view id) const;
  const std::map<std::string, DisciplineSetup, std::less<>>& disciplines() const;
  const std::map<std::string, EntrantSetup, std::less<>>& entrants() const;
  const std::map<std::string, AssignmentSetup, std::less<>>& assignments() const;

  // Judge and entrant have the same company.
  bool HasInterest(std::string_view judge, const EntrantSetup& entrant) const;
  // An active assignment covers judge, module and entrant, and there is no interest.
  bool IsAssigned(std::string_view judge, const EntrantSetup& entrant,
                  std::string_view module) const;
  // The judges of every module of the entrant's discipline.
  Panels PanelsOf(const EntrantSetup& entrant) const;
  // Judges of all active assignments that cover the entrant and the module.
  Panel PanelOf(const EntrantSetup& entrant, std::string_view module) const;

 private:
  std::map<std::string, DisciplineSetup, std::less<>> disciplines_;
  std::map<std::string, EntrantSetup, std::less<>> entrants_;
  std::map<std::string, JudgeSetup, std::less<>> judges_;
  std::map<std::string, AssignmentSetup, std::less<>> assignments_;
  std::map<std::string, std::string, std::less<>> entrant_by_code_;  // "discipline/code" -> id
};

}  // namespace touchstone::judging
