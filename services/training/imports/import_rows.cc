#include "services/training/imports/import_rows.h"

#include <algorithm>

#include "services/common/resource_name.h"
#include "services/common/validator.h"
#include "services/tables/stable_id.h"
#include "services/training/training_convert.h"

namespace touchstone::training {
namespace {

using Kind = ImportColumn::Kind;
using tables::Cell;
using tables::Row;

std::string Lower(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

bool Means(const ImportColumn& column, const std::string& title) {
  if (title == column.title || Lower(title) == column.name) return true;
  return std::find(column.other_titles.begin(), column.other_titles.end(), title) !=
         column.other_titles.end();
}

// An id that is the same for the same parts, whatever their row.
std::string RecordIdOf(const std::vector<std::string>& parts) {
  std::string text = "\n";
  for (const std::string& part : parts) text += part + "\n";
  return tables::StableId("r", text);
}

}  // namespace

ImportRows::ImportRows(const storage::KvStore& store, const Caller& caller, References& references,
                       const ImportTable& table, std::string company, bool dates_from_1904)
    : store_(store),
      caller_(caller),
      references_(references),
      table_(table),
      company_(std::move(company)),
      dates_from_1904_(dates_from_1904) {
  for (const auto& [id, type] : references.types()) {
    types_[id] = id;
    types_.emplace(type.display_name.zh, id);
    types_.emplace(type.display_name.en, id);
  }
}

absl::Status ImportRows::ReadHead(const Row& row) {
  head_row_ = row.number;
  std::vector<FieldViolation> wrong;
  const std::string line = std::to_string(row.number);
  for (std::size_t i = 0; i < row.cells.size(); ++i) {
    titles_.push_back(PlainText(row.cells[i]).value_or(row.cells[i].text));
    const std::string& title = titles_.back();
    if (title.empty()) continue;
    const auto column = std::find_if(table_.columns.begin(), table_.columns.end(),
                                     [&](const ImportColumn& each) { return Means(each, title); });
    const std::string place = tables::ColumnName(i) + line;
    if (column == table_.columns.end()) {
      wrong.push_back({place, "不认识的列名“" + title + "” / unknown column \"" + title + "\""});
    } else if (!places_.emplace(column->name, i).second) {
      wrong.push_back({place, "列名重复“" + title + "” / the column occurs twice"});
    }
  }
  for (const ImportColumn& column : table_.columns) {
    if (!column.required || places_.contains(column.name)) continue;
    const std::string name(column.name);
    wrong.push_back(
        {line, "缺少列“" + std::string(column.title) + "” / the column " + name + " is missing"});
  }
  if (wrong.empty()) return absl::OkStatus();
  const std::string first = wrong[0].field + ": " + wrong[0].description;
  return MakeError(Reason::IMPORT_MALFORMED, first, std::move(wrong));
}

const Cell& ImportRows::CellOf(const Row& row, const ImportColumn& column) const {
  static const Cell kNone;
  const auto place = places_.find(column.name);
  return place == places_.end() ? kNone : row.At(place->second);
}

void ImportRows::Problem(const Row& row, const ImportColumn* column, Reason reason,
                         BothTexts text) {
  RowProblem problem{row.number, std::nullopt, reason, std::move(text)};
  if (column != nullptr) {
    const auto place = places_.find(column->name);
    if (place != places_.end()) problem.column = place->second;
  }
  problems_.Add(std::move(problem));
}

absl::Status ImportRows::ReadCell(const Row& row, const ImportColumn& column, RowState& state) {
  const Cell& cell = CellOf(row, column);
  CellValue value = ValueOf(column, cell, dates_from_1904_);
  if (value.text.empty() && !value.problem && column.required) {
    value.problem = BothTexts{"不能为空", "may not be empty"};
  }
  if (value.problem) {
    state.sound = false;
    Problem(row, &column, Reason::REQUEST_INVALID, *std::move(value.problem));
    return absl::OkStatus();
  }
  const bool names = column.kind == Kind::kType || column.kind == Kind::kBatch ||
                     column.kind == Kind::kSession || column.kind == Kind::kSite;
  if (names && !value.text.empty()) return ReadReference(row, column, value.text, state);
  SetValue(column, value.text, *state.asked.mutable_record());
  const bool counts = column.identifies && (column.kind != Kind::kRepeat || !value.text.empty());
  if (counts) state.id_parts.push_back(value.text);
  return absl::OkStatus();
}

absl::Status ImportRows::Read(const Row& row) {
  RowState state;
  // What stands in such cells depends on who opened the file last.
  for (std::size_t i = 0; i < row.cells.size() && i < titles_.size(); ++i) {
    const Cell& cell = row.cells[i];
    if (titles_[i].empty() || (!cell.formula && cell.kind != Cell::Kind::kError)) continue;
    state.sound = false;
    problems_.Add(
        {row.number,
         i,
         Reason::IMPORT_MALFORMED,
         {"公式或错误值，请改为值本身", "a formula or an error; enter the value itself"}});
  }
  if (!state.sound) return absl::OkStatus();
  auto company = ReadCompany(row);
  if (!company.ok()) return company.status();
  if (*company) {
    state.company = **company;
    auto person = ReadPerson(row, state.company);
    if (!person.ok()) return person.status();
    state.person = *person;
  }
  constexpr std::size_t kAboutTheWorker = 3;
  for (std::size_t i = kAboutTheWorker; i < table_.columns.size(); ++i) {
    const ImportColumn& column = table_.columns[i];
    if (column.kind == Kind::kSite && !*company) continue;
    if (absl::Status read = ReadCell(row, column, state); !read.ok()) return read;
  }
  if (state.person == nullptr || !state.sound) return absl::OkStatus();
  return Finish(row, state);
}

absl::Status ImportRows::Finish(const Row& row, RowState& state) {
  // The ids of certificates and attendances are those that the command line once made.
  const bool bare =
      table_.kind == v1::IMPORT_KIND_CERTIFICATES || table_.kind == v1::IMPORT_KIND_ATTENDANCES;
  if (!bare) state.id_parts.insert(state.id_parts.begin(), std::string(table_.name));
  state.asked.set_record_id(RecordIdOf(state.id_parts));
  state.asked.set_worker(workers_[state.person->index]);
  if (absl::Status valid = Validate(state.asked); !valid.ok()) {
    const ErrorDetail detail = DetailOf(valid);
    for (const FieldViolation& field : detail.fields) {
      const std::string path =
          field.field.starts_with("record.") ? field.field.substr(7) : field.field;
      problems_.Add(
          {row.number, ColumnOf(path), detail.reason, {"格式不对或过长", field.description}});
    }
    return absl::OkStatus();
  }
  const std::string key = std::to_string(state.person->index) + "/" + state.asked.record_id();
  if (const auto [first, is_new] = seen_.emplace(key, row.number); !is_new) {
    const std::string line = std::to_string(first->second);
    Problem(row, nullptr, Reason::ROW_REPEATED,
            {"与第 " + line + " 行相同", "says the same as row " + line});
    return absl::OkStatus();
  }
  state.asked.clear_worker();
  rows_.push_back({row.number, state.person->index, state.asked.SerializeAsString()});
  return absl::OkStatus();
}

void ImportRows::CheckMerged(const std::vector<tables::MergedRange>& merged) {
  for (const tables::MergedRange& range : merged) {
    if (range.last_row <= head_row_ || range.first_column >= titles_.size()) continue;
    problems_.Add({range.first_row,
                   range.first_column,
                   Reason::IMPORT_MALFORMED,
                   {"合并单元格 " + range.ToString() + "，请取消合并，每行填全",
                    "merged cells " + range.ToString() + "; unmerge them and fill every row"}});
  }
  if (!merged.empty()) problems_.DropCovered(merged);
}

std::optional<std::size_t> ImportRows::ColumnOf(std::string_view field) const {
  for (const ImportColumn& column : table_.columns) {
    if (column.field != field) continue;
    const auto place = places_.find(column.name);
    if (place != places_.end()) return place->second;
  }
  return std::nullopt;
}

}  // namespace touchstone::training
