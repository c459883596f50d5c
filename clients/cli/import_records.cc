#include "clients/cli/import_records.h"

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <ostream>
#include <utility>
#include <vector>

#include "clients/cli/import_rows.h"
#include "clients/cli/message_fields.h"
#include "clients/cli/noun.h"
#include "clients/cli/record_input.h"
#include "services/common/errors.h"
#include "touchstone/v1/events.grpc.pb.h"
#include "touchstone/v1/identity.grpc.pb.h"

namespace touchstone::cli {
namespace {

constexpr std::size_t kRowsPerCheck = 100;  // a call names at most so many errors

const std::vector<ColumnSpec>& CertificateColumns() {
  static const std::vector<ColumnSpec> columns = {{"company", {"单位"}},
                                                  {"staff_number", {"工号"}, true},
                                                  {"type", {"证书类型", "证书"}, true},
                                                  {"number", {"证号", "证书编号"}, true},
                                                  {"kind", {"事项"}},
                                                  {"date", {"日期", "有效自"}, true},
                                                  {"end_date", {"至"}},
                                                  {"office", {"发证机关"}},
                                                  {"class_hours", {"课时"}},
                                                  {"basis", {"依据"}}};
  return columns;
}

const std::vector<ColumnSpec>& AttendanceColumns() {
  static const std::vector<ColumnSpec> columns = {{"company", {"单位"}},
                                                  {"staff_number", {"工号"}, true},
                                                  {"batch", {"期次"}, true},
                                                  {"session", {"课次"}, true},
                                                  {"class_hours", {"课时"}}};
  return columns;
}

// Names of workers by company and staff number. An empty company finds those of the only one.
class People {
 public:
  absl::Status Read(const Connection& connection) {
    using Events = v1::EventsService::Stub;
    v1::ListWorkersRequest request;
    auto workers = connection.CallAllPages(&Events::ListWorkers, request);
    if (!workers.ok()) return ReadFiles(connection);
    auto companies = connection.CallAllPages(&Events::ListCompanies, v1::ListCompaniesRequest());
    if (!companies.ok()) return companies.status();
    for (const v1::Company& company : companies->companies()) {
      ids_[company.display_name()] = company.name();
    }
    for (const v1::Worker& worker : workers->workers()) {
      workers_[{worker.company(), worker.staff_number()}] = worker.name();
    }
    return absl::OkStatus();
  }

  // Empty, with a problem, when there is none.
  std::string Find(const NamedTable& table, std::size_t row, Problems& problems) const {
    const std::string text = table.Get(row, "company");
    std::string company = own_;
    if (!text.empty()) {
      const auto id = ids_.find(text);
      company = id == ids_.end() ? FullName("companies", text) : id->second;
    }
    const std::string number = table.Get(row, "staff_number");
    const auto found = workers_.find({company, number});
    if (found != workers_.end() && !number.empty()) return found->second;
    problems.Add(table.Place(row, "staff_number"), "没有这个工号: " + number,
                 "no worker has this staff number: " + number);
    return "";
  }

 private:
  // What those who are held to a company may read.
  absl::Status ReadFiles(const Connection& connection) {
    auto me = connection.Call(&v1::IdentityService::Stub::WhoAmI, v1::WhoAmIRequest());
    if (!me.ok()) return me.status();
    own_ = me->company();
    v1::ListFilesRequest request;
    request.set_parent(own_);
    auto files = connection.CallAllPages(&TrainingStub::ListFiles, request);
    if (!files.ok()) return files.status();
    for (const v1::File& file : files->files()) {
      workers_[{own_, file.staff_number()}] = file.worker();
    }
    return absl::OkStatus();
  }

  std::string own_;
  std::map<std::string, std::string> ids_;  // company names by what they are called
  std::map<std::pair<std::string, std::string>, std::string> workers_;
};

// An id that is the same for the same row, whatever its place in the file.
std::string RowId(const std::vector<std::string>& parts) {
  std::string text = "\n";
  for (const std::string& part : parts) text += part + "\n";
  return StableId("r", text);
}

v1::NewRecord CertificateAt(const NamedTable& table, std::size_t row, Problems& problems) {
  v1::NewRecord asked;
  v1::Record& record = *asked.mutable_record();
  record.set_date(table.Get(row, "date"));
  record.set_end_date(table.Get(row, "end_date"));
  record.set_basis(table.Get(row, "basis"));
  v1::CertificateFact& fact = *record.mutable_certificate();
  fact.set_type(CertificateTypeName(table.Get(row, "type")));
  fact.set_number(table.Get(row, "number"));
  fact.set_office(table.Get(row, "office"));
  fact.set_class_hours(table.Get(row, "class_hours"));
  std::string kind = table.Get(row, "kind");
  if (kind.empty()) kind = "issued";
  static const std::map<std::string, std::string> kWords = {
      {"发证", "issued"},   {"复审", "reviewed"}, {"延期", "extended"},    {"暂扣", "suspended"},
      {"恢复", "restored"}, {"吊销", "revoked"},  {"被取代", "superseded"}};
  const auto word = kWords.find(kind);
  absl::Status set = SetField(fact, "kind", word == kWords.end() ? kind : word->second);
  if (!set.ok()) {
    problems.Add(table.Place(row, "kind"), "不认识的事项: " + kind, "unknown kind: " + kind);
  }
  asked.set_record_id(RowId({fact.type(), fact.number(), kind, record.date()}));
  return asked;
}

class DatesOfSessions {
 public:
  explicit DatesOfSessions(const Connection& connection) : connection_(connection) {}
  // Empty when there is no such session.
  std::string Find(const std::string& batch, const std::string& session) {
    auto [found, is_new] = batches_.try_emplace(batch);
    if (is_new) {
      v1::GetBatchRequest request;
      request.set_name(FullName("batches", batch));
      auto read = connection_.Call(&TrainingStub::GetBatch, request);
      if (read.ok()) found->second = *std::move(read);
    }
    for (const v1::Session& candidate : found->second.sessions()) {
      if (candidate.id() == session) return candidate.date();
    }
    return "";
  }

 private:
  const Connection& connection_;
  std::map<std::string, v1::Batch> batches_;
};

v1::NewRecord AttendanceAt(const NamedTable& table, std::size_t row, DatesOfSessions& dates,
                           Problems& problems) {
  v1::NewRecord asked;
  const std::string batch = table.Get(row, "batch");
  const std::string session = table.Get(row, "session");
  v1::Attendance& attendance = *asked.mutable_record()->mutable_attendance();
  attendance.set_batch(FullName("batches", batch));
  attendance.set_session(session);
  attendance.set_class_hours(table.Get(row, "class_hours"));
  const std::string date = dates.Find(batch, session);
  if (date.empty()) {
    problems.Add(table.Place(row, "session"), "没有这期培训或这次课: " + batch + " " + session,
                 "no such batch or session: " + batch + " " + session);
  }
  asked.mutable_record()->set_date(date);
  asked.set_record_id(RowId({batch, session}));
  return asked;
}

// Lets the server check all records, and says what it refuses by the rows of the table.
absl::Status CheckRows(const Connection& connection, const NamedTable& table,
                       const std::vector<v1::NewRecord>& records,
                       const std::vector<std::size_t>& rows, std::uint64_t& is_new,
                       Problems& problems) {
  constexpr std::string_view kPrefix = "records[";
  for (std::size_t first = 0; first < records.size(); first += kRowsPerCheck) {
    const std::size_t end = std::min(first + kRowsPerCheck, records.size());
    const std::vector<v1::NewRecord> part(records.begin() + static_cast<std::ptrdiff_t>(first),
                                          records.begin() + static_cast<std::ptrdiff_t>(end));
    auto checked = SendRecords(connection, part, true);
    if (checked.ok()) {
      is_new += *checked;
      continue;
    }
    const ErrorDetail detail = DetailOf(checked.status());
    if (detail.fields.empty()) return checked.status();
    for (const FieldViolation& field : detail.fields) {
      if (!field.field.starts_with(kPrefix)) return checked.status();
      const std::size_t index = std::stoul(field.field.substr(kPrefix.size()));
      const std::string column = field.field.substr(field.field.rfind('.') + 1);
      const std::size_t row = rows[first + index];
      problems.Add(table.Has(column) ? table.Place(row, column) : table.Place(row),
                   field.description, field.description);
    }
  }
  return absl::OkStatus();
}

struct RecordImport {
  std::string file;
  bool dry_run = false;
  bool attendances = false;
};

void Show(const RecordImport& options, std::uint64_t is_new, std::size_t rows, Context& context) {
  const std::uint64_t same = rows - is_new;
  if (context.json) {
    context.out << nlohmann::ordered_json{{"dry_run", options.dry_run},
                                          {"create", is_new},
                                          {"same", same}}
                       .dump(2)
                << "\n";
    return;
  }
  context.out << context.Say("新增 ", "create ") << is_new << context.Say("，不变 ", ", same ")
              << same
              << (options.dry_run ? context.Say("（试运行，未写入）", " (dry run, nothing written)")
                                  : std::string_view())
              << "\n";
}

absl::Status Import(const RecordImport& options, Context& context) {
  const auto table = NamedTable::Read(
      options.file, options.attendances ? AttendanceColumns() : CertificateColumns());
  if (!table.ok()) return table.status();
  const auto connection = Connection::Open(context);
  if (!connection.ok()) return connection.status();
  People people;
  if (absl::Status read = people.Read(*connection); !read.ok()) return read;
  DatesOfSessions dates(*connection);
  Problems problems;
  std::vector<v1::NewRecord> records;
  std::vector<std::size_t> rows;
  for (std::size_t row = 0; row < table->size(); ++row) {
    const std::size_t before = problems.count();
    v1::NewRecord asked = options.attendances ? AttendanceAt(*table, row, dates, problems)
                                              : CertificateAt(*table, row, problems);
    asked.set_worker(people.Find(*table, row, problems));
    if (problems.count() > before) continue;
    records.push_back(std::move(asked));
    rows.push_back(row);
  }
  std::uint64_t is_new = 0;
  absl::Status checked = CheckRows(*connection, *table, records, rows, is_new, problems);
  if (!checked.ok()) return checked;
  if (!problems.empty()) return problems.ToStatus();
  if (!options.dry_run) {
    auto added = SendRecords(*connection, records, false);
    if (!added.ok()) return added.status();
    is_new = *added;
  }
  Show(options, is_new, records.size(), context);
  return absl::OkStatus();
}

}  // namespace

void AddRecordImports(CLI::App& import, Context& context) {
  const auto add = [&](const char* name, const char* help, bool attendances) {
    CLI::App* command = import.add_subcommand(name, help);
    auto options = std::make_shared<RecordImport>();
    options->attendances = attendances;
    command->add_option("FILE", options->file, "CSV 或 xlsx 文件 / CSV or xlsx file")->required();
    command->add_flag("--dry-run", options->dry_run, "只检查，不写入 / check and write nothing");
    command->callback([options, &context] { context.Finish(Import(*options, context)); });
  };
  add("certificates", "证书 / certificates of workers", false);
  add("attendances", "签到 / attendances", true);
}

}  // namespace touchstone::cli
