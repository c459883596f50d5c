#include "clients/cli/rule_files.h"

#include <filesystem>
#include <fstream>

#include "clients/cli/named_table.h"
#include "google/protobuf/util/json_util.h"
#include "services/common/errors.h"
#include "services/judging/rule_pack_convert.h"
#include "services/judging/shipped_packs.h"
#include "services/tables/table.h"

namespace touchstone::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLargestRules = 16u << 20;

std::string Extension(const std::string& path) { return fs::path(path).extension().string(); }

std::string InFolder(const std::string& folder, const std::string& name) {
  return folder.empty() || fs::path(name).is_absolute() ? name : (fs::path(folder) / name).string();
}

// Parses `text` as JSON into `message`.
absl::Status FromJson(const std::string& text, const std::string& path, Reason reason,
                      google::protobuf::Message& message) {
  const auto status = google::protobuf::util::JsonStringToMessage(text, &message);
  if (status.ok()) return absl::OkStatus();
  return MakeError(reason, path + ": " + std::string(status.message()));
}

judging::CisRows AsRows(const tables::Sheet& sheet) {
  judging::CisRows rows;
  for (const tables::Row& row : sheet.rows) {
    rows.resize(static_cast<std::size_t>(row.number));
    for (const tables::Cell& cell : row.cells) rows.back().push_back(cell.text);
  }
  return rows;
}

// The rows of the first sheet, or none without a file.
absl::StatusOr<judging::CisRows> ReadRows(const std::string& path) {
  if (path.empty()) return judging::CisRows();
  absl::StatusOr<tables::Workbook> workbook = tables::ReadTable(path);
  if (!workbook.ok()) return workbook.status();
  return AsRows(workbook->sheets.at(0));
}

absl::StatusOr<judging::CisImport> LoadCis(const std::string& path, const CisFiles& files) {
  std::string id = Slug(fs::path(path).stem().string());
  if (id.empty()) id = "cis-scheme";
  absl::StatusOr<tables::Workbook> workbook = tables::ReadTable(path);
  if (!workbook.ok()) return workbook.status();
  std::size_t marking = 0;
  std::size_t calculations = workbook->sheets.size();
  for (std::size_t i = 0; i < workbook->sheets.size(); ++i) {
    if (workbook->sheets[i].name.starts_with("CIS Marking Scheme")) marking = i;
    if (workbook->sheets[i].name == "Calculations") calculations = i;
  }
  const judging::CisRows rows = AsRows(workbook->sheets[marking]);
  absl::StatusOr<judging::CisRows> calculation_rows = ReadRows(files.calculations);
  if (!calculation_rows.ok()) return calculation_rows.status();
  if (judging::IsCisAspectsTable(rows)) {
    absl::StatusOr<judging::CisRows> criteria = ReadRows(files.criteria);
    if (!criteria.ok()) return criteria.status();
    return judging::SchemeFromCisTables(rows, *calculation_rows, *criteria, id);
  }
  if (files.calculations.empty() && calculations < workbook->sheets.size())
    *calculation_rows = AsRows(workbook->sheets[calculations]);
  return judging::SchemeFromCisSheet(rows, *calculation_rows, id);
}

}  // namespace

absl::StatusOr<v1::RulePack> LoadRulePack(const std::string& name, const std::string& folder) {
  if (const v1::RulePack* shipped = judging::FindShippedRulePack(name)) return *shipped;
  const std::string path = InFolder(folder, name);
  absl::StatusOr<std::string> text = tables::ReadFile(path, kLargestRules);
  if (!text.ok()) return text.status();
  if (Extension(path) != ".json") return judging::ParseRulePackText(*text, path);
  v1::RulePack pack;
  absl::Status status = FromJson(*text, path, Reason::RULE_PACK_INVALID, pack);
  if (status.ok()) status = judging::ToRulePack(pack).status();
  if (!status.ok()) return status;
  return pack;
}

absl::StatusOr<judging::CisImport> LoadScheme(const std::string& name, const std::string& folder,
                                              const CisFiles& files) {
  judging::CisImport import;
  if (const v1::Scheme* shipped = judging::FindShippedScheme(name)) {
    import.scheme = *shipped;
    return import;
  }
  const std::string path = InFolder(folder, name);
  const std::string extension = Extension(path);
  if (extension == ".xlsx" || extension == ".csv") return LoadCis(path, files);
  absl::StatusOr<std::string> text = tables::ReadFile(path, kLargestRules);
  if (!text.ok()) return text.status();
  if (extension == ".json") {
    absl::Status status = FromJson(*text, path, Reason::SCHEME_INVALID, import.scheme);
    if (status.ok()) status = judging::ToScheme(import.scheme).status();
    if (!status.ok()) return status;
    return import;
  }
  absl::StatusOr<v1::Scheme> scheme = judging::ParseSchemeText(*text, path);
  if (!scheme.ok()) return scheme.status();
  import.scheme = *std::move(scheme);
  return import;
}

absl::StatusOr<std::string> ToProtoJson(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  std::string json;
  const auto status = google::protobuf::util::MessageToJsonString(message, &json, options);
  if (!status.ok()) return absl::InternalError(std::string(status.message()));
  return json;
}

absl::Status WriteFile(const std::string& path, std::string_view bytes) {
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  out.close();
  if (!out) return absl::UnavailableError("cannot write " + path);
  return absl::OkStatus();
}

absl::Status WriteRules(const google::protobuf::Message& message, const std::string& path) {
  if (Extension(path) != ".json") return WriteFile(path, judging::ToText(message));
  absl::StatusOr<std::string> json = ToProtoJson(message);
  if (!json.ok()) return json.status();
  return WriteFile(path, *json);
}

}  // namespace touchstone::cli
