#include "clients/cli/archive_marks.h"

#include <algorithm>
#include <tuple>

#include "services/judging/cis_convert.h"

namespace touchstone::cli {
namespace {

// The judge of marks that name none.
constexpr char kOffice[] = "录入 / office";

std::string ModuleOf(const std::string& item) {
  return item.substr(0, item.find('/', item.find('/') + 1));
}

bool IsShared(const judging::ItemRule& rule) { return rule.combine == judging::Combine::kShared; }

class MarkReader {
 public:
  MarkReader(const NamedTable& table, const BuildSetup& setup,
             const std::vector<std::string>& no_mark, Problems& problems)
      : table_(table), setup_(setup), problems_(problems) {
    for (const std::string& text : no_mark) {
      if (const auto number = judging::NumberFromSpreadsheet(text)) {
        no_mark_numbers_.push_back(*number);
      } else {
        no_mark_texts_.insert(text);
      }
    }
  }

  BuildMarks Read() {
    for (std::size_t row = 0; row < table_.size(); ++row) ReadRow(row);
    result_.panels.resize(setup_.entrants.size());
    for (const BuildMark& mark : result_.marks)
      result_.panels[mark.entrant][mark.module].insert(mark.judge);
    WidenPanels();
    return std::move(result_);
  }

 private:
  void ReadRow(std::size_t row) {
    const auto discipline = setup_.FindDiscipline(table_.Get(row, "discipline"));
    if (!discipline) {
      problems_.Add(table_.Place(row, "discipline"), "没有这个赛项", "there is no such discipline");
      return;
    }
    const std::string code = table_.Get(row, "entrant");
    const auto entrant = setup_.FindEntrant(*discipline, code);
    if (!entrant) {
      problems_.Add(table_.Place(row, "entrant"), "没有这个选手号: " + code,
                    "no entrant has this code: " + code);
      return;
    }
    const BuildDiscipline& rules = setup_.disciplines[*discipline];
    const std::string* item =
        FindItemPath(rules, table_.Get(row, "item"), table_.Place(row, "item"), problems_);
    if (item == nullptr) return;
    BuildMark mark;
    mark.row = row;
    mark.entrant = *entrant;
    mark.item = *item;
    mark.module = ModuleOf(*item);
    const std::string judge = table_.Get(row, "judge");
    mark.judge = result_.judges.IdOf(judge.empty() ? kOffice : judge);
    mark.attempt = table_.GetCount(row, "attempt", 1, 20, 1, problems_);
    mark.round = table_.GetCount(row, "round", 0, 20, 0, problems_);
    mark.not_attempted = table_.GetYes(row, "not_attempted", problems_);
    const judging::ItemRule& rule = rules.rules->RuleOf(rules.rules->FindItem(*item)->kind);
    mark.value = ReadValue(row, rule);
    if (mark.not_attempted && !mark.value.empty())
      problems_.Add(table_.Place(row, "value"), "“未做”的项目不能有分数",
                    "an item that was not attempted has no value");
    Keep(mark, IsShared(rule));
  }

  // The number as a decimal; empty for no mark.
  std::string ReadValue(std::size_t row, const judging::ItemRule& rule) {
    const std::string text = table_.Get(row, "value");
    if (no_mark_texts_.count(text) > 0) return "";
    const std::optional<Number> value = table_.GetNumber(row, "value", problems_);
    if (!value) return "";
    const bool none = rule.may_be_missing &&
                      std::find(no_mark_numbers_.begin(), no_mark_numbers_.end(), *value) !=
                          no_mark_numbers_.end();
    return none ? "" : value->ToString();
  }

  void Keep(const BuildMark& mark, bool shared) {
    const CellOfTable cell{mark.entrant, mark.item, mark.attempt, mark.round,
                           shared ? "" : mark.judge};
    const auto [known, added] = cells_.emplace(cell, result_.marks.size());
    if (!added) {
      const BuildMark& first = result_.marks[known->second];
      const bool same = first.value == mark.value && first.not_attempted == mark.not_attempted;
      if (!shared || !same) {
        const std::string other = table_.Place(first.row, "value");
        problems_.Add(table_.Place(mark.row, "value"), "同一格已有分数，见 " + other,
                      "the same cell has a mark already, at " + other);
        return;
      }
      BuildMark seat = mark;  // puts the judge on the panel; the cell keeps its one mark
      seat.value.clear();
      seat.not_attempted = false;
      result_.marks.push_back(seat);
      return;
    }
    result_.marks.push_back(mark);
  }

  // Where marks may be missing, an absent row says so, and its judge is on the panel all the same.
  void WidenPanels() {
    std::map<std::pair<std::size_t, std::string>, std::set<std::string>> all;
    for (const BuildMark& mark : result_.marks)
      all[{setup_.entrants[mark.entrant].discipline, mark.module}].insert(mark.judge);
    for (const auto& [key, judges] : all) {
      const auto& [discipline, module] = key;
      if (!MayBeMissing(*setup_.disciplines[discipline].rules, module)) continue;
      for (std::size_t i = 0; i < setup_.entrants.size(); ++i)
        if (setup_.entrants[i].discipline == discipline) result_.panels[i][module] = judges;
    }
  }

  static bool MayBeMissing(const judging::ScoringRules& rules, const std::string& module) {
    for (const auto& block : rules.FindModule(module)->blocks)
      for (const auto& item : block.items)
        if (rules.RuleOf(item.kind).may_be_missing) return true;
    return false;
  }

  using CellOfTable = std::tuple<std::size_t, std::string, int, int, std::string>;

  const NamedTable& table_;
  const BuildSetup& setup_;
  Problems& problems_;
  std::vector<Number> no_mark_numbers_;
  std::set<std::string> no_mark_texts_;
  std::map<CellOfTable, std::size_t> cells_;
  BuildMarks result_;
};

}  // namespace

const std::string* FindItemPath(const BuildDiscipline& discipline, const std::string& text,
                                const std::string& place, Problems& problems) {
  const auto found = discipline.items_by_end.find(text);
  if (found == discipline.items_by_end.end()) {
    problems.Add(place, "评分表中没有这一项: " + text, "the scheme has no such item: " + text);
    return nullptr;
  }
  if (found->second.size() > 1) {
    problems.Add(place, "不止一项叫 " + text + "，请写路径，如 " + found->second[0],
                 "several items are called " + text + "; write a path such as " + found->second[0]);
    return nullptr;
  }
  return &found->second[0];
}

BuildMarks ReadMarks(const NamedTable& table, const BuildSetup& setup,
                     const std::vector<std::string>& no_mark, Problems& problems) {
  return MarkReader(table, setup, no_mark, problems).Read();
}

const std::vector<ColumnSpec>& MarkColumns() {
  static const std::vector<ColumnSpec> columns = {
      {"discipline", {"赛项"}},   {"entrant", {"code", "选手号"}, true},
      {"item", {"评分项"}, true}, {"judge", {"裁判"}},
      {"value", {"分数"}, true},  {"attempt", {"轮次"}},
      {"round", {"重评"}},        {"not_attempted", {"未做"}}};
  return columns;
}

}  // namespace touchstone::cli
