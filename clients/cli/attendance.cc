#include <ostream>

#include "clients/cli/commands.h"
#include "clients/cli/noun.h"
#include "clients/cli/record_input.h"

namespace touchstone::cli {
namespace {

struct AttendanceInput {
  std::string batch;
  std::string session;
  std::vector<std::string> workers;
  std::string hours;
};

const std::vector<Column>& LineColumns() {
  static const auto* const columns = new std::vector<Column>{
      {"session", "课次", "session"},   {"date", "日期", "date"},
      {"worker", "工人", "worker"},     {"display_name", "姓名", "name"},
      {"class_hours", "课时", "hours"}, {"confirm_time", "本人确认", "confirmed"},
      {"waiting", "待确认", "waiting"}, {"record", "记录", "record"}};
  return *columns;
}

// The id follows from batch and session, so that signing somebody in twice is harmless.
std::string RecordIdOf(const AttendanceInput& input) {
  const std::string id = "at-" + input.batch + "-" + input.session;
  return id.size() <= 63 ? id : std::string();
}

absl::Status Add(const Connection& connection, const AttendanceInput& input, Context& context) {
  v1::GetBatchRequest get;
  get.set_name(FullName("batches", input.batch));
  const auto batch = connection.Call(&TrainingStub::GetBatch, get);
  if (!batch.ok()) return batch.status();
  std::vector<v1::NewRecord> records;
  for (const v1::Session& session : batch->sessions()) {
    if (session.id() != input.session) continue;
    for (const std::string& worker : input.workers) {
      v1::NewRecord& asked = records.emplace_back();
      asked.set_worker(FullName("workers", worker));
      asked.set_record_id(RecordIdOf(input));
      asked.mutable_record()->set_date(session.date());
      v1::Attendance& attendance = *asked.mutable_record()->mutable_attendance();
      attendance.set_batch(batch->name());
      attendance.set_session(session.id());
      attendance.set_class_hours(input.hours);
    }
  }
  if (records.empty()) return absl::NotFoundError("the batch has no session " + input.session);
  const auto added = SendRecords(connection, records, false);
  if (!added.ok()) return added.status();
  context.out << context.Say("签到人次：", "person-times signed in: ") << *added << "\n";
  return absl::OkStatus();
}

}  // namespace

void AddAttendanceCommand(CLI::App& app, Context& context) {
  CLI::App* command = app.add_subcommand("attendance", "签到（人次） / attendances");
  command->require_subcommand(1);
  auto input = std::make_shared<AttendanceInput>();
  CLI::App* add = command->add_subcommand("add", "签到 / sign in");
  add->add_option("BATCH", input->batch, "期次编号 / id of the batch")->required();
  add->add_option("SESSION", input->session, "课次编号 / id of the session")->required();
  add->add_option("WORKER", input->workers, "工人编号 / ids of workers")->required();
  add->add_option("--hours", input->hours, "课时，默认整节 / class hours; default all");
  add->callback([&context, input] {
    Run(context, [&](const Connection& connection) { return Add(connection, *input, context); });
  });
  CLI::App* list = command->add_subcommand("list", "一期的签到 / attendances of a batch");
  list->add_option("BATCH", input->batch, "期次编号 / id of the batch")->required();
  list->callback([&context, input] {
    Run(context, [&](const Connection& connection) {
      v1::ListAttendancesRequest request;
      request.set_parent(FullName("batches", input->batch));
      return ShowListOr(context, LineColumns(),
                        connection.CallAllPages(&TrainingStub::ListAttendances, request));
    });
  });
}

}  // namespace touchstone::cli
