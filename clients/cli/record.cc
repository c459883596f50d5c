#include <ctime>
#include <ostream>

#include "clients/cli/commands.h"
#include "clients/cli/message_fields.h"
#include "clients/cli/noun.h"
#include "clients/cli/output.h"
#include "clients/cli/record_export.h"
#include "clients/cli/record_input.h"

namespace touchstone::cli {
namespace {

struct RecordInput {
  std::string worker;
  std::string id;
  std::string fact;
  std::vector<std::string> fields;
  std::string date;
  std::string end_date;
  std::string basis;
  std::string replaces;
  std::string note;
  std::string reason;
  std::string known;
  std::vector<std::string> facts;
  bool counted = false;
};

std::string Today() {
  const std::time_t now = std::time(nullptr);
  std::tm local{};
  localtime_r(&now, &local);
  char text[16];
  return std::string(text, std::strftime(text, sizeof text, "%Y-%m-%d", &local));
}

// What a record says, in one line.
std::string FactText(const Context& context, const v1::Record& record) {
  const auto* field = record.GetReflection()->GetOneofFieldDescriptor(
      record, record.GetDescriptor()->FindOneofByName("fact"));
  if (field == nullptr) return "";
  const auto& fact = record.GetReflection()->GetMessage(record, field);
  std::string text;
  std::vector<const google::protobuf::FieldDescriptor*> set;
  fact.GetReflection()->ListFields(fact, &set);
  for (const auto* part : set) {
    const std::string value = ShowField(context, fact, part->name());
    if (value.empty() || part->name() == "company") continue;
    if (!text.empty()) text += context.Say("，", ", ");
    text += part->name() + "=" + value;
  }
  return text;
}

std::string FactName(const v1::Record& record) {
  const auto* field = record.GetReflection()->GetOneofFieldDescriptor(
      record, record.GetDescriptor()->FindOneofByName("fact"));
  return field == nullptr ? std::string() : field->name();
}

void ShowRecords(Context& context, const v1::ListRecordsResponse& list) {
  if (context.json) {
    context.out << ToJson(list);
    return;
  }
  TextTable table({{std::string(context.Say("编号", "id"))},
                   {std::string(context.Say("日期", "date"))},
                   {std::string(context.Say("记录于", "recorded"))},
                   {std::string(context.Say("类别", "kind"))},
                   {std::string(context.Say("内容", "what"))},
                   {std::string(context.Say("状态", "state"))}});
  for (const v1::Record& record : list.records()) {
    table.AddRow({ShowField(context, record, "name"), record.date(),
                  ShowField(context, record, "record_time"), FactName(record),
                  FactText(context, record), ShowField(context, record, "state")});
  }
  table.Print(context.out);
  if (list.records().empty()) context.out << context.Say("（没有）", "(none)") << "\n";
}

absl::Status List(const Connection& connection, const RecordInput& input, Context& context) {
  v1::ListRecordsRequest request;
  request.set_parent(FullName("workers", input.worker));
  for (const std::string& fact : input.facts) request.add_facts(fact);
  request.set_counted_only(input.counted);
  if (!input.known.empty()) {
    auto known = ParseKnownTime(input.known);
    if (!known.ok()) return known.status();
    *request.mutable_known_time() = *known;
  }
  auto list = connection.CallAllPages(&TrainingStub::ListRecords, request);
  if (list.ok()) ShowRecords(context, *list);
  return list.status();
}

absl::Status Append(const Connection& connection, const v1::NewRecord& record, Context& context) {
  v1::AppendRecordsRequest request;
  *request.add_records() = record;
  request.set_request_id(NewRequestId());
  auto added = connection.Call(&TrainingStub::AppendRecords, request);
  if (!added.ok()) return added.status();
  v1::ListRecordsResponse list;
  list.mutable_records()->Swap(added->mutable_records());
  ShowRecords(context, list);
  return absl::OkStatus();
}

v1::NewRecord NewRecordOf(const RecordInput& input) {
  v1::NewRecord asked;
  asked.set_worker(FullName("workers", input.worker));
  v1::Record& record = *asked.mutable_record();
  record.set_date(input.date.empty() ? Today() : input.date);
  record.set_end_date(input.end_date);
  record.set_basis(input.basis);
  record.set_replaces(input.replaces);
  record.set_note(input.note);
  return asked;
}

absl::Status Add(const Connection& connection, const RecordInput& input, Context& context) {
  v1::NewRecord asked = NewRecordOf(input);
  asked.set_record_id(input.id);
  v1::Record& record = *asked.mutable_record();
  if (absl::Status s = SetFactField(record, input.fact, ""); !s.ok()) return s;
  for (const std::string& field : input.fields) {
    if (absl::Status s = SetFactField(record, input.fact, field); !s.ok()) return s;
  }
  return Append(connection, asked, context);
}

absl::Status Withdraw(const Connection& connection, const RecordInput& input, Context& context) {
  v1::NewRecord asked = NewRecordOf(input);
  asked.mutable_record()->set_replaces(input.id);
  asked.mutable_record()->mutable_withdrawal()->set_reason(input.reason);
  return Append(connection, asked, context);
}

absl::Status Confirm(const Connection& connection, const RecordInput& input, Context& context) {
  v1::NewRecord asked = NewRecordOf(input);
  asked.mutable_record()->mutable_confirmation()->set_record(input.id);
  return Append(connection, asked, context);
}

absl::Status Get(const Connection& connection, const RecordInput& input, Context& context) {
  v1::GetRecordRequest request;
  request.set_name(FullName("workers", input.worker) + "/records/" + input.id);
  auto record = connection.Call(&TrainingStub::GetRecord, request);
  if (!record.ok()) return record.status();
  if (context.json) {
    context.out << ToJson(*record);
    return absl::OkStatus();
  }
  static const std::vector<Column> columns = {{"name", "编号", "id"},
                                              {"date", "日期", "date"},
                                              {"end_date", "到", "to"},
                                              {"state", "状态", "state"},
                                              {"record_time", "记录于", "recorded"},
                                              {"entered_by", "录入", "entered by"},
                                              {"verified_by", "核实", "verified by"},
                                              {"confirm_time", "本人确认", "confirmed"},
                                              {"replaces", "更正", "replaces"},
                                              {"basis", "依据", "basis"},
                                              {"note", "备注", "note"}};
  ShowOne(context, columns, *record);
  context.out << FactName(*record) << ": " << FactText(context, *record) << "\n";
  return absl::OkStatus();
}

}  // namespace

void AddRecordCommand(CLI::App& app, Context& context) {
  CLI::App* command = app.add_subcommand("record", "工人档案中的记录 / records of a worker's file");
  command->require_subcommand(1);
  auto input = std::make_shared<RecordInput>();
  const auto add = [&](const char* name, const char* help, auto function) {
    CLI::App* sub = command->add_subcommand(name, help);
    sub->add_option("WORKER", input->worker, "工人编号 / id of the worker")->required();
    sub->callback([&context, input, function] {
      Run(context,
          [&](const Connection& connection) { return function(connection, *input, context); });
    });
    return sub;
  };
  CLI::App* make = add("add", "添加 / add", Add);
  make->add_option("KIND", input->fact,
                   "posting|attendance|certificate|assessment|hours|violation|health|work|honour|"
                   "contest_result|enrolment|mentor_contract|mentor_outcome|evaluation|"
                   "finding_closure|level_step")
      ->required();
  make->add_option("FIELD=VALUE", input->fields, "内容 / what it says");
  make->add_option("--id", input->id, "编号，重发无害 / id; makes repeating harmless");
  make->add_option("--date", input->date, "日期，默认今天 / day; default today");
  make->add_option("--end", input->end_date, "最后一天 / last day");
  make->add_option("--basis", input->basis, "依据 / basis");
  make->add_option("--replaces", input->replaces, "所更正的记录 / the record that it corrects");
  make->add_option("--note", input->note, "备注 / note");
  CLI::App* list = add("list", "全部经历 / the history", List);
  list->add_option("--kind", input->facts, "只要这些类别 / these kinds only")->delimiter(',');
  list->add_option("--known", input->known, "截至何时所知 / as known at");
  list->add_flag("--counted", input->counted, "只要有效的 / only what counts");
  add("get", "查看一条 / show one", Get)
      ->add_option("ID", input->id, "记录编号 / id of the record")
      ->required();
  CLI::App* withdraw = add("withdraw", "撤回 / take back", Withdraw);
  withdraw->add_option("ID", input->id, "记录编号 / id of the record")->required();
  withdraw->add_option("--reason", input->reason, "原因 / why")->required();
  withdraw->add_option("--date", input->date, "日期，默认今天 / day; default today");
  add("confirm", "由另一人确认 / stand by another's record", Confirm)
      ->add_option("ID", input->id, "记录编号 / id of the record")
      ->required();
  AddRecordExport(*command, context);
}

}  // namespace touchstone::cli
