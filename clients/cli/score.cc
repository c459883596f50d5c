#include <algorithm>
#include <memory>
#include <optional>
#include <ostream>

#include "clients/cli/commands.h"
#include "clients/cli/explain.h"
#include "clients/cli/output.h"
#include "clients/cli/rule_files.h"
#include "clients/cli/score_json.h"
#include "clients/cli/score_table.h"
#include "clients/cli/what_if.h"
#include "services/common/errors.h"
#include "services/judging/contest_convert.h"
#include "services/judging/rule_pack_convert.h"
#include "services/leaderboard/leaderboard_convert.h"
#include "services/ledger/archive_check.h"
#include "services/tables/table.h"

namespace touchstone::cli {
namespace {

struct ScoreOptions {
  std::string archive;
  std::string discipline;
  std::string explain;
  std::string pack;
  bool csv = false;
};

// An archive scored under its own rules or, where a pack was given, under that.
struct Scored {
  v1::EventArchive archive;
  judging::Contest contest;
  ledger::ArchiveStandings standings;
  std::vector<ledger::RefusedEntry> refused;
  std::vector<Uncovered> not_covered;
};

bool IsWanted(const ScoreOptions& options, std::string_view discipline) {
  return options.discipline.empty() || options.discipline == discipline;
}

absl::StatusOr<Scored> ReadSealed(const ScoreOptions& options) {
  const auto bytes = tables::ReadFile(options.archive, ledger::kLargestArchive);
  if (!bytes.ok()) return bytes.status();
  const auto archive = ledger::ReadArchive(*bytes);
  if (!archive.ok()) return archive.status();
  auto sealed = ledger::SealArchive(*archive);
  if (!sealed.ok()) return sealed.status();
  Scored scored;
  scored.archive = std::move(sealed->archive);
  scored.refused = std::move(sealed->refused);
  for (const v1::Discipline& discipline : scored.archive.disciplines())
    if (options.discipline == judging::LastSegment(discipline.name())) return scored;
  if (options.discipline.empty()) return scored;
  return MakeError(Reason::RESOURCE_NOT_FOUND, "discipline " + options.discipline);
}

// Whether the discipline can be tried under the pack; otherwise says why not.
bool Fits(const std::string& id, const v1::Scheme& scheme, const v1::RulePack& pack,
          std::vector<Uncovered>& not_covered) {
  std::vector<Uncovered> found = NotCovered(id, scheme, pack);
  const auto rules = judging::ToScoringRules(pack, scheme);
  if (found.empty() && !rules.ok()) {
    const ErrorDetail detail = DetailOf(rules.status());
    for (const FieldViolation& field : detail.fields)
      found.push_back({id, field.field,
                       std::string(ReasonTextZh(detail.reason)) + ": " + field.description,
                       field.description});
  }
  not_covered.insert(not_covered.end(), found.begin(), found.end());
  return found.empty() && rules.ok();
}

// Pins `pack` in the wanted disciplines of the archive that it fits.
void PinOtherPack(const ScoreOptions& options, const v1::RulePack& pack, Scored& scored) {
  v1::EventArchive& archive = scored.archive;
  bool pinned = false;
  for (v1::Discipline& discipline : *archive.mutable_disciplines()) {
    const std::string id(judging::LastSegment(discipline.name()));
    if (!IsWanted(options, id)) continue;
    const v1::Scheme* scheme = ledger::FindScheme(archive, discipline.scheme());
    if (scheme == nullptr || !Fits(id, *scheme, pack, scored.not_covered)) continue;
    discipline.set_rule_pack("rulePacks/" +
                             judging::ResourceId(pack.id(), judging::ContentHash(pack)));
    pinned = true;
  }
  if (!pinned) return;
  const std::string hash = judging::ContentHash(pack);
  for (const v1::RulePack& known : archive.rule_packs())
    if (judging::ContentHash(known) == hash) return;
  *archive.add_rule_packs() = pack;
}

absl::StatusOr<Scored> Score(const ScoreOptions& options) {
  absl::StatusOr<Scored> scored = ReadSealed(options);
  if (!scored.ok()) return scored;
  auto verified = ledger::VerifyArchive(scored->archive);
  if (!verified.ok()) return verified.status();
  if (options.pack.empty()) {
    scored->contest = std::move(verified->contest);
    scored->standings = ledger::ScoreEvent(scored->contest, verified->fold);
    return scored;
  }
  const absl::StatusOr<v1::RulePack> pack = LoadRulePack(options.pack);
  if (!pack.ok()) return pack.status();
  PinOtherPack(options, *pack, *scored);
  auto contest = ledger::ContestOf(scored->archive);
  if (!contest.ok()) return contest.status();
  scored->contest = *std::move(contest);
  const auto fold = ledger::FoldArchive(scored->archive, scored->contest);
  if (!fold.ok()) return fold.status();
  scored->standings = ledger::ScoreEvent(scored->contest, *fold);
  return scored;
}

bool IsLeftOut(const Scored& scored, const std::string& discipline) {
  return std::any_of(
      scored.not_covered.begin(), scored.not_covered.end(),
      [&](const Uncovered& uncovered) { return uncovered.discipline == discipline; });
}

void PrintJson(const ScoreOptions& options, const Scored& scored, Context& context) {
  using Json = nlohmann::ordered_json;
  const GroupNames names(scored.archive);
  Json json = {{"event",
                {{"id", judging::LastSegment(scored.archive.event().name())},
                 {"name", scored.archive.event().display_name()}}},
               {"disciplines", Json::array()},
               {"refused_entries", Json::array()},
               {"not_covered", Json::array()}};
  for (const ledger::DisciplineStandings& standings : scored.standings.disciplines)
    if (IsWanted(options, standings.discipline) && !IsLeftOut(scored, standings.discipline))
      json["disciplines"].push_back(DisciplineToJson(scored.contest, names, standings));
  for (const ledger::RefusedEntry& refused : scored.refused)
    json["refused_entries"].push_back({{"index", refused.index},
                                       {"entry_id", refused.entry_id},
                                       {"reason", ReasonName(ReasonOf(refused.why))}});
  for (const Uncovered& uncovered : scored.not_covered)
    json["not_covered"].push_back({{"discipline", uncovered.discipline},
                                   {"path", uncovered.path},
                                   {"zh", uncovered.zh},
                                   {"en", uncovered.en}});
  context.out << json.dump(2) << "\n";
}

absl::Status Explain(const ScoreOptions& options, const Scored& scored, Context& context) {
  const ledger::EntrantStanding* found = nullptr;
  for (const ledger::DisciplineStandings& standings : scored.standings.disciplines) {
    if (!IsWanted(options, standings.discipline)) continue;
    for (const ledger::EntrantStanding& standing : standings.entrants) {
      if (standing.entrant.code != options.explain) continue;
      if (found != nullptr)
        return MakeError(Reason::REQUEST_INVALID,
                         "选手号在多个赛项中出现，请加 --discipline / the code occurs in several "
                         "disciplines, add --discipline");
      found = &standing;
    }
  }
  if (found == nullptr || IsLeftOut(scored, found->entrant.discipline))
    return MakeError(Reason::ENTRANT_UNKNOWN, options.explain);
  const judging::ScoringRules& rules =
      *scored.contest.FindDiscipline(found->entrant.discipline)->rules;
  const v1::Derivation derivation = leaderboard::ToProto(found->score.total, rules);
  if (context.json) {
    const absl::StatusOr<std::string> json = ToProtoJson(derivation);
    if (!json.ok()) return json.status();
    context.out << *json;
    return absl::OkStatus();
  }
  LabelNames names;
  for (const v1::Judge& judge : scored.archive.judges())
    names.emplace(judging::LastSegment(judge.name()), judge.display_name());
  context.out << found->entrant.code << " " << found->entrant.display_name << "\n";
  PrintDerivation(derivation, names, context);
  return absl::OkStatus();
}

void PrintNotes(const Scored& scored, Context& context) {
  for (const ledger::RefusedEntry& refused : scored.refused) {
    const Reason reason = ReasonOf(refused.why);
    context.err << context.Say("未计入 ", "left out: ") << refused.entry_id << " "
                << context.Say(ReasonTextZh(reason), ReasonTextEn(reason)) << " ["
                << ReasonName(reason) << "]\n";
  }
  for (const Uncovered& uncovered : scored.not_covered)
    context.err << context.Say("规则不适用 ", "not covered: ") << uncovered.discipline << " "
                << uncovered.path << ": " << context.Say(uncovered.zh, uncovered.en) << "\n";
}

absl::Status Run(const ScoreOptions& options, Context& context) {
  const absl::StatusOr<Scored> scored = Score(options);
  if (!scored.ok()) return scored.status();
  if (!context.json) PrintNotes(*scored, context);
  if (!scored->not_covered.empty()) context.exit_code = 1;
  if (!options.explain.empty()) return Explain(options, *scored, context);
  if (context.json) {
    PrintJson(options, *scored, context);
    return absl::OkStatus();
  }
  const GroupNames names(scored->archive);
  for (const ledger::DisciplineStandings& standings : scored->standings.disciplines) {
    if (!IsWanted(options, standings.discipline) || IsLeftOut(*scored, standings.discipline))
      continue;
    const StandingsTable table = MakeStandingsTable(scored->contest, names, standings, context);
    options.csv ? PrintCsv(table, standings.discipline, context) : PrintTable(table, context);
  }
  return absl::OkStatus();
}

}  // namespace

void AddScoreCommand(CLI::App& app, Context& context) {
  CLI::App* score =
      app.add_subcommand("score", "离线计算归档的成绩 / score an archive without a server");
  auto options = std::make_shared<ScoreOptions>();
  score->add_option("ARCHIVE", options->archive, "归档文件 / the archive")->required();
  score->add_option("--discipline", options->discipline, "只看一个赛项 / one discipline only");
  score->add_option("--explain", options->explain, "一名选手总分的由来 / why this total");
  score->add_option("--pack", options->pack, "改用另一套规则试算 / try another rule pack");
  score->add_flag("--csv", options->csv, "CSV");
  score->callback([options, &context] { context.Finish(Run(*options, context)); });
}

}  // namespace touchstone::cli
