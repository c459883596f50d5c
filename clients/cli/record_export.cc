#include "clients/cli/record_export.h"

#include <algorithm>
#include <fstream>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "clients/cli/noun.h"
#include "clients/cli/record_input.h"
#include "services/tables/csv.h"
#include "services/tables/xlsx_writer.h"
#include "services/training/imports/import_columns_convert.h"

namespace touchstone::cli {
namespace {

using training::ImportColumn;
using training::ImportTable;
using Rows = std::vector<std::vector<std::string>>;

struct ExportInput {
  std::string company;
  std::string kind;
  std::string file;
};

// Counts rows that say the same of a worker, so that each is imported as one of its own.
void NumberRepeats(const ImportTable& table, Rows::iterator begin, Rows::iterator end) {
  const auto repeat = std::find_if(
      table.columns.begin(), table.columns.end(),
      [](const ImportColumn& column) { return column.kind == ImportColumn::Kind::kRepeat; });
  if (repeat == table.columns.end()) return;
  std::map<std::vector<std::string>, int> seen;
  for (auto row = begin; row != end; ++row) {
    std::vector<std::string> key;
    for (std::size_t i = 0; i < row->size(); ++i) {
      if (table.columns[i].identifies) key.push_back((*row)[i]);
    }
    const int times = ++seen[key];
    if (times == 1) continue;
    (*row)[static_cast<std::size_t>(repeat - table.columns.begin())] = std::to_string(times);
  }
}

absl::Status AddFile(const Connection& connection, const ImportTable& table, const v1::File& file,
                     const std::string& company, Rows& rows) {
  v1::ListRecordsRequest request;
  request.set_parent(file.worker());
  request.set_counted_only(true);
  const auto* fact = v1::Record::descriptor()->FindFieldByNumber(static_cast<int>(table.fact));
  request.add_facts(fact->name());
  auto records = connection.CallAllPages(&TrainingStub::ListRecords, request);
  if (!records.ok()) return records.status();
  const auto first = static_cast<std::ptrdiff_t>(rows.size());
  for (const v1::Record& record : records->records()) {
    std::vector<std::string>& row = rows.emplace_back(training::CellsOf(table, record));
    row[0] = company;
    row[1] = file.staff_number();
    row[2] = file.display_name();
  }
  NumberRepeats(table, rows.begin() + first, rows.end());
  return absl::OkStatus();
}

absl::Status Save(const std::string& path, const ImportTable& table, Rows rows) {
  std::string content;
  if (path.ends_with(".xlsx")) {
    auto made = tables::WriteXlsx({{std::string(table.title), std::move(rows)}});
    if (!made.ok()) return made.status();
    content = *std::move(made);
  } else {
    content = "\xEF\xBB\xBF";
    for (const auto& row : rows) content += tables::CsvLine(row);
  }
  std::ofstream out(path, std::ios::binary);
  out << content;
  out.close();
  return out ? absl::OkStatus() : absl::UnavailableError("cannot write " + path);
}

absl::Status Export(const Connection& connection, const ExportInput& input, Context& context) {
  const auto& tables = training::ImportTables();
  const ImportTable& table =
      *std::find_if(tables.begin(), tables.end(),
                    [&](const ImportTable& each) { return each.name == input.kind; });
  v1::ListFilesRequest request;
  request.set_parent(FullName("companies", input.company));
  auto files = connection.CallAllPages(&TrainingStub::ListFiles, request);
  if (!files.ok()) return files.status();
  Rows rows = {{}};
  for (const ImportColumn& column : table.columns) rows[0].emplace_back(column.title);
  const std::string company = request.parent().substr(request.parent().rfind('/') + 1);
  std::size_t unnumbered = 0;
  for (const v1::File& file : files->files()) {
    if (file.staff_number().empty()) {
      ++unnumbered;
      continue;
    }
    absl::Status added = AddFile(connection, table, file, company, rows);
    if (!added.ok()) return added;
  }
  const std::size_t count = rows.size() - 1;
  if (absl::Status saved = Save(input.file, table, std::move(rows)); !saved.ok()) return saved;
  if (context.json) {
    context.out << nlohmann::ordered_json{{"rows", count}, {"unnumbered", unnumbered}}.dump(2)
                << "\n";
    return absl::OkStatus();
  }
  context.out << context.Say("已导出 ", "Exported ") << count << context.Say(" 行到 ", " rows to ")
              << input.file << "\n";
  if (unnumbered > 0) {
    context.out << unnumbered
                << context.Say(" 人没有工号，未导出", " people without a staff number left out")
                << "\n";
  }
  return absl::OkStatus();
}

}  // namespace

void AddRecordExport(CLI::App& record, Context& context) {
  std::vector<std::string> kinds;
  for (const auto& table : training::ImportTables()) kinds.emplace_back(table.name);
  auto input = std::make_shared<ExportInput>();
  CLI::App* command = record.add_subcommand(
      "export", "导出为可再导入的表格 / what counts, as a table that can be imported");
  command->add_option("FILE", input->file, "文件，.xlsx 或 .csv / file, .xlsx or .csv")->required();
  command->add_option("--company", input->company, "单位编号 / id of the company")->required();
  command->add_option("--kind", input->kind, "类别 / kind")
      ->required()
      ->check(CLI::IsMember(kinds));
  command->callback([input, &context] {
    Run(context, [&](const Connection& connection) { return Export(connection, *input, context); });
  });
}

}  // namespace touchstone::cli
