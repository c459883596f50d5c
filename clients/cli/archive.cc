#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <ostream>

#include "clients/cli/archive_build.h"
#include "clients/cli/archive_entries.h"
#include "clients/cli/archive_marks.h"
#include "clients/cli/archive_scheme.h"
#include "clients/cli/commands.h"
#include "clients/cli/rule_files.h"
#include "services/ledger/archive.h"

namespace touchstone::cli {
namespace {

struct ArchiveOptions {
  std::string entrants;
  std::string items;
  std::string marks;
  std::string disciplines;
  std::string incidents;
  std::string out;
  BuildOptions build;
};

absl::Status ReadOptional(const std::string& path, const std::vector<ColumnSpec>& columns,
                          std::optional<NamedTable>& table) {
  if (path.empty()) return absl::OkStatus();
  absl::StatusOr<NamedTable> read = NamedTable::Read(path, columns);
  if (!read.ok()) return read.status();
  table = *std::move(read);
  return absl::OkStatus();
}

absl::StatusOr<BuildTables> ReadTables(const ArchiveOptions& options) {
  absl::StatusOr<NamedTable> entrants = NamedTable::Read(options.entrants, EntrantColumns());
  if (!entrants.ok()) return entrants.status();
  absl::StatusOr<NamedTable> marks = NamedTable::Read(options.marks, MarkColumns());
  if (!marks.ok()) return marks.status();
  BuildTables tables{*std::move(entrants), *std::move(marks), {}, {}, {}};
  for (const absl::Status& status :
       {ReadOptional(options.items, ItemColumns(), tables.items),
        ReadOptional(options.disciplines, DisciplineColumns(), tables.disciplines),
        ReadOptional(options.incidents, IncidentColumns(), tables.incidents)})
    if (!status.ok()) return status;
  return tables;
}

void Report(const BuiltArchive& built, const std::string& out, Context& context) {
  const v1::EventArchive& archive = built.archive;
  if (context.json) {
    nlohmann::ordered_json notes = nlohmann::ordered_json::array();
    for (const Problem& note : built.notes)
      notes.push_back({{"place", note.place}, {"zh", note.zh}, {"en", note.en}});
    context.out << nlohmann::ordered_json{{"archive", out},
                                          {"disciplines", archive.disciplines_size()},
                                          {"entrants", archive.entrants_size()},
                                          {"judges", archive.judges_size()},
                                          {"entries", archive.entries_size()},
                                          {"notes", notes}}
                       .dump(2)
                << "\n";
    return;
  }
  for (const Problem& note : built.notes)
    context.out << context.Say("注意", "note") << " " << note.place << ": "
                << context.Say(note.zh, note.en) << "\n";
  context.out << out << ": " << archive.disciplines_size()
              << context.Say(" 个赛项, ", " disciplines, ") << archive.entrants_size()
              << context.Say(" 名选手, ", " entrants, ") << archive.judges_size()
              << context.Say(" 名裁判, ", " judges, ") << archive.entries_size()
              << context.Say(" 条记录", " entries") << "\n";
}

absl::Status Build(ArchiveOptions options, Context& context) {
  options.build.folder = std::filesystem::path(options.disciplines).parent_path().string();
  const absl::StatusOr<BuildTables> tables = ReadTables(options);
  if (!tables.ok()) return tables.status();
  const absl::StatusOr<BuiltArchive> built = BuildArchive(*tables, options.build);
  if (!built.ok()) return built.status();
  const bool json = std::filesystem::path(options.out).extension() == ".json";
  const absl::StatusOr<std::string> bytes = ledger::WriteArchive(
      built->archive, json ? ledger::ArchiveFormat::kJson : ledger::ArchiveFormat::kBinary);
  if (!bytes.ok()) return bytes.status();
  if (absl::Status status = WriteFile(options.out, *bytes); !status.ok()) return status;
  Report(*built, options.out, context);
  return absl::OkStatus();
}

}  // namespace

void AddArchiveCommand(CLI::App& app, Context& context) {
  CLI::App* archive = app.add_subcommand("archive", "比赛归档 / archives of events");
  archive->require_subcommand(1);
  CLI::App* build = archive->add_subcommand(
      "build", "由表格生成归档（docs/archive.md） / make an archive from tables");
  auto options = std::make_shared<ArchiveOptions>();
  build->add_option("--entrants", options->entrants, "选手表 / entrants")->required();
  build->add_option("--marks", options->marks, "分数表 / marks")->required();
  build->add_option("--items", options->items, "评分项表 / items");
  build->add_option("--scheme", options->build.scheme, "代替评分项表的评分表 / a scheme instead");
  build->add_option("--disciplines", options->disciplines, "赛项表 / disciplines");
  build->add_option("--incidents", options->incidents, "事件表 / incidents");
  build->add_option("--pack", options->build.pack, "评分规则编号或文件 / rule pack, id or file");
  build->add_option("--event-name", options->build.event_name, "比赛名称 / name of the event");
  build->add_option("--event", options->build.event_id, "比赛编号 / id of the event");
  build->add_option("--no-mark", options->build.no_mark,
                    "表示“没有分数”的值 / value that means no mark");
  build->add_option("--out", options->out, "归档文件，.json 或二进制 / archive to write")
      ->required();
  build->callback([options, &context] { context.Finish(Build(*options, context)); });
}

}  // namespace touchstone::cli
