#include "clients/cli/import_records.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <ostream>
#include <utility>
#include <vector>

#include "clients/cli/message_fields.h"
#include "clients/cli/noun.h"
#include "clients/cli/output.h"
#include "services/common/errors.h"
#include "services/common/hash.h"
#include "services/tables/csv.h"
#include "services/tables/table.h"
#include "services/training/imports/import_columns_convert.h"
#include "touchstone/v1/identity.grpc.pb.h"
#include "touchstone/v1/training_import.grpc.pb.h"

namespace touchstone::cli {
namespace {

using Stub = v1::ImportsService::Stub;
using Progress = v1::ImportProgress;

constexpr std::size_t kPart = 128 * 1024;
constexpr std::size_t kLargestFile = 64u << 20;

struct RecordImport {
  v1::ImportKind kind = v1::IMPORT_KIND_UNSPECIFIED;
  std::string file;
  std::string company;
  std::string problems;
  bool dry_run = false;
};

// In whose name it is imported: the company that is named, or the caller's own, or that of each
// row.
absl::StatusOr<std::string> ParentOf(const Connection& connection, const std::string& company) {
  if (!company.empty()) return FullName("companies", company);
  auto me = connection.Call(&v1::IdentityService::Stub::WhoAmI, v1::WhoAmIRequest());
  if (!me.ok()) return me.status();
  return me->company().empty() ? "companies/-" : me->company();
}

absl::StatusOr<v1::Import> Upload(const Connection& connection, const RecordImport& options) {
  auto content = tables::ReadFile(options.file, kLargestFile);
  if (!content.ok()) return content.status();
  auto parent = ParentOf(connection, options.company);
  if (!parent.ok()) return parent.status();
  v1::CreateImportRequest create;
  create.set_parent(*parent);
  create.set_request_id(NewRequestId());
  create.mutable_import()->set_kind(options.kind);
  create.mutable_import()->set_file_name(std::filesystem::path(options.file).filename().string());
  create.mutable_import()->set_size(content->size());
  create.mutable_import()->set_sha256(Sha256(*content));
  auto import = connection.Call(&Stub::CreateImport, create);
  for (std::size_t at = 0; import.ok() && at < content->size(); at += kPart) {
    v1::UploadImportRequest part;
    part.set_name(import->name());
    part.set_offset(at);
    part.set_content(content->substr(at, kPart));
    import = connection.Call(&Stub::UploadImport, part);
  }
  return import;
}

// Tells on a terminal how far it is; elsewhere it says nothing.
class ProgressLine {
 public:
  explicit ProgressLine(Context& context)
      : context_(context), shown_(!context.json && ::isatty(STDERR_FILENO) == 1) {}
  ~ProgressLine() {
    if (shown_) context_.err << "\r\x1b[K" << std::flush;
  }
  void Show(const Progress& progress) {
    if (!shown_ || progress.stage() == Progress::STAGE_DONE) return;
    const std::string_view stage =
        progress.stage() == Progress::STAGE_READING    ? context_.Say("读取", "reading")
        : progress.stage() == Progress::STAGE_CHECKING ? context_.Say("检查", "checking")
                                                       : context_.Say("写入", "writing");
    context_.err << "\r\x1b[K" << stage << " " << progress.rows_done();
    if (progress.rows() > 0) context_.err << "/" << progress.rows();
    context_.err << std::flush;
  }

 private:
  Context& context_;
  const bool shown_;
};

struct Result {
  Progress last;
  std::vector<v1::ImportProblem> problems;
};

absl::StatusOr<Result> RunImport(const Connection& connection, const std::string& name,
                                 bool dry_run, Context& context) {
  v1::RunImportRequest request;
  request.set_name(name);
  request.set_validate_only(dry_run);
  auto call = connection.NewCall();
  Stub stub(connection.channel());
  auto reader = stub.RunImport(call.get(), request);
  ProgressLine line(context);
  Result result;
  while (reader->Read(&result.last)) {
    line.Show(result.last);
    for (const auto& problem : result.last.problems()) result.problems.push_back(problem);
  }
  if (grpc::Status status = reader->Finish(); !status.ok()) return FromGrpcStatus(status);
  return result;
}

// Every problem as a row: place, column, reason, both texts.
absl::Status WriteProblems(const std::string& path, const Result& result) {
  std::ofstream out(path, std::ios::binary);
  out << "\xEF\xBB\xBF" << tables::CsvLine({"行", "列", "列名", "原因", "说明", "in English"});
  for (const v1::ImportProblem& problem : result.problems) {
    out << tables::CsvLine({std::to_string(problem.row()), problem.column(), problem.column_name(),
                            problem.reason(), problem.text().zh(), problem.text().en()});
  }
  out.close();
  return out ? absl::OkStatus() : absl::UnavailableError("cannot write " + path);
}

absl::Status ToStatus(const std::string& file, const Result& result) {
  std::vector<FieldViolation> fields;
  for (const v1::ImportProblem& problem : result.problems) {
    fields.push_back({tables::PlaceOf(file, static_cast<int>(problem.row()), problem.column()),
                      problem.text().zh() + " / " + problem.text().en()});
  }
  return MakeError(Reason::REQUEST_INVALID,
                   std::to_string(result.last.problems_found()) + " 处 / places",
                   std::move(fields));
}

void Show(const Progress& done, const std::string& name, bool dry_run, Context& context) {
  if (context.json) {
    context.out << nlohmann::ordered_json{{"import", name},
                                          {"dry_run", dry_run},
                                          {"create", done.added()},
                                          {"same", done.same()}}
                       .dump(2)
                << "\n";
    return;
  }
  context.out << context.Say("新增 ", "create ") << done.added()
              << context.Say("，不变 ", ", same ") << done.same()
              << (dry_run ? context.Say("（试运行，未写入）", " (dry run, nothing written)")
                          : std::string_view())
              << "\n";
}

absl::Status Import(const Connection& connection, const RecordImport& options, Context& context) {
  auto import = Upload(connection, options);
  if (!import.ok()) return import.status();
  auto result = RunImport(connection, import->name(), options.dry_run, context);
  if (!result.ok()) return result.status();
  if (!options.problems.empty()) {
    if (absl::Status s = WriteProblems(options.problems, *result); !s.ok()) return s;
  }
  if (result->last.problems_found() > 0) return ToStatus(import->file_name(), *result);
  Show(result->last, import->name(), options.dry_run, context);
  return absl::OkStatus();
}

absl::Status Template(const Connection& connection, const std::string& kind, std::string file,
                      Context& context) {
  v1::GetImportTemplateRequest request;
  for (const auto& table : training::ImportTables()) {
    if (table.name == kind) request.set_kind(table.kind);
  }
  if (file.ends_with(".csv")) request.set_format(v1::GetImportTemplateRequest::FORMAT_CSV);
  auto document = connection.Call(&Stub::GetImportTemplate, request);
  if (!document.ok()) return document.status();
  if (file.empty()) file = document->file_name();
  std::ofstream out(file, std::ios::binary);
  out << document->content();
  out.close();
  if (!out) return absl::UnavailableError("cannot write " + file);
  if (!context.json) context.out << context.Say("已写入 ", "Written to ") << file << "\n";
  return absl::OkStatus();
}

absl::Status List(const Connection& connection, const std::string& company, Context& context) {
  auto parent = ParentOf(connection, company);
  if (!parent.ok()) return parent.status();
  v1::ListImportsRequest request;
  request.set_parent(*parent);
  auto list = connection.CallAllPages(&Stub::ListImports, request);
  if (!list.ok()) return list.status();
  ShowList(context,
           {{"name", "编号", "id"},
            {"kind", "类别", "kind"},
            {"file_name", "文件", "file"},
            {"state", "状态", "state"},
            {"rows", "行数", "rows"},
            {"added", "新增", "added"},
            {"create_time", "上传于", "begun"}},
           *list);
  return absl::OkStatus();
}

struct RevertInput {
  std::string id;
  std::string company;
  std::string reason;
};

absl::Status Revert(const Connection& connection, const RevertInput& input, Context& context) {
  v1::RevertImportRequest request;
  request.set_name(input.id);
  if (input.id.find('/') == std::string::npos) {
    auto parent = ParentOf(connection, input.company);
    if (!parent.ok()) return parent.status();
    request.set_name(*parent + "/imports/" + input.id);
  }
  request.set_reason(input.reason);
  auto import = connection.Call(&Stub::RevertImport, request);
  if (!import.ok()) return import.status();
  if (context.json) {
    context.out << ToJson(*import);
  } else {
    context.out << context.Say("已撤回，记录数 ", "Taken back, records ") << import->added()
                << "\n";
  }
  return absl::OkStatus();
}

constexpr char kCompanyHelp[] =
    "单位编号；不给则为自己的单位，或由每行写明 / id of the company; default: one's own, or each "
    "row's";

void AddKind(CLI::App& import, Context& context, const training::ImportTable& table) {
  CLI::App* command = import.add_subcommand(
      std::string(table.name), std::string(table.title) + " / " + std::string(table.name));
  auto options = std::make_shared<RecordImport>();
  options->kind = table.kind;
  command->add_option("FILE", options->file, "CSV 或 xlsx 文件 / CSV or xlsx file")->required();
  command->add_flag("--dry-run", options->dry_run, "只检查，不写入 / check and write nothing");
  command->add_option("--company", options->company, kCompanyHelp);
  command->add_option("--problems", options->problems,
                      "把所有问题写进这个 CSV 文件 / write every problem to this CSV file");
  command->callback([options, &context] {
    Run(context,
        [&](const Connection& connection) { return Import(connection, *options, context); });
  });
}

void AddTemplate(CLI::App& import, Context& context) {
  std::vector<std::string> kinds;
  for (const auto& table : training::ImportTables()) kinds.emplace_back(table.name);
  auto kind = std::make_shared<std::string>();
  auto file = std::make_shared<std::string>();
  CLI::App* command =
      import.add_subcommand("template", "空白模板 / an empty table with its columns");
  command->add_option("KIND", *kind, "类别 / kind")->required()->check(CLI::IsMember(kinds));
  command->add_option("--out", *file, "文件，.xlsx 或 .csv / file, .xlsx or .csv");
  command->callback([=, &context] {
    Run(context,
        [&](const Connection& connection) { return Template(connection, *kind, *file, context); });
  });
}

}  // namespace

void AddRecordImports(CLI::App& import, Context& context) {
  for (const training::ImportTable& table : training::ImportTables()) {
    AddKind(import, context, table);
  }
  AddTemplate(import, context);

  auto company = std::make_shared<std::string>();
  CLI::App* list = import.add_subcommand("list", "记录的导入 / imports of records");
  list->add_option("--company", *company, kCompanyHelp);
  list->callback([company, &context] {
    Run(context, [&](const Connection& connection) { return List(connection, *company, context); });
  });

  auto input = std::make_shared<RevertInput>();
  CLI::App* revert =
      import.add_subcommand("revert", "撤回一次导入 / take back what an import added");
  revert->add_option("IMPORT", input->id, "导入 / import")->required();
  revert->add_option("--company", input->company, kCompanyHelp);
  revert->add_option("--reason", input->reason, "原因 / why")->required();
  revert->callback([input, &context] {
    Run(context, [&](const Connection& connection) { return Revert(connection, *input, context); });
  });
}

}  // namespace touchstone::cli
