#include "clients/cli/score_table.h"

#include <algorithm>
#include <ostream>

#include "services/tables/csv.h"

namespace touchstone::cli {
namespace {

using judging::EntrantStatus;

std::string StatusText(EntrantStatus status, const Context& context) {
  switch (status) {
    case EntrantStatus::kFinal:
      return "";
    case EntrantStatus::kProvisional:
      return std::string(context.Say("暂定", "provisional"));
    case EntrantStatus::kWaiting:
      return std::string(context.Say("待评", "waiting"));
    case EntrantStatus::kRescore:
      return std::string(context.Say("重评", "re-score"));
    case EntrantStatus::kDidNotFinish:
      return "DNF";
    case EntrantStatus::kDidNotStart:
      return "DNS";
    case EntrantStatus::kDisqualified:
      return "DQ";
    case EntrantStatus::kWithdrawn:
      return std::string(context.Say("退出", "withdrawn"));
  }
  return "";
}

std::string_view TextOf(const judging::Text& text, const Context& context) {
  return context.Say(text.zh, text.en.empty() ? text.zh : text.en);
}

std::string PlaceText(const ledger::EntrantStanding& standing) {
  if (standing.place.place == 0) return "";
  return std::to_string(standing.place.place) + (standing.place.shared ? "=" : "");
}

std::string TieBreakTitle(const judging::TieBreak& tie_break, const Context& context) {
  return std::string(context.Say("同分比 ", "tie: ")) + tie_break.id;
}

// With as many decimals as the total has, unless that would round.
std::string Shown(const Number& value, const std::optional<Rounding>& rounding) {
  if (!rounding || value.Rounded(*rounding) != value) return value.ToString();
  return value.ToFixed(rounding->places);
}

// Leaves out columns in which nobody has anything.
void DropEmptyColumns(StandingsTable& table) {
  for (std::size_t column = table.columns.size(); column-- > 0;) {
    const auto offset = static_cast<std::ptrdiff_t>(column);
    const bool empty = std::all_of(table.rows.begin(), table.rows.end(),
                                   [&](const auto& row) { return row[column].empty(); });
    if (!empty) continue;
    table.columns.erase(table.columns.begin() + offset);
    for (auto& row : table.rows) row.erase(row.begin() + offset);
  }
}

}  // namespace

StandingsTable MakeStandingsTable(const judging::Contest& contest, const GroupNames& names,
                                  const ledger::DisciplineStandings& standings,
                                  const Context& context) {
  const judging::DisciplineSetup& setup = *contest.FindDiscipline(standings.discipline);
  const judging::ScoringRules& rules = *setup.rules;
  const bool scaled = rules.pack().scale.has_value();
  const bool awarded = std::any_of(standings.entrants.begin(), standings.entrants.end(),
                                   [](const auto& s) { return !s.award.zh.empty(); });
  StandingsTable table;
  table.title = std::string(TextOf(setup.display_name, context)) + " (" + setup.id + ", " +
                rules.pack().id + ")";
  const auto column = [&](std::string_view zh, std::string_view en, Align align) {
    table.columns.push_back({std::string(context.Say(zh, en)), align});
  };
  column("名次", "place", Align::kRight);
  column("选手号", "code", Align::kLeft);
  column("姓名", "name", Align::kLeft);
  column("单位", "company", Align::kLeft);
  column("状态", "status", Align::kLeft);
  column("总分", "total", Align::kRight);
  for (const judging::SchemePart& part : rules.scheme().parts)
    table.columns.push_back({std::string(TextOf(part.display_name, context)), Align::kRight});
  for (const judging::TieBreak& tie_break : rules.pack().tie_breaks)
    if (tie_break.by != judging::TieBreak::By::kTotal)
      table.columns.push_back({TieBreakTitle(tie_break, context), Align::kRight});
  if (scaled) column("标准分", "scale", Align::kRight);
  if (awarded) column("奖项", "award", Align::kLeft);
  for (const ledger::EntrantStanding& standing : standings.entrants) {
    const bool ranked = standing.place.place > 0;
    const auto shown = [&](const Number& value) {
      return ranked ? Shown(value, rules.pack().total_rounding) : "-";
    };
    std::vector<std::string> row = {PlaceText(standing),
                                    standing.entrant.code,
                                    standing.entrant.display_name,
                                    names.Company(standing.entrant.company),
                                    StatusText(standing.score.status, context),
                                    shown(standing.score.total.value)};
    for (const judging::SchemePart& part : rules.scheme().parts) {
      const judging::Derivation* node = judging::FindNode(standing.score.total, part.path);
      row.push_back(node == nullptr ? "-" : shown(node->value));
    }
    for (const Number& value : TieBreakValues(rules, standing.score)) row.push_back(shown(value));
    if (scaled) row.push_back(standing.scale_score ? std::to_string(*standing.scale_score) : "");
    if (awarded) row.push_back(std::string(TextOf(standing.award, context)));
    table.rows.push_back(std::move(row));
  }
  return table;
}

void PrintTable(StandingsTable table, Context& context) {
  DropEmptyColumns(table);
  context.out << "\n" << table.title << "\n";
  TextTable text(table.columns);
  for (const auto& row : table.rows) text.AddRow(row);
  text.Print(context.out);
}

void PrintCsv(const StandingsTable& table, const std::string& discipline, Context& context) {
  std::vector<std::string> titles = {std::string(context.Say("赛项", "discipline"))};
  for (const TextTable::Column& column : table.columns) titles.push_back(column.title);
  context.out << tables::CsvLine(titles);
  for (const auto& row : table.rows) {
    std::vector<std::string> fields = {discipline};
    fields.insert(fields.end(), row.begin(), row.end());
    context.out << tables::CsvLine(fields);
  }
}

}  // namespace touchstone::cli
