#include "clients/cli/explain.h"

#include <ostream>

namespace touchstone::cli {
namespace {

// The Chinese words for what leaderboard.proto's Derivation says in English.
const std::map<std::string, std::string>& ChineseWords() {
  static const std::map<std::string, std::string> words = {
      {"total", "总分"},
      {"sum", "相加"},
      {"weighted", "加权"},
      {"share less faults", "配分减扣分"},
      {"best attempt", "取最好一次"},
      {"last attempt", "取最后一次"},
      {"sum of attempts", "各次相加"},
      {"shared mark", "共同评分"},
      {"mean", "平均"},
      {"trimmed mean", "去最高最低后平均"},
      {"sum of the panel", "各裁判相加"},
      {"judgement", "等级评价"},
      {"pass or fail", "通过/不通过"},
      {"number completed", "按完成数"},
      {"deduction for difference", "按偏差扣分"},
      {"ranged score", "按区间"},
      {"choice", "按选项"},
      {"faults", "按错误扣分"},
      {"penalties", "罚时"},
      {"deduction", "扣分"},
      {"complete", "完成"},
      {"not marked", "未评分"},
      {"panel incomplete", "评委组未全部提交"},
      {"rescore", "需重评"},
      {"zeroed", "安全清零"},
      {"did not finish", "未完成"},
      {"did not start", "未参赛"},
      {"disqualified", "取消资格"},
      {"highest dropped", "去掉最高"},
      {"lowest dropped", "去掉最低"},
      {"missing", "缺"},
      {"not attempted", "未做"},
      {"not counted", "不计"},
      {"panel", "评委组"},
      {"panel mark", "评委组得分"},
      {"factor", "系数"},
      {"max", "满分"},
      {"seconds", "每次秒数"},
      {"share", "配分"},
      {"weight", "权重"},
      {"half up", "四舍五入"},
      {"half even", "四舍六入五成双"},
      {"down", "截去"}};
  return words;
}

class Printer {
 public:
  Printer(const LabelNames& names, Context& context) : names_(names), context_(context) {}

  void Print(const v1::Derivation& node, int depth) {
    std::ostream& out = context_.out;
    out << std::string(static_cast<std::size_t>(depth) * 2, ' ') << TitleOf(node) << " = "
        << (node.value().empty() ? "-" : node.value());
    if (node.state() != "complete") {
      out << " [" << Word(node.state()) << "]";
    } else {
      out << " (" << Word(node.operation());
      if (!node.rounding().empty() && node.exact() != node.value())
        out << ", " << node.exact() << " " << RoundingOf(node.rounding());
      out << ")";
    }
    PrintInputs(node);
    out << "\n";
    for (const v1::Derivation& child : node.children()) Print(child, depth + 1);
  }

 private:
  std::string Word(const std::string& english) const {
    const auto found = ChineseWords().find(english);
    const bool translated =
        context_.language == Language::kChinese && found != ChineseWords().end();
    return translated ? found->second : english;
  }

  std::string LabelOf(const std::string& label) const {
    const auto name = names_.find(label);
    return name == names_.end() ? Word(label) : name->second;
  }

  // "2 half up" as words.
  std::string RoundingOf(const std::string& rounding) const {
    const std::size_t space = rounding.find(' ');
    const std::string places = rounding.substr(0, space);
    const std::string mode = space == std::string::npos ? "half up" : rounding.substr(space + 1);
    return context_.language == Language::kChinese ? Word(mode) + "到 " + places + " 位小数"
                                                   : "rounded " + mode + " to " + places;
  }

  std::string TitleOf(const v1::Derivation& node) const {
    if (node.id().empty()) return Word("total");
    const v1::Text& name = node.display_name();
    const std::string shown(context_.Say(name.zh(), name.en().empty() ? name.zh() : name.en()));
    const bool same = shown.empty() || node.id() == shown || node.id().ends_with("/" + shown);
    return same ? node.id() : node.id() + " " + shown;
  }

  void PrintInputs(const v1::Derivation& node) {
    bool first = true;
    for (const v1::DerivationInput& input : node.inputs()) {
      context_.out << (first ? "  <- " : "; ") << LabelOf(input.label()) << " "
                   << (input.value().empty() ? "-" : input.value());
      if (!input.left_out().empty()) context_.out << " [" << Word(input.left_out()) << "]";
      first = false;
    }
    if (!node.rule().empty()) context_.out << "  {" << node.rule() << "}";
  }

  const LabelNames& names_;
  Context& context_;
};

}  // namespace

void PrintDerivation(const v1::Derivation& total, const LabelNames& names, Context& context) {
  Printer(names, context).Print(total, 0);
}

}  // namespace touchstone::cli
