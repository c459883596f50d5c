#include "services/judging/cis_builder.h"

#include <algorithm>

#include "services/common/errors.h"

namespace touchstone::judging {
namespace {

// The letters at the front of "A1".
std::string CriterionOf(const std::string& sub_id) {
  return sub_id.substr(0, sub_id.find_first_of("0123456789"));
}

bool IsPathStep(const std::string& id) {
  return !id.empty() && id.size() <= 64 && std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' ||
           c == '_' || c == '.';
  });
}

absl::Status Refuse(int row, const std::string& column, const std::string& zh,
                    const std::string& en) {
  const std::string place = "row " + std::to_string(row) + ", " + column;
  return MakeError(Reason::REQUEST_INVALID, place + ": " + en, {{place, zh + " / " + en}});
}

void SetText(const std::string& name, const std::string& fallback, v1::Text& text) {
  text.set_zh(name.empty() ? fallback : name);
}

}  // namespace

CisBuilder::CisBuilder(const std::string& id, std::map<int, CisCalculation> calculations)
    : calculations_(std::move(calculations)) {
  import_.scheme.set_id(id);
  import_.scheme.mutable_display_name()->set_zh(id);
  part_ = import_.scheme.add_parts();
  part_->set_id("competition");
  part_->mutable_display_name()->set_zh("比赛");
  part_->mutable_display_name()->set_en("Competition");
}

void CisBuilder::SetName(const std::string& name) {
  if (!name.empty()) import_.scheme.mutable_display_name()->set_zh(name);
}

void CisBuilder::Warn(std::string code, std::string path, std::string zh, std::string en) {
  import_.warnings.push_back({std::move(code), std::move(path), std::move(zh), std::move(en)});
}

void CisBuilder::AddSection(const std::string& id, const std::string& name, const std::string& mark,
                            const std::string& cached) {
  v1::WsosSection& section = *import_.scheme.add_wsos_sections();
  section.set_id(id);
  section.set_display_name(name);
  if (const auto declared = NumberFromSpreadsheet(mark))
    section.set_declared_marks(declared->ToString());
  if (const auto sum = NumberFromSpreadsheet(cached)) import_.cached_section_marks[id] = *sum;
}

void CisBuilder::AddCriterion(const std::string& id, const std::string& name,
                              const std::string& mark) {
  criterion_names_[id] = name;
  if (const auto declared = NumberFromSpreadsheet(mark)) import_.criterion_marks[id] = *declared;
}

void CisBuilder::AddCachedCriterionSum(const std::string& id, const std::string& sum) {
  if (const auto number = NumberFromSpreadsheet(sum)) import_.cached_criterion_sums[id] = *number;
}

v1::SchemeBlock& CisBuilder::BlockOf(const CisAspect& aspect) {
  const std::string criterion = CriterionOf(aspect.sub_id);
  v1::SchemeModule* module = nullptr;
  for (v1::SchemeModule& candidate : *part_->mutable_modules())
    if (candidate.id() == criterion) module = &candidate;
  if (module == nullptr) {
    module = part_->add_modules();
    module->set_id(criterion);
    SetText(criterion_names_[criterion], criterion, *module->mutable_display_name());
    const auto day = NumberFromSpreadsheet(aspect.day);
    if (day && day->IsInteger() && *day >= 1 && *day <= 31)
      module->set_day(static_cast<std::uint32_t>(day->Floor()));
  }
  for (v1::SchemeBlock& block : *module->mutable_blocks())
    if (block.id() == aspect.sub_id) return block;
  v1::SchemeBlock& block = *module->add_blocks();
  block.set_id(aspect.sub_id);
  SetText(aspect.sub_name, aspect.sub_id, *block.mutable_display_name());
  return block;
}

void CisBuilder::SetCalculation(const CisAspect& aspect, const std::string& path,
                                v1::SchemeItem& item) {
  item.mutable_calculation()->mutable_pass_fail();
  if (aspect.calculation_row.empty()) return;
  const auto row = NumberFromSpreadsheet(aspect.calculation_row);
  const auto found = row && row->IsInteger() && *row > 0 && *row < 1000000
                         ? calculations_.find(static_cast<int>(row->Floor()))
                         : calculations_.end();
  if (found == calculations_.end() || !found->second.calculation) {
    Warn("CALCULATION_UNKNOWN", path,
         "第 " + std::to_string(aspect.row) + " 行引用的计算 “" + aspect.calculation_row +
             "” 不存在或无法读取，按通过/不通过计分",
         "row " + std::to_string(aspect.row) + " refers to calculation \"" +
             aspect.calculation_row + "\", which is missing or cannot be read: pass or fail");
    return;
  }
  used_calculations_.insert(found->first);
  *item.mutable_calculation() = *found->second.calculation;
}

absl::Status CisBuilder::AddAspect(const CisAspect& aspect) {
  if (!IsPathStep(aspect.sub_id) || CriterionOf(aspect.sub_id).empty())
    return Refuse(aspect.row, "sub-criterion", "评分点不属于任何子标准（如 A1）",
                  "the aspect belongs to no sub-criterion such as A1");
  if (aspect.type != "M" && aspect.type != "J")
    return Refuse(aspect.row, "type", "类型只能是 M 或 J", "the type must be M or J");
  const auto max = NumberFromSpreadsheet(aspect.max);
  if (!max || *max < 0)
    return Refuse(aspect.row, "max mark", "满分不是数字: " + aspect.max,
                  "the max mark is no number: " + aspect.max);
  v1::SchemeBlock& block = BlockOf(aspect);
  const std::string letter = aspect.type == "M" ? "m" : "j";
  v1::SchemeItem& item = *block.add_items();
  item.set_id(letter + std::to_string(++counts_[aspect.sub_id + "/" + letter]));
  SetText(aspect.description, item.id(), *item.mutable_display_name());
  item.set_max(max->ToString());
  item.set_wsos_section(aspect.section);
  std::string note = aspect.extra;
  if (!aspect.requirement.empty()) note += (note.empty() ? "" : "\n") + aspect.requirement;
  item.set_note(note);
  int last_level = -1;
  for (int i = 0; i < 4; ++i)
    if (!aspect.levels[static_cast<std::size_t>(i)].empty()) last_level = i;
  for (int i = 0; i <= last_level; ++i)
    item.add_level_texts(aspect.levels[static_cast<std::size_t>(i)]);
  if (aspect.type == "J") {
    item.set_kind(v1::ITEM_KIND_JUDGEMENT);
  } else {
    item.set_kind(v1::ITEM_KIND_MEASUREMENT);
    const std::string path = "competition/" + CriterionOf(aspect.sub_id) + "/" + aspect.sub_id;
    SetCalculation(aspect, path + "/" + item.id(), item);
  }
  return absl::OkStatus();
}

// Three experts judge; what is only measured is recorded once.
void CisBuilder::SetPanelSizes() {
  for (v1::SchemeModule& module : *part_->mutable_modules()) {
    const bool judged = std::any_of(
        module.blocks().begin(), module.blocks().end(), [](const v1::SchemeBlock& block) {
          return std::any_of(block.items().begin(), block.items().end(), [](const auto& item) {
            return item.kind() == v1::ITEM_KIND_JUDGEMENT;
          });
        });
    module.set_panel_size(judged ? 3 : 1);
  }
}

absl::StatusOr<CisImport> CisBuilder::Finish() && {
  if (part_->modules().empty())
    return MakeError(
        Reason::REQUEST_INVALID, "no aspect of type M or J was found",
        {{"file", "没有找到评分点，不是 CIS 评分表 / no aspects, not a CIS marking scheme"}});
  SetPanelSizes();
  for (const auto& [row, calculation] : calculations_) {
    if (used_calculations_.count(row) > 0) continue;
    Warn(
        "CALCULATION_UNUSED", "Calculations row " + std::to_string(row),
        "计算 “" + calculation.name + "”（" + calculation.type + "）没有评分点引用",
        "calculation \"" + calculation.name + "\" (" + calculation.type + ") is used by no aspect");
  }
  return std::move(import_);
}

}  // namespace touchstone::judging
