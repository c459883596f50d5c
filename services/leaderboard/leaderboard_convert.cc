#include "services/leaderboard/leaderboard_convert.h"

#include <utility>

#include "services/common/number.h"

namespace touchstone::leaderboard {
namespace {

using judging::Derivation;
using judging::EntrantStatus;
using judging::Level;
using judging::NodeInput;
using judging::NodeState;
using judging::Operation;
using judging::ScoringRules;

v1::Standing::Status ToProto(EntrantStatus status) {
  switch (status) {
    case EntrantStatus::kFinal:
      return v1::Standing::STATUS_FINAL;
    case EntrantStatus::kProvisional:
      return v1::Standing::STATUS_PROVISIONAL;
    case EntrantStatus::kWaiting:
      return v1::Standing::STATUS_WAITING;
    case EntrantStatus::kRescore:
      return v1::Standing::STATUS_RESCORE;
    case EntrantStatus::kDidNotFinish:
      return v1::Standing::STATUS_DID_NOT_FINISH;
    case EntrantStatus::kDidNotStart:
      return v1::Standing::STATUS_DID_NOT_START;
    case EntrantStatus::kDisqualified:
      return v1::Standing::STATUS_DISQUALIFIED;
    case EntrantStatus::kWithdrawn:
      break;  // on no board
  }
  return v1::Standing::STATUS_UNSPECIFIED;
}

void Put(const judging::Text& from, v1::Text& to) {
  to.set_zh(from.zh);
  to.set_en(from.en);
}

const char* LevelName(Level level) {
  switch (level) {
    case Level::kTotal:
      return "total";
    case Level::kPart:
      return "part";
    case Level::kModule:
      return "module";
    case Level::kAttempt:
      return "attempt";
    case Level::kBlock:
      return "block";
    case Level::kItem:
      break;
  }
  return "item";
}

const char* OperationName(Operation operation) {
  switch (operation) {
    case Operation::kSum:
      return "sum";
    case Operation::kWeighted:
      return "weighted";
    case Operation::kShareLessFaults:
      return "share less faults";
    case Operation::kBestAttempt:
      return "best attempt";
    case Operation::kLastAttempt:
      return "last attempt";
    case Operation::kSumOfAttempts:
      return "sum of attempts";
    case Operation::kShared:
      return "shared mark";
    case Operation::kMean:
      return "mean";
    case Operation::kTrimmedMean:
      return "trimmed mean";
    case Operation::kPanelSum:
      return "sum of the panel";
    case Operation::kJudgement:
      return "judgement";
    case Operation::kPassFail:
      return "pass or fail";
    case Operation::kNumberCompleted:
      return "number completed";
    case Operation::kDifferenceDeduction:
      return "deduction for difference";
    case Operation::kRangedScore:
      return "ranged score";
    case Operation::kChoice:
      return "choice";
    case Operation::kFaults:
      return "faults";
    case Operation::kPenalties:
      return "penalties";
    case Operation::kDeduction:
      break;
  }
  return "deduction";
}

const char* StateName(NodeState state) {
  switch (state) {
    case NodeState::kComplete:
      return "complete";
    case NodeState::kNotMarked:
      return "not marked";
    case NodeState::kPanelIncomplete:
      return "panel incomplete";
    case NodeState::kRescore:
      return "rescore";
    case NodeState::kZeroed:
      return "zeroed";
    case NodeState::kDidNotFinish:
      return "did not finish";
    case NodeState::kDidNotStart:
      return "did not start";
    case NodeState::kDisqualified:
      break;
  }
  return "disqualified";
}

const char* LeftOut(NodeInput::Use use) {
  switch (use) {
    case NodeInput::Use::kUsed:
      return "";
    case NodeInput::Use::kHighestDropped:
      return "highest dropped";
    case NodeInput::Use::kLowestDropped:
      return "lowest dropped";
    case NodeInput::Use::kMissing:
      return "missing";
    case NodeInput::Use::kNotAttempted:
      return "not attempted";
    case NodeInput::Use::kNotCounted:
      break;
  }
  return "not counted";
}

std::string RoundingName(const Rounding& rounding) {
  const char* mode = rounding.mode == RoundingMode::kHalfUp     ? "half up"
                     : rounding.mode == RoundingMode::kHalfEven ? "half even"
                                                                : "down";
  return std::to_string(rounding.places) + " " + mode;
}

// The name that the scheme has for a part, module, block or item; nullptr for none.
const judging::Text* NameOf(const ScoringRules& rules, const Derivation& node) {
  if (node.level == Level::kItem) {
    const judging::SchemeItem* item = rules.FindItem(node.id);
    return item == nullptr ? nullptr : &item->display_name;
  }
  if (node.level == Level::kModule || node.level == Level::kAttempt) {
    const auto* module = rules.FindModule(std::string_view(node.id).substr(0, node.id.find('#')));
    return module == nullptr ? nullptr : &module->display_name;
  }
  for (const judging::SchemePart& part : rules.scheme().parts) {
    if (part.path == node.id) return &part.display_name;
    for (const judging::SchemeModule& module : part.modules) {
      for (const judging::SchemeBlock& block : module.blocks) {
        if (block.path == node.id) return &block.display_name;
      }
    }
  }
  return nullptr;
}

}  // namespace

BoardId FromProto(const v1::Board& board) {
  BoardId id{board.discipline(), board.stage(), Group::kEntrants};
  if (board.group() == v1::Board::GROUP_COMPANIES) id.group = Group::kCompanies;
  if (board.group() == v1::Board::GROUP_TEAMS) id.group = Group::kTeams;
  return id;
}

Audience AudienceOf(v1::Role role) {
  switch (role) {
    case v1::ROLE_ORGANISER:
      return Audience::kStaff;
    case v1::ROLE_CHIEF_JUDGE:
    case v1::ROLE_SUPERVISOR:
    case v1::ROLE_ARBITER:
    case v1::ROLE_AUDITOR:
      return Audience::kBlind;
    default:
      return Audience::kPublic;
  }
}

v1::Standing ToProto(const Line& line, Group group, std::string_view event) {
  v1::Standing standing;
  if (!line.id.empty()) {
    standing.set_subject(group == Group::kCompanies
                             ? "companies/" + line.id
                             : "events/" + std::string(event) +
                                   (group == Group::kTeams ? "/teams/" : "/entrants/") + line.id);
  }
  standing.set_code(line.code);
  standing.set_display_name(line.display_name);
  standing.set_company(line.company);
  standing.set_place(static_cast<std::uint32_t>(line.place));
  standing.set_shared(line.shared);
  if (line.total) standing.set_total(line.total->ToString());
  standing.set_status(ToProto(line.status));
  for (const Number& value : line.tie_break_values) {
    standing.add_tie_break_values(value.ToString());
  }
  standing.set_scale_score(line.award.scale_score);
  if (!line.award.name.zh.empty() || !line.award.name.en.empty()) {
    Put(line.award.name, *standing.mutable_award());
  }
  return standing;
}

v1::Derivation ToProto(const Derivation& derivation, const ScoringRules& rules) {
  v1::Derivation proto;
  proto.set_level(LevelName(derivation.level));
  proto.set_id(derivation.id);
  if (const judging::Text* name = NameOf(rules, derivation))
    Put(*name, *proto.mutable_display_name());
  proto.set_operation(OperationName(derivation.operation));
  proto.set_rule(derivation.rule);
  proto.set_state(StateName(derivation.state));
  if (derivation.state == NodeState::kPanelIncomplete) return proto;
  for (const NodeInput& input : derivation.inputs) {
    v1::DerivationInput& to = *proto.add_inputs();
    to.set_label(input.label);
    if (input.value) to.set_value(input.value->ToString());
    to.set_left_out(LeftOut(input.use));
  }
  proto.set_exact(derivation.exact.ToString());
  if (derivation.rounding) proto.set_rounding(RoundingName(*derivation.rounding));
  proto.set_value(derivation.value.ToString());
  for (const Derivation& child : derivation.children) {
    *proto.add_children() = ToProto(child, rules);
  }
  return proto;
}

}  // namespace touchstone::leaderboard
