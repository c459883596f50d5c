#include <ostream>

#include "clients/cli/commands.h"
#include "clients/cli/noun.h"
#include "clients/cli/record_input.h"

namespace touchstone::cli {
namespace {

struct BatchInput {
  std::string id;
  std::string name;
  std::string programme;
  std::string site;
  std::string company;
  std::vector<std::string> sessions;
  std::vector<std::string> instructors;
};

const std::vector<Column>& BatchColumns() {
  static const auto* const columns =
      new std::vector<Column>{{"name", "编号", "id"},
                              {"display_name", "名称", "name"},
                              {"programme", "项目", "programme"},
                              {"site", "地点", "site"},
                              {"instructors", "教师", "instructors"}};
  return *columns;
}

// "s1:2024-05-03:4" or "s1:2024-05-03:4:主题".
absl::Status AddSession(v1::Batch& batch, const std::string& text) {
  v1::Session& session = *batch.add_sessions();
  const auto first = text.find(':');
  const auto second = first == std::string::npos ? first : text.find(':', first + 1);
  if (second == std::string::npos) {
    return absl::InvalidArgumentError("\"" + text + "\" is not ID:DATE:HOURS[:SUBJECT]");
  }
  const auto third = text.find(':', second + 1);
  session.set_id(text.substr(0, first));
  session.set_date(text.substr(first + 1, second - first - 1));
  session.set_class_hours(text.substr(second + 1, third - second - 1));
  if (third != std::string::npos) session.set_subject(text.substr(third + 1));
  return absl::OkStatus();
}

absl::Status FillBatch(const BatchInput& input, v1::Batch& batch) {
  batch.set_display_name(input.name);
  if (!input.programme.empty()) batch.set_programme(FullName("programmes", input.programme));
  batch.set_site(SiteName(input.site));
  for (const std::string& who : input.instructors) batch.add_instructors(who);
  for (const std::string& session : input.sessions) {
    if (absl::Status added = AddSession(batch, session); !added.ok()) return added;
  }
  return absl::OkStatus();
}

absl::Status Create(const Connection& connection, const BatchInput& input, Context& context) {
  v1::CreateBatchRequest request;
  request.set_batch_id(input.id);
  request.set_request_id(NewRequestId());
  if (absl::Status s = FillBatch(input, *request.mutable_batch()); !s.ok()) return s;
  return ShowOneOr(context, BatchColumns(), connection.Call(&TrainingStub::CreateBatch, request));
}

absl::Status Update(const Connection& connection, const BatchInput& input, Context& context) {
  v1::UpdateBatchRequest request;
  request.set_request_id(NewRequestId());
  request.mutable_batch()->set_name(FullName("batches", input.id));
  if (absl::Status s = FillBatch(input, *request.mutable_batch()); !s.ok()) return s;
  auto& mask = *request.mutable_update_mask();
  if (!input.name.empty()) mask.add_paths("display_name");
  if (!input.sessions.empty()) mask.add_paths("sessions");
  if (!input.instructors.empty()) mask.add_paths("instructors");
  return ShowOneOr(context, BatchColumns(), connection.Call(&TrainingStub::UpdateBatch, request));
}

void AddFields(CLI::App& command, BatchInput& input, bool create) {
  command.add_option("--name", input.name, "名称 / name")->required(create);
  command
      .add_option("--session", input.sessions,
                  "课次 编号:日期:课时[:内容]，可多次 / ID:DATE:HOURS[:SUBJECT], may be repeated")
      ->required(create);
  command.add_option("--instructor", input.instructors, "教师，可多次 / instructor");
}

}  // namespace

void AddBatchCommand(CLI::App& app, Context& context) {
  CLI::App* command = app.add_subcommand("batch", "培训期次 / batches of training");
  command->require_subcommand(1);
  auto input = std::make_shared<BatchInput>();
  const auto run = [&context, input](auto function) {
    return [&context, input, function] {
      Run(context,
          [&](const Connection& connection) { return function(connection, *input, context); });
    };
  };

  CLI::App* create = command->add_subcommand("create", "新建 / create");
  create->add_option("--id", input->id, "编号，不给则自动生成 / id; made when it is not given");
  create->add_option("--programme", input->programme, "培训项目编号 / id of the programme")
      ->required();
  create->add_option("--site", input->site, "地点 单位/地点 / site COMPANY/SITE")->required();
  AddFields(*create, *input, true);
  create->callback(run(Create));

  CLI::App* update = command->add_subcommand("update", "修改 / change");
  update->add_option("ID", input->id, "编号 / id")->required();
  AddFields(*update, *input, false);
  update->callback(run(Update));

  CLI::App* show = command->add_subcommand("get", "查看一个 / show one");
  show->add_option("ID", input->id, "编号 / id")->required();
  show->callback(run([](const Connection& connection, const BatchInput& asked, Context& out) {
    v1::GetBatchRequest request;
    request.set_name(FullName("batches", asked.id));
    const auto batch = connection.Call(&TrainingStub::GetBatch, request);
    if (!batch.ok() || out.json) return ShowOneOr(out, BatchColumns(), batch);
    ShowOne(out, BatchColumns(), *batch);
    for (const v1::Session& session : batch->sessions()) {
      out.out << session.id() << "  " << session.date() << "  " << session.class_hours()
              << out.Say(" 课时  ", " h  ") << session.subject() << "\n";
    }
    return absl::OkStatus();
  }));

  CLI::App* list = command->add_subcommand("list", "列出 / list");
  list->add_option("--company", input->company, "单位编号 / id of the company");
  list->callback(run([](const Connection& connection, const BatchInput& asked, Context& out) {
    v1::ListBatchesRequest request;
    if (!asked.company.empty()) request.set_company(FullName("companies", asked.company));
    return ShowListOr(out, BatchColumns(),
                      connection.CallAllPages(&TrainingStub::ListBatches, request));
  }));
}

}  // namespace touchstone::cli
