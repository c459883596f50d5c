#include "clients/cli/standings_view.h"

#include <algorithm>
#include <ostream>
#include <utility>

#include "clients/cli/message_fields.h"
#include "clients/cli/output.h"

namespace touchstone::cli {
namespace {

std::string Place(const v1::Standing& line) {
  if (line.place() == 0) return "-";
  return std::to_string(line.place()) + (line.shared() ? "=" : "");
}

std::string Award(const Context& context, const v1::Standing& line) {
  const bool english = context.language == Language::kEnglish && !line.award().en().empty();
  return english ? line.award().en() : line.award().zh();
}

// Final is what one expects; only the others are worth a word.
std::string Status(const Context& context, const v1::Standing& line) {
  if (line.status() == v1::Standing::STATUS_FINAL) return "";
  return ShowEnum(context, *v1::Standing::Status_descriptor()->FindValueByNumber(line.status()));
}

struct Column {
  std::string zh;
  std::string en;
  Align align;
  std::vector<std::string> cells;
};

}  // namespace

void PrintStandings(const Context& context,
                    const google::protobuf::RepeatedPtrField<v1::Standing>& standings) {
  std::vector<Column> columns = {
      {"名次", "Place", Align::kRight, {}},   {"号码", "No.", Align::kLeft, {}},
      {"姓名", "Name", Align::kLeft, {}},     {"单位", "Company", Align::kLeft, {}},
      {"成绩", "Total", Align::kRight, {}},   {"状态", "Status", Align::kLeft, {}},
      {"标准分", "Scale", Align::kRight, {}}, {"奖项", "Award", Align::kLeft, {}},
  };
  for (const v1::Standing& line : standings) {
    const std::vector<std::string> cells = {
        Place(line),
        line.code(),
        line.display_name(),
        line.company(),
        line.total(),
        Status(context, line),
        line.scale_score() == 0 ? "" : std::to_string(line.scale_score()),
        Award(context, line)};
    for (std::size_t i = 0; i < cells.size(); ++i) columns[i].cells.push_back(cells[i]);
  }
  std::erase_if(columns, [](const Column& column) {
    return std::all_of(column.cells.begin(), column.cells.end(),
                       [](const std::string& cell) { return cell.empty(); });
  });
  std::vector<TextTable::Column> titles;
  for (const Column& column : columns) {
    titles.push_back({std::string(context.Say(column.zh, column.en)), column.align});
  }
  TextTable table(std::move(titles));
  for (int row = 0; row < standings.size(); ++row) {
    std::vector<std::string> cells;
    for (const Column& column : columns)
      cells.push_back(column.cells[static_cast<std::size_t>(row)]);
    table.AddRow(std::move(cells));
  }
  table.Print(context.out);
}

bool WatchedBoard::Apply(const v1::WatchStandingsResponse& message) {
  if (message.has_snapshot()) {
    lines_.clear();
    for (const v1::Standing& line : message.snapshot().standings()) lines_[line.code()] = line;
    total_size_ = message.snapshot().total_size();
    return true;
  }
  if (!message.has_change()) return false;
  for (const v1::Standing& line : message.change().changed()) lines_[line.code()] = line;
  for (const std::string& code : message.change().removed()) lines_.erase(code);
  total_size_ = message.change().total_size();
  return true;
}

google::protobuf::RepeatedPtrField<v1::Standing> WatchedBoard::Lines() const {
  std::vector<const v1::Standing*> order;
  for (const auto& [code, line] : lines_) order.push_back(&line);
  std::stable_sort(order.begin(), order.end(), [](const v1::Standing* a, const v1::Standing* b) {
    const auto rank = [](const v1::Standing* line) { return line->place() - 1; };  // 0 goes last
    return rank(a) < rank(b);
  });
  google::protobuf::RepeatedPtrField<v1::Standing> lines;
  for (const v1::Standing* line : order) *lines.Add() = *line;
  return lines;
}

}  // namespace touchstone::cli
