#include "clients/cli/what_if.h"

#include <algorithm>
#include <set>

namespace touchstone::cli {
namespace {

class Comparison {
 public:
  Comparison(const std::string& discipline, const v1::Scheme& scheme, const v1::RulePack& pack)
      : discipline_(discipline), scheme_(scheme), pack_(pack) {}

  std::vector<Uncovered> Run() {
    for (const v1::SchemePart& part : scheme_.parts()) ReadPart(part);
    for (const v1::PartRule& rule : pack_.parts())
      if (!rule.full_marks().empty() && paths_.count(rule.part_id()) == 0)
        Add(rule.part_id(), "评分表没有规则要求的部分", "the pack asks for this part");
    for (const v1::TieBreak& tie_break : pack_.tie_breaks())
      if (tie_break.by() != v1::TieBreak::BY_TOTAL && paths_.count(tie_break.id()) == 0)
        Add(tie_break.id(), "规则以此定先后，评分表没有", "the pack breaks ties by it");
    return std::move(found_);
  }

 private:
  void Add(const std::string& path, std::string zh, std::string en) {
    found_.push_back({discipline_, path, std::move(zh), std::move(en)});
  }

  void ReadPart(const v1::SchemePart& part) {
    paths_.insert(part.id());
    const bool known = std::any_of(pack_.parts().begin(), pack_.parts().end(),
                                   [&](const auto& rule) { return rule.part_id() == part.id(); });
    if (!known) Add(part.id(), "规则没有这个部分", "the pack has no such part");
    for (const v1::SchemeModule& module : part.modules()) {
      paths_.insert(part.id() + "/" + module.id());
      for (const v1::SchemeBlock& block : module.blocks())
        for (const v1::SchemeItem& item : block.items())
          ReadItem(part.id() + "/" + module.id() + "/" + block.id() + "/" + item.id(), item.kind());
    }
  }

  void ReadItem(const std::string& path, v1::ItemKind kind) {
    paths_.insert(path);
    const bool known = std::any_of(pack_.item_rules().begin(), pack_.item_rules().end(),
                                   [&](const auto& rule) { return rule.kind() == kind; });
    const std::string name = v1::ItemKind_Name(kind).substr(10);
    if (!known)
      Add(path, "规则没有 " + name + " 类型", "the pack has no rule for items of kind " + name);
  }

  const std::string& discipline_;
  const v1::Scheme& scheme_;
  const v1::RulePack& pack_;
  std::set<std::string> paths_;
  std::vector<Uncovered> found_;
};

}  // namespace

std::vector<Uncovered> NotCovered(const std::string& discipline, const v1::Scheme& scheme,
                                  const v1::RulePack& pack) {
  return Comparison(discipline, scheme, pack).Run();
}

}  // namespace touchstone::cli
