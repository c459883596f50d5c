#include "services/judging/contest.h"

#include <algorithm>
#include <utility>

namespace touchstone::judging {
namespace {

template <typename Setup>
const Setup* Find(const std::map<std::string, Setup, std::less<>>& setups, std::string_view id) {
  const auto found = setups.find(id);
  return found == setups.end() ? nullptr : &found->second;
}

std::string CodeKey(std::string_view discipline, std::string_view code) {
  return std::string(discipline) + "/" + std::string(code);
}

bool Covers(const AssignmentSetup& assignment, const EntrantSetup& entrant,
            std::string_view module) {
  return assignment.active && assignment.discipline == entrant.discipline &&
         (assignment.modules.empty() || assignment.modules.count(module) > 0) &&
         (assignment.entrants.empty() || assignment.entrants.count(entrant.id) > 0);
}

}  // namespace

void Contest::Put(DisciplineSetup discipline) {
  std::string id = discipline.id;
  disciplines_.insert_or_assign(std::move(id), std::move(discipline));
}

void Contest::Put(EntrantSetup entrant) {
  if (const EntrantSetup* before = FindEntrant(entrant.id)) {
    entrant_by_code_.erase(CodeKey(before->discipline, before->code));
  }
  entrant_by_code_.insert_or_assign(CodeKey(entrant.discipline, entrant.code), entrant.id);
  std::string id = entrant.id;
  entrants_.insert_or_assign(std::move(id), std::move(entrant));
}

void Contest::Put(JudgeSetup judge) {
  std::string id = judge.id;
  judges_.insert_or_assign(std::move(id), std::move(judge));
}

void Contest::Put(AssignmentSetup assignment) {
  std::string id = assignment.id;
  assignments_.insert_or_assign(std::move(id), std::move(assignment));
}

const DisciplineSetup* Contest::FindDiscipline(std::string_view id) const {
  return Find(disciplines_, id);
}
const EntrantSetup* Contest::FindEntrant(std::string_view id) const { return Find(entrants_, id); }

const EntrantSetup* Contest::FindEntrantByCode(std::string_view discipline,
                                               std::string_view code) const {
  const auto found = entrant_by_code_.find(CodeKey(discipline, code));
  return found == entrant_by_code_.end() ? nullptr : FindEntrant(found->second);
}

const JudgeSetup* Contest::FindJudge(std::string_view id) const { return Find(judges_, id); }

const std::map<std::string, DisciplineSetup, std::less<>>& Contest::disciplines() const {
  return disciplines_;
}
const std::map<std::string, EntrantSetup, std::less<>>& Contest::entrants() const {
  return entrants_;
}
const std::map<std::string, AssignmentSetup, std::less<>>& Contest::assignments() const {
  return assignments_;
}

bool Contest::HasInterest(std::string_view judge, const EntrantSetup& entrant) const {
  const JudgeSetup* setup = FindJudge(judge);
  return setup != nullptr && !setup->company.empty() && setup->company == entrant.company;
}

bool Contest::IsAssigned(std::string_view judge, const EntrantSetup& entrant,
                         std::string_view module) const {
  if (HasInterest(judge, entrant)) return false;
  return std::any_of(assignments_.begin(), assignments_.end(), [&](const auto& entry) {
    return entry.second.judge == judge && Covers(entry.second, entrant, module);
  });
}

Panels Contest::PanelsOf(const EntrantSetup& entrant) const {
  Panels panels;
  const DisciplineSetup* discipline = FindDiscipline(entrant.discipline);
  if (discipline == nullptr) return panels;
  for (const SchemePart& part : discipline->rules->scheme().parts) {
    for (const SchemeModule& module : part.modules) {
      panels.emplace(module.path, PanelOf(entrant, module.path));
    }
  }
  return panels;
}

Panel Contest::PanelOf(const EntrantSetup& entrant, std::string_view module) const {
  std::set<std::string> judges;
  for (const auto& [id, assignment] : assignments_) {
    if (Covers(assignment, entrant, module) && !HasInterest(assignment.judge, entrant)) {
      judges.insert(assignment.judge);
    }
  }
  return Panel(judges.begin(), judges.end());
}

}  // namespace touchstone::judging
