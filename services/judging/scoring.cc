#include "services/judging/scoring.h"

#include <algorithm>
#include <utility>

#include "services/judging/scoring_incidents.h"
#include "services/judging/scoring_item.h"
#include "services/judging/scoring_rollup.h"

namespace touchstone::judging {
namespace {

// One evaluation, of everything or of a part of it. Evaluate() and Reevaluate() differ only in
// which of its steps they take.
class Evaluation {
 public:
  Evaluation(const ScoringRules& rules, const EntrantSheets& sheets, const Panels& panels)
      : rules_(rules), sheets_(sheets), panels_(panels), incidents_(sheets) {}

  Score Everything() const {
    Score score;
    Derivation& total = score.total;
    total.rule = rules_.pack().id + "/total_rounding";
    const auto& parts = rules_.scheme().parts;
    total.children.reserve(parts.size());
    for (std::size_t p = 0; p < parts.size(); ++p) {
      Derivation& part = total.children.emplace_back();
      DescribePart(parts[p], static_cast<int>(p), part);
      part.children.reserve(parts[p].modules.size());
      for (const SchemeModule& module : parts[p].modules) {
        MakeModule(module, part.children.emplace_back());
      }
      roll_up_.Part(static_cast<int>(p), part);
    }
    Finish(score);
    return score;
  }

  void OneModule(const ItemPlace& place, Score& score) const {
    Derivation& part = score.total.children[static_cast<std::size_t>(place.part)];
    MakeModule(rules_.ModuleAt(place), part.children[static_cast<std::size_t>(place.module)]);
    roll_up_.Part(place.part, part);
    Finish(score);
  }

  void OneItem(const ItemPlace& place, Score& score) const {
    const SchemeModule& module = rules_.ModuleAt(place);
    if (module.attempts > 1) return OneModule(place, score);
    Derivation& part = score.total.children[static_cast<std::size_t>(place.part)];
    Derivation& node = part.children[static_cast<std::size_t>(place.module)];
    if (node.children.empty()) return;  // its panel is not complete: a mark changes nothing
    const SchemeBlock& block = module.blocks[static_cast<std::size_t>(place.block)];
    Derivation& block_node = node.children[static_cast<std::size_t>(place.block)];
    EvaluateItem(rules_, rules_.ItemAt(place), 1, JudgesOf(module), sheets_,
                 block_node.children[static_cast<std::size_t>(place.item)]);
    roll_up_.Block(block, 1, block_node);
    roll_up_.Module(module, node);
    roll_up_.Part(place.part, part);
    Finish(score);
  }

 private:
  // The judges whose marks count: those of the panel who sealed.
  Panel JudgesOf(const SchemeModule& module) const {
    const auto found = panels_.find(module.path);
    Panel judges = found == panels_.end() ? Panel() : found->second;
    if (rules_.pack().panel_complete == PanelComplete::kPanelSize) {
      std::erase_if(
          judges, [&](const std::string& judge) { return !sheets_.IsSealed(module.path, judge); });
    }
    return judges;
  }

  void DescribePart(const SchemePart& part, int index, Derivation& node) const {
    node.level = Level::kPart;
    node.id = part.path;
    node.operation = Operation::kWeighted;
    node.rule = rules_.pack().id + "/parts/" + part.path;
    node.inputs = {{"sum", Number(0)}, {"weight", rules_.RuleOfPart(index).weight}};
  }

  Operation OperationOf(const SchemeModule& module) const {
    if (module.attempts == 1) return Operation::kSum;
    switch (rules_.pack().attempt_rule) {
      case AttemptRule::kBest:
        return Operation::kBestAttempt;
      case AttemptRule::kLast:
        return Operation::kLastAttempt;
      case AttemptRule::kSum:
        return Operation::kSumOfAttempts;
    }
    return Operation::kSum;
  }

  void MakeModule(const SchemeModule& module, Derivation& node) const {
    static const Panel kNobody;
    node = Derivation();
    node.level = Level::kModule;
    node.id = module.path;
    node.operation = OperationOf(module);
    node.rule = module.attempts == 1 ? rules_.scheme().id + "/" + module.path
                                     : rules_.pack().id + "/attempt_rule";
    const auto panel = panels_.find(module.path);
    if (!IsPanelComplete(rules_, module, panel == panels_.end() ? kNobody : panel->second,
                         sheets_)) {
      roll_up_.HiddenModule(module, node);
      return;
    }
    const Panel judges = JudgesOf(module);
    if (module.attempts == 1) {
      MakeBlocks(module, 1, judges, node);
    } else {
      node.children.reserve(static_cast<std::size_t>(module.attempts));
      for (int attempt = 1; attempt <= module.attempts; ++attempt) {
        MakeAttempt(module, attempt, judges, node.children.emplace_back());
      }
    }
    roll_up_.Module(module, node);
  }

  void MakeAttempt(const SchemeModule& module, int attempt, const Panel& judges,
                   Derivation& node) const {
    node.level = Level::kAttempt;
    node.id = module.path + "#" + std::to_string(attempt);
    node.rule = rules_.scheme().id + "/" + module.path;
    MakeBlocks(module, attempt, judges, node);
    roll_up_.Attempt(module, attempt, node);
  }

  void MakeBlocks(const SchemeModule& module, int attempt, const Panel& judges,
                  Derivation& parent) const {
    parent.children.reserve(module.blocks.size());
    for (const SchemeBlock& block : module.blocks) {
      Derivation& node = parent.children.emplace_back();
      const bool has_share = block.share != 0 || block.floor.has_value();
      node.level = Level::kBlock;
      node.id = PathInAttempt(parent.id, block.path);
      node.operation = has_share ? Operation::kShareLessFaults : Operation::kSum;
      node.rule = rules_.scheme().id + "/" + block.path;
      if (has_share) node.inputs = {{"share", block.share}};
      node.children.reserve(block.items.size());
      for (const SchemeItem& item : block.items) {
        Derivation& item_node = node.children.emplace_back();
        DescribeItem(rules_, item, parent.id, item_node);
        EvaluateItem(rules_, item, attempt, judges, sheets_, item_node);
      }
      roll_up_.Block(block, attempt, node);
    }
  }

  void Finish(Score& score) const {
    roll_up_.Total(score.total);
    score.status = sheets_.IsWithdrawn() ? EntrantStatus::kWithdrawn : StatusOf(score.total);
  }

  const ScoringRules& rules_;
  const EntrantSheets& sheets_;
  const Panels& panels_;
  const StandingIncidents incidents_;
  const RollUp roll_up_{rules_, incidents_};
};

bool IsBelow(std::string_view node, std::string_view path) {
  return path.size() > node.size() && path.starts_with(node) &&
         (path[node.size()] == '/' || path[node.size()] == '#');
}

// The node of the attempt that counts, or of the first when none does.
const Derivation& CountingAttempt(const Derivation& module) {
  for (std::size_t i = 0; i < module.inputs.size() && i < module.children.size(); ++i) {
    if (module.inputs[i].use == NodeInput::Use::kUsed) return module.children[i];
  }
  return module.children.front();
}

}  // namespace

Score Evaluate(const ScoringRules& rules, const EntrantSheets& sheets, const Panels& panels) {
  return Evaluation(rules, sheets, panels).Everything();
}

void Reevaluate(const ScoringRules& rules, const EntrantSheets& sheets, const Panels& panels,
                std::string_view item_or_module_path, Score& score) {
  const Evaluation evaluation(rules, sheets, panels);
  if (const auto item = rules.PlaceOf(item_or_module_path)) {
    evaluation.OneItem(*item, score);
  } else if (const auto module = rules.PlaceOfModule(item_or_module_path)) {
    evaluation.OneModule(*module, score);
  } else {
    score = evaluation.Everything();
  }
}

const Derivation* FindNode(const Derivation& total, std::string_view path) {
  const Derivation* node = &total;
  std::string wanted(path);
  while (node->id != wanted) {
    const bool picks_attempt = !node->children.empty() &&
                               node->children.front().level == Level::kAttempt &&
                               wanted.find('#') == std::string::npos;
    if (picks_attempt) {
      node = &CountingAttempt(*node);
      wanted = PathInAttempt(node->id, wanted);
      continue;
    }
    const auto next = std::find_if(
        node->children.begin(), node->children.end(),
        [&](const Derivation& child) { return child.id == wanted || IsBelow(child.id, wanted); });
    if (next == node->children.end()) return nullptr;
    node = &*next;
  }
  return node;
}

Number StageTotal(const ScoringRules& rules, const Score& score,
                  const std::vector<std::string>& parts) {
  Number sum;
  for (const Derivation& part : score.total.children) {
    if (std::find(parts.begin(), parts.end(), part.id) != parts.end()) sum += part.value;
  }
  const auto& rounding = rules.pack().total_rounding;
  return rounding ? sum.Rounded(*rounding) : sum;
}

}  // namespace touchstone::judging
