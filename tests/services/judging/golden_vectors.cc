#include "tests/services/judging/golden_vectors.h"

#include <fstream>
#include <map>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <utility>

#include "services/judging/rule_pack_convert.h"
#include "services/judging/scoring.h"
#include "services/judging/shipped_packs.h"

namespace touchstone::judging {
namespace {

const std::string kFolder =
    std::string(TOUCHSTONE_SOURCE_DIR) + "/services/judging/rule_packs/golden/";

std::string StateName(NodeState state) {
  static const char* const kNames[] = {"COMPLETE",      "NOT_MARKED",  "PANEL_INCOMPLETE",
                                       "RESCORE",       "ZEROED",      "DID_NOT_FINISH",
                                       "DID_NOT_START", "DISQUALIFIED"};
  return kNames[static_cast<int>(state)];
}

std::string StatusName(EntrantStatus status) {
  static const char* const kNames[] = {"FINAL",        "PROVISIONAL",    "WAITING",
                                       "RESCORE",      "DID_NOT_FINISH", "DID_NOT_START",
                                       "DISQUALIFIED", "WITHDRAWN"};
  return kNames[static_cast<int>(status)];
}

IncidentKind KindOf(const std::string& name) {
  static const std::map<std::string, IncidentKind> kKinds = {
      {"SAFETY_ZERO", IncidentKind::kSafetyZero},
      {"DISQUALIFIED", IncidentKind::kDisqualified},
      {"DID_NOT_FINISH", IncidentKind::kDidNotFinish},
      {"DID_NOT_START", IncidentKind::kDidNotStart}};
  return kKinds.at(name);
}

std::string ReadFile(const std::string& path) {
  std::ifstream file(path);
  if (!file) throw std::runtime_error("cannot read " + path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

Scheme ReadScheme(const std::string& name) {
  if (const v1::Scheme* shipped = FindShippedScheme(name)) return ToScheme(*shipped).value();
  return ToScheme(ParseSchemeText(ReadFile(kFolder + name), name).value()).value();
}

// Plays the lines of one file. Exceptions mean a mistake in the file.
class Player {
 public:
  explicit Player(std::function<void(RulePack&)> plant) : plant_(std::move(plant)) {}

  void Play(const std::string& line) {
    if (line.starts_with("#")) return;
    std::istringstream words(line);
    std::string verb;
    if (!(words >> verb)) return;
    if (verb == "pack" || verb == "scheme" || verb == "panel" || verb == "case") {
      Begin(verb, words);
    } else if (verb == "marks" || verb == "shared") {
      EnterMarks(verb == "shared", words);
    } else if (verb == "attempt") {
      words >> attempt_;
    } else if (verb == "round") {
      words >> round_;
    } else if (verb == "rescore") {
      std::string item;
      int round = 0;
      words >> item >> round;
      sheets_.Apply(Rescore{item, attempt_, round}, ModuleOf(item));
    } else if (verb == "seal") {
      std::string module;
      words >> module;
      for (const std::string& judge : panels_.at(module)) sheets_.Apply(Seal{judge, module});
    } else if (verb == "incident") {
      EnterIncident(words);
    } else {
      Expect(verb, words);
    }
  }

  const std::vector<std::string>& differences() const { return differences_; }
  int expectations() const { return expectations_; }

 private:
  void Begin(const std::string& verb, std::istringstream& words) {
    std::string name;
    words >> name;
    if (verb == "pack") {
      const v1::RulePack* shipped = FindShippedRulePack(name);
      if (shipped == nullptr) throw std::runtime_error("no pack " + name);
      pack_ = ToRulePack(*shipped).value();
      plant_(pack_);
    } else if (verb == "scheme") {
      Scheme scheme = ReadScheme(name);
      const absl::Status fits = ScoringRules::Check(pack_, scheme);
      if (!fits.ok()) throw std::runtime_error(fits.ToString());
      rules_.emplace(pack_, std::move(scheme));
    } else if (verb == "panel") {
      for (std::string judge; words >> judge;) panels_[name].push_back(judge);
    } else {
      case_ = name;
      sheets_ = EntrantSheets();
      attempt_ = 1;
      round_ = 0;
    }
  }

  void EnterMarks(bool shared, std::istringstream& words) {
    std::string item;
    words >> item;
    const Panel& panel = panels_.at(std::string(ModuleOf(item)));
    std::size_t judge = 0;
    for (std::string text; words >> text; ++judge) {
      Mark mark{.judge = panel.at(judge), .item = item, .attempt = attempt_, .round = round_};
      mark.not_attempted = text == "not_attempted";
      if (!mark.not_attempted && text != "-") {
        mark.value = Number::Parse(text).value();
      }
      if (text != "-") sheets_.Apply(mark, shared, ++position_);
    }
  }

  void EnterIncident(std::istringstream& words) {
    std::string kind;
    Incident incident{.rule = "the rule", .judge = "ann", .witness = "bo", .reason = "seen"};
    words >> kind >> incident.scope >> incident.attempt;
    incident.kind = KindOf(kind);
    if (incident.scope == ".") incident.scope.clear();
    ++position_;
    sheets_.Apply(incident, "incident-" + std::to_string(position_), position_);
  }

  void Expect(const std::string& verb, std::istringstream& words) {
    const Score score = Evaluate(*rules_, sheets_, panels_);
    std::string path;
    std::string wanted;
    if (verb != "total") words >> path;
    words >> wanted;
    const Derivation* node = FindNode(score.total, path);
    if (node == nullptr) return Differ((path.empty() ? verb : verb + " " + path) + " is missing");
    if (verb == "state")
      return Compare(path.empty() ? verb : verb + " " + path, StateName(node->state), wanted);
    const Number& value = verb == "unweighted" ? node->unweighted : node->value;
    Compare(path.empty() ? verb : verb + " " + path, value.ToString(),
            Number::Parse(wanted).value().ToString());
    if (verb != "total") return;
    words >> wanted;
    Compare("status", StatusName(score.status), wanted);
  }

  void Compare(const std::string& what, const std::string& is, const std::string& wanted) {
    ++expectations_;
    if (is != wanted) Differ(what + " is " + is + ", not " + wanted);
  }

  void Differ(const std::string& text) { differences_.push_back(case_ + ": " + text); }

  std::function<void(RulePack&)> plant_;
  RulePack pack_;
  std::optional<ScoringRules> rules_;
  Panels panels_;
  std::string case_;
  EntrantSheets sheets_;
  int attempt_ = 1;
  int round_ = 0;
  std::uint64_t position_ = 0;
  std::vector<std::string> differences_;
  int expectations_ = 0;
};

}  // namespace

std::vector<std::string> DifferencesFromGolden(const std::string& file_name,
                                               const std::function<void(RulePack&)>& plant) {
  Player player(plant);
  std::istringstream text(ReadFile(kFolder + file_name));
  for (std::string line; std::getline(text, line);) player.Play(line);
  if (player.expectations() == 0) return {file_name + " expects nothing"};
  return player.differences();
}

}  // namespace touchstone::judging
