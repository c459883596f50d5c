#include "services/judging/scheme_lint.h"

#include <functional>
#include <set>

namespace touchstone::judging {
namespace {

using Warnings = std::vector<SchemeWarning>;
using Sums = std::map<std::string, Number>;

Number MaxOf(const v1::SchemeItem& item) { return Number::Parse(item.max()).value_or(0); }

void ForEachItem(const v1::Scheme& scheme,
                 const std::function<void(const std::string&, const v1::SchemeModule&,
                                          const v1::SchemeItem&)>& visit) {
  for (const auto& part : scheme.parts())
    for (const auto& module : part.modules())
      for (const auto& block : module.blocks())
        for (const auto& item : block.items())
          visit(part.id() + "/" + module.id() + "/" + block.id() + "/" + item.id(), module, item);
}

Sums SectionSums(const v1::Scheme& scheme) {
  Sums sums;
  ForEachItem(scheme, [&](const std::string&, const auto&, const auto& item) {
    sums[item.wsos_section()] += MaxOf(item);
  });
  return sums;
}

void LintSections(const v1::Scheme& scheme, Warnings& warnings) {
  if (scheme.wsos_sections().empty()) return;
  Number total;
  ForEachItem(scheme,
              [&](const std::string&, const auto&, const auto& item) { total += MaxOf(item); });
  if (total != 100)
    warnings.push_back({"TOTAL_NOT_100", "", "满分合计 " + total.ToString() + "，不是 100",
                        "the marks add up to " + total.ToString() + ", not 100"});
  const Sums sums = SectionSums(scheme);
  Number variation;
  for (const auto& section : scheme.wsos_sections()) {
    const auto found = sums.find(section.id());
    const Number actual = found == sums.end() ? Number(0) : found->second;
    const Number declared = Number::Parse(section.declared_marks()).value_or(0);
    variation += (declared - actual).Abs();
    if (declared == actual) continue;
    warnings.push_back({"WSOS_SECTION", "wsos/" + section.id(),
                        "WSOS 第 " + section.id() + " 部分声明 " + declared.ToString() +
                            " 分，评分点实际合计 " + actual.ToString() + " 分",
                        "WSOS section " + section.id() + " declares " + declared.ToString() +
                            ", its aspects add up to " + actual.ToString()});
  }
  if (variation != 0)
    warnings.push_back({"WSOS_VARIATION", "", "WSOS 偏差合计 " + variation.ToString(),
                        "the WSOS variation is " + variation.ToString()});
}

void LintItems(const v1::Scheme& scheme, Warnings& warnings) {
  std::set<std::string> sections;
  for (const auto& section : scheme.wsos_sections()) sections.insert(section.id());
  ForEachItem(scheme, [&](const std::string& path, const auto&, const auto& item) {
    if (!sections.empty() && sections.count(item.wsos_section()) == 0)
      warnings.push_back({"WSOS_SECTION_UNKNOWN", path,
                          "没有声明 WSOS 部分 “" + item.wsos_section() + "”",
                          "WSOS section \"" + item.wsos_section() + "\" is not declared"});
    const int levels = item.level_texts_size();
    bool complete = levels == 4;
    for (const auto& text : item.level_texts()) complete = complete && !text.empty();
    if (item.kind() == v1::ITEM_KIND_JUDGEMENT && !complete)
      warnings.push_back({"JUDGEMENT_LEVELS", path, "评价项没有写全 0 到 3 四级描述",
                          "the judgement item does not word all four levels 0 to 3"});
    if (item.kind() == v1::ITEM_KIND_MEASUREMENT && levels > 0)
      warnings.push_back(
          {"MEASUREMENT_LEVELS", path, "测量项不应有等级描述", "a measured item has level texts"});
    if (!item.max().empty() && MaxOf(item) == 0)
      warnings.push_back({"ITEM_WORTH_NOTHING", path, "满分为 0", "full marks are 0"});
  });
}

// Calls `warn` for each repeated value.
template <typename Elements, typename Key, typename Warn>
void EachRepeated(const Elements& elements, Key key, Warn warn) {
  std::set<std::string> seen;
  for (const auto& element : elements)
    if (!seen.insert(key(element)).second) warn(element);
}

void LintRepeats(const v1::Scheme& scheme, Warnings& warnings) {
  const auto repeated_ids = [&](const std::string& parent, const auto& elements) {
    EachRepeated(
        elements, [](const auto& e) { return e.id(); },
        [&](const auto& e) {
          warnings.push_back({"ID_REPEATED", parent + e.id(), "编号重复", "the id is repeated"});
        });
  };
  repeated_ids("", scheme.parts());
  for (const auto& part : scheme.parts()) {
    repeated_ids(part.id() + "/", part.modules());
    for (const auto& module : part.modules()) {
      repeated_ids(part.id() + "/" + module.id() + "/", module.blocks());
      for (const auto& block : module.blocks()) {
        const std::string path = part.id() + "/" + module.id() + "/" + block.id() + "/";
        repeated_ids(path, block.items());
        EachRepeated(
            block.items(),
            [](const auto& i) { return i.display_name().zh() + "\n" + i.note() + "\n" + i.max(); },
            [&](const auto& i) {
              warnings.push_back({"ITEM_REPEATED", path + i.id(),
                                  "与同组前面一项的文字和分值相同: " + i.display_name().zh(),
                                  "same wording and marks as an earlier item of its block: " +
                                      i.display_name().zh()});
            });
      }
    }
  }
}

void LintStored(const CisImport& import, Warnings& warnings) {
  Sums modules;
  ForEachItem(import.scheme, [&](const std::string&, const auto& module, const auto& item) {
    modules[module.id()] += MaxOf(item);
  });
  for (const auto& [id, declared] : import.criterion_marks)
    if (declared != modules[id])
      warnings.push_back({"CRITERION_MARKS", "competition/" + id,
                          "标准 " + id + " 声明 " + declared.ToString() + " 分，评分点合计 " +
                              modules[id].ToString() + " 分",
                          "criterion " + id + " declares " + declared.ToString() +
                              ", its aspects add up to " + modules[id].ToString()});
  for (const auto& [id, stored] : import.cached_criterion_sums)
    if (stored != modules[id])
      warnings.push_back({"CRITERION_SUM_STALE", "competition/" + id,
                          "文件中保存的标准 " + id + " 合计 " + stored.ToString() +
                              " 已过时，实际为 " + modules[id].ToString(),
                          "the sum " + stored.ToString() + " that the file stores for criterion " +
                              id + " is stale; it is " + modules[id].ToString()});
  Sums sections = SectionSums(import.scheme);
  for (const auto& [id, stored] : import.cached_section_marks)
    if (stored != sections[id])
      warnings.push_back({"WSOS_STALE", "wsos/" + id,
                          "文件中保存的 WSOS 第 " + id + " 部分合计 " + stored.ToString() +
                              " 已过时，实际为 " + sections[id].ToString(),
                          "the sum " + stored.ToString() +
                              " that the file stores for WSOS section " + id + " is stale; it is " +
                              sections[id].ToString()});
}

}  // namespace

std::vector<SchemeWarning> LintScheme(const v1::Scheme& scheme) {
  Warnings warnings;
  LintSections(scheme, warnings);
  LintItems(scheme, warnings);
  LintRepeats(scheme, warnings);
  return warnings;
}

std::vector<SchemeWarning> LintCisImport(const CisImport& import) {
  Warnings warnings = LintScheme(import.scheme);
  LintStored(import, warnings);
  warnings.insert(warnings.end(), import.warnings.begin(), import.warnings.end());
  return warnings;
}

}  // namespace touchstone::judging
