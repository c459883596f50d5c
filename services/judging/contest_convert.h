#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "services/judging/contest.h"
#include "touchstone/v1/events.pb.h"
#include "touchstone/v1/rule_pack.pb.h"

// The set-up of an event from its resources. Pure; thread-safe.
namespace touchstone::judging {

// The pack and the scheme as one. Returns RULE_PACK_INVALID, SCHEME_INVALID or
// SCHEME_DOES_NOT_FIT_PACK.
absl::StatusOr<std::shared_ptr<const ScoringRules>> ToScoringRules(const v1::RulePack& pack,
                                                                   const v1::Scheme& scheme);

DisciplineSetup ToDiscipline(const v1::Discipline& discipline,
                             std::shared_ptr<const ScoringRules> rules);
// `worker_name`: of the entrant's worker; used when the entrant has no name of his own.
EntrantSetup ToEntrant(const v1::Entrant& entrant, std::string_view worker_name);
JudgeSetup ToJudge(const v1::Judge& judge);
AssignmentSetup ToAssignment(const v1::Assignment& assignment);

// "7" of "events/e1/entrants/7"; "" of "".
std::string_view LastSegment(std::string_view resource_name);

}  // namespace touchstone::judging
