#include "clients/cli/archive_scheme.h"

#include <sstream>

#include "services/judging/cis_convert.h"

namespace touchstone::cli {
namespace {

// A number of a calculation, with or without % behind it.
struct Amount {
  std::string number;
  bool percent = false;
};

std::optional<Amount> ParseAmount(std::string_view text) {
  Amount amount;
  if (text.ends_with('%')) {
    amount.percent = true;
    text.remove_suffix(1);
  }
  const std::optional<Number> number = judging::NumberFromSpreadsheet(text);
  if (!number) return std::nullopt;
  amount.number = number->ToString();
  return amount;
}

struct Pair {
  std::string key;
  Amount value;
};

std::optional<Pair> ParsePair(const std::string& word) {
  const std::size_t equals = word.find('=');
  if (equals == std::string::npos) return std::nullopt;
  const std::optional<Amount> value = ParseAmount(std::string_view(word).substr(equals + 1));
  if (!value) return std::nullopt;
  return Pair{word.substr(0, equals), *value};
}

using Words = std::vector<std::string>;

std::optional<v1::Calculation> NumberCompletedOf(const Words& words) {
  const std::optional<Pair> pair = words.size() == 1 ? ParsePair(words[0]) : std::nullopt;
  if (!pair || pair->key != "possible" || pair->value.percent) return std::nullopt;
  v1::Calculation calculation;
  calculation.mutable_number_completed()->set_possible(pair->value.number);
  return calculation;
}

std::optional<v1::Calculation> DifferenceDeductionOf(const Words& words) {
  v1::Calculation calculation;
  v1::DifferenceDeduction& rule = *calculation.mutable_difference_deduction();
  for (const std::string& word : words) {
    const std::optional<Pair> pair = ParsePair(word);
    if (!pair) return std::nullopt;
    if (pair->key == "target" && !pair->value.percent) {
      rule.set_target(pair->value.number);
    } else if (pair->key == "difference") {
      rule.set_difference(pair->value.number);
      rule.set_difference_in_percent(pair->value.percent);
    } else if (pair->key == "deduction") {
      rule.set_deduction(pair->value.number);
      rule.set_deduction_in_percent(pair->value.percent);
    } else {
      return std::nullopt;
    }
  }
  return calculation;
}

std::optional<v1::Calculation> RangedScoreOf(const Words& words) {
  v1::Calculation calculation;
  v1::RangedScore& rule = *calculation.mutable_ranged_score();
  for (const std::string& word : words) {
    const std::optional<Pair> pair = ParsePair(word);
    const std::size_t dots = pair ? pair->key.find("..") : std::string::npos;
    if (dots == std::string::npos) return std::nullopt;
    const auto lower = ParseAmount(std::string_view(pair->key).substr(0, dots));
    const auto upper = ParseAmount(std::string_view(pair->key).substr(dots + 2));
    if (!lower || !upper || lower->percent || upper->percent) return std::nullopt;
    v1::RangedScore::Range& range = *rule.add_ranges();
    range.set_lower(lower->number);
    range.set_upper(upper->number);
    range.set_deduction(pair->value.number);
    rule.set_deduction_in_percent(rule.deduction_in_percent() || pair->value.percent);
  }
  return calculation;
}

std::optional<v1::Calculation> ChoiceOf(const Words& words) {
  v1::Calculation calculation;
  v1::Choice& rule = *calculation.mutable_choice();
  for (const std::string& word : words) {
    const std::optional<Amount> amount = ParseAmount(word);
    if (!amount) return std::nullopt;
    rule.add_options()->set_deduction(amount->number);
    rule.set_deduction_in_percent(rule.deduction_in_percent() || amount->percent);
  }
  return calculation;
}

// The element of `elements` with this id, added when there is none.
template <typename Elements>
auto& WithId(Elements& elements, const std::string& id) {
  for (auto& element : elements)
    if (element.id() == id) return element;
  auto& added = *elements.Add();
  added.set_id(id);
  added.mutable_display_name()->set_zh(id);
  return added;
}

// Sets a field that rows of the same module or block share; a second value must be the same.
class SharedCells {
 public:
  SharedCells(const NamedTable& items, Problems& problems) : items_(items), problems_(problems) {}

  // Whether row `row` is the first that gives `column` a value for `owner`.
  bool IsNew(std::size_t row, const std::string& column, const std::string& owner) {
    const std::string text = items_.Get(row, column);
    if (text.empty()) return false;
    const auto [known, added] = seen_.emplace(owner + "\n" + column, text);
    if (!added && known->second != text)
      problems_.Add(items_.Place(row, column), "与前面的行不一致: " + known->second,
                    "differs from an earlier row: " + known->second);
    return added;
  }

 private:
  const NamedTable& items_;
  Problems& problems_;
  std::map<std::string, std::string> seen_;
};

std::string TextOf(const NamedTable& items, std::size_t row, std::string_view column,
                   Problems& problems) {
  const std::optional<Number> number = items.GetNumber(row, column, problems);
  return number ? number->ToString() : "";
}

void FillItem(const NamedTable& items, std::size_t row, v1::SchemeItem& item, Problems& problems) {
  v1::ItemKind kind = v1::ITEM_KIND_UNSPECIFIED;
  const std::string kind_name = items.Get(row, "kind");
  if (!v1::ItemKind_Parse("ITEM_KIND_" + kind_name, &kind))
    problems.Add(items.Place(row, "kind"), "不认识的类型: " + kind_name,
                 "unknown kind: " + kind_name);
  item.set_kind(kind);
  if (const std::string name = items.Get(row, "name"); !name.empty())
    item.mutable_display_name()->set_zh(name);
  item.mutable_display_name()->set_en(items.Get(row, "name_en"));
  item.set_max(TextOf(items, row, "max", problems));
  item.set_step(TextOf(items, row, "step", problems));
  item.set_deduction(TextOf(items, row, "deduction", problems));
  item.set_seconds(TextOf(items, row, "seconds", problems));
  item.set_factor(TextOf(items, row, "factor", problems));
  item.set_disqualify_at(
      static_cast<std::uint32_t>(items.GetCount(row, "disqualify_at", 0, 1000000, 0, problems)));
  const std::string calculation = items.Get(row, "calculation");
  if (!calculation.empty()) {
    const std::optional<v1::Calculation> parsed = ParseCalculation(calculation);
    if (parsed) *item.mutable_calculation() = *parsed;
    if (!parsed)
      problems.Add(items.Place(row, "calculation"), "无法读取的计算: " + calculation,
                   "the calculation cannot be read: " + calculation);
  }
}

}  // namespace

const std::vector<ColumnSpec>& ItemColumns() {
  static const std::vector<ColumnSpec> columns = {
      {"discipline", {"赛项"}},    {"part", {"部分"}},
      {"module", {"模块"}},        {"block", {"分组"}},
      {"item", {"评分项"}, true},  {"name", {"名称"}},
      {"name_en", {"英文名称"}},   {"kind", {"类型"}, true},
      {"max", {"满分"}},           {"factor", {"系数"}},
      {"step", {"档距"}},          {"seconds", {"加秒"}},
      {"deduction", {"扣分"}},     {"disqualify_at", {"取消资格次数"}},
      {"share", {"配分"}},         {"floor", {"最低分"}},
      {"calculation", {"计算"}},   {"attempts", {"试做次数"}},
      {"panel_size", {"裁判人数"}}};
  return columns;
}

std::optional<v1::Calculation> ParseCalculation(std::string_view text) {
  std::istringstream in{std::string(text)};
  std::string kind;
  in >> kind;
  Words words;
  for (std::string word; in >> word;) words.push_back(word);
  if (kind == "NUMBER_COMPLETED") return NumberCompletedOf(words);
  if (kind == "REGULAR_DIFFERENCE_DEDUCTION") return DifferenceDeductionOf(words);
  if (kind == "RANGED_SCORE") return RangedScoreOf(words);
  if (kind == "CHOICE") return ChoiceOf(words);
  if (kind != "PASS_FAIL" || !words.empty()) return std::nullopt;
  v1::Calculation calculation;
  calculation.mutable_pass_fail();
  return calculation;
}

v1::Scheme SchemeFromItems(const NamedTable& items, const std::string& discipline,
                           const std::string& only_part, Problems& problems) {
  v1::Scheme scheme;
  SharedCells shared(items, problems);
  for (std::size_t row = 0; row < items.size(); ++row) {
    const std::string of = items.Get(row, "discipline");
    if (!of.empty() && of != discipline) continue;
    std::string part_id = items.Get(row, "part");
    if (part_id.empty()) part_id = only_part;
    if (part_id.empty()) {
      problems.Add(items.Place(row, "part"), "规则有多个部分，此处需要填写",
                   "the rule pack has several parts: say which");
      continue;
    }
    std::string module_id = items.Get(row, "module");
    if (module_id.empty()) module_id = part_id;
    std::string block_id = items.Get(row, "block");
    if (block_id.empty()) block_id = module_id;
    v1::SchemeModule& module =
        WithId(*WithId(*scheme.mutable_parts(), part_id).mutable_modules(), module_id);
    v1::SchemeBlock& block = WithId(*module.mutable_blocks(), block_id);
    const std::string module_path = part_id + "/" + module_id;
    const std::string block_path = module_path + "/" + block_id;
    if (shared.IsNew(row, "attempts", module_path))
      module.set_attempts(
          static_cast<std::uint32_t>(items.GetCount(row, "attempts", 1, 20, 1, problems)));
    if (shared.IsNew(row, "panel_size", module_path))
      module.set_panel_size(
          static_cast<std::uint32_t>(items.GetCount(row, "panel_size", 1, 100, 1, problems)));
    if (shared.IsNew(row, "share", block_path))
      block.set_share(TextOf(items, row, "share", problems));
    if (shared.IsNew(row, "floor", block_path))
      block.set_floor(TextOf(items, row, "floor", problems));
    const std::string item_id = items.Get(row, "item");
    const int before = block.items_size();
    v1::SchemeItem& item = WithId(*block.mutable_items(), item_id);
    if (block.items_size() == before) {
      problems.Add(items.Place(row, "item"), "评分项重复: " + block_path + "/" + item_id,
                   "the item occurs twice: " + block_path + "/" + item_id);
      continue;
    }
    FillItem(items, row, item, problems);
  }
  return scheme;
}

}  // namespace touchstone::cli
