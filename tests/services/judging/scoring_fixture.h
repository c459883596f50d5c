#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <utility>

#include "services/judging/rule_pack.h"
#include "services/judging/scoring.h"

namespace touchstone::judging {

inline Number N(const char* text) { return Number::Parse(text).value(); }

inline Rounding HalfUp(int places) { return {places, RoundingMode::kHalfUp}; }

// Rules of one part "p" with one module "p/m" and one block "p/m/b" that a test fills with items,
// and what was entered about one entrant under them.
class ScoringFixture {
 public:
  ScoringFixture() {
    pack.id = "pack";
    pack.parts = {{.part_id = "p"}};
    pack.tie_breaks = {{.by = TieBreak::By::kTotal}};
    scheme.id = "scheme";
    scheme.parts = {{.path = "p"}};
    scheme.parts[0].modules = {{.path = "p/m"}};
    scheme.parts[0].modules[0].blocks = {{.path = "p/m/b"}};
    panels["p/m"] = {"a"};
  }

  SchemeModule& module() { return scheme.parts[0].modules[0]; }
  SchemeBlock& block() { return module().blocks[0]; }

  // "p/m/b/<id>"
  SchemeItem& AddItem(ItemKind kind, const std::string& id = "i", const char* max = "10") {
    SchemeItem item{.path = block().path + "/" + id, .kind = kind, .max = N(max)};
    pack.item_rules.try_emplace(kind);
    return block().items.emplace_back(std::move(item));
  }

  void SetPanel(std::initializer_list<std::string> judges) { panels["p/m"] = judges; }

  // One mark; an empty text is "not attempted".
  void Enter(const std::string& judge, const std::string& item, const std::string& text,
             int attempt = 1, int round = 0) {
    Mark mark{.judge = judge, .item = item, .attempt = attempt, .round = round};
    mark.not_attempted = text.empty();
    if (!text.empty()) mark.value = Number::Parse(text).value();
    const ItemKind kind = ScoringRules(pack, scheme).FindItem(item)->kind;
    sheets.Apply(mark, pack.item_rules.at(kind).combine == Combine::kShared, ++position_);
  }

  // A mark of each judge of the panel; "-" for none.
  void EnterAll(const std::string& item, std::initializer_list<const char*> texts) {
    auto judge = panels["p/m"].begin();
    for (const char* text : texts) {
      if (std::string(text) != "-") Enter(*judge, item, text);
      ++judge;
    }
  }

  void SealAll(const std::string& module_path = "p/m") {
    for (const std::string& judge : panels[module_path]) sheets.Apply(Seal{judge, module_path});
  }

  void Happen(IncidentKind kind, const std::string& scope, int attempt = 0) {
    const Incident incident{.kind = kind, .scope = scope, .attempt = attempt, .rule = "rule 7"};
    ++position_;
    sheets.Apply(incident, "entry-" + std::to_string(position_), position_);
  }

  Score Result() const { return Evaluate(ScoringRules(pack, scheme), sheets, panels); }

  Derivation Node(const std::string& path) const {
    const Score score = Result();
    const Derivation* node = FindNode(score.total, path);
    return node == nullptr ? Derivation{.id = "missing"} : *node;
  }

  std::string ValueOf(const std::string& path) const { return Node(path).value.ToString(); }
  std::string Total() const { return Result().total.value.ToString(); }

  RulePack pack;
  Scheme scheme;
  Panels panels;
  EntrantSheets sheets;

 private:
  std::uint64_t position_ = 0;
};

}  // namespace touchstone::judging
