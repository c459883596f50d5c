#include "clients/cli/sheet.h"

#include <ostream>

#include "clients/cli/commands.h"
#include "clients/cli/incident.h"
#include "clients/cli/message_fields.h"
#include "clients/cli/noun.h"
#include "clients/cli/output.h"

namespace touchstone::cli {
namespace {

using Stub = v1::JudgingService::Stub;

absl::Status Show(const Connection& connection, const SheetInput& input, Context& context) {
  absl::StatusOr<v1::Sheet> sheet = GetSheet(connection, input);
  if (!sheet.ok()) return sheet.status();
  if (context.json) {
    context.out << ToJson(*sheet);
    return absl::OkStatus();
  }
  ShowList(context,
           {{"item", "项目", "item"},
            {"attempt", "轮次", "attempt"},
            {"round", "重评", "round"},
            {"value", "分数", "value"},
            {"not_attempted", "未做", "not attempted"},
            {"unsure", "存疑", "unsure"},
            {"revision", "版本", "revision"}},
           *sheet);
  context.out << context.Say("已提交：", "sealed: ") << ShowField(context, *sheet, "sealed")
              << context.Say("；评委组齐：", "; panel complete: ")
              << ShowField(context, *sheet, "panel_complete") << "\n";
  return absl::OkStatus();
}

absl::Status Seal(const Connection& connection, const SheetInput& input, Context& context) {
  v1::SealSheetRequest request;
  request.set_parent(FullName("events", input.event));
  request.mutable_seal()->set_discipline(input.discipline);
  request.mutable_seal()->set_entrant_code(input.code);
  request.mutable_seal()->set_module(input.module);
  request.set_entry_id(NewRequestId());
  return ShowOneOr(context, ReceiptColumns(), connection.Call(&Stub::SealSheet, request));
}

absl::Status List(const Connection& connection, const std::string& event, Context& context) {
  v1::ListSheetsRequest request;
  request.set_parent(FullName("events", event));
  return ShowListOr(context,
                    {{"discipline", "赛项", "discipline"},
                     {"entrant_code", "选手号", "code"},
                     {"module", "模块", "module"},
                     {"judge", "裁判", "judge"},
                     {"marked", "已评", "marked"},
                     {"items", "共", "of"},
                     {"sealed", "已提交", "sealed"},
                     {"panel_complete", "评委组齐", "panel complete"}},
                    connection.CallAllPages(&Stub::ListSheets, request));
}

}  // namespace

void AddSheetSubject(CLI::App& command, std::shared_ptr<SheetInput> input) {
  command.add_option("EVENT", input->event, "比赛 / event")->required();
  command.add_option("--discipline", input->discipline, "赛项编号 / discipline")->required();
  command.add_option("--code", input->code, "选手号 / code")->required();
}

absl::StatusOr<v1::Sheet> GetSheet(const Connection& connection, const SheetInput& input) {
  v1::GetSheetRequest request;
  request.set_parent(FullName("events", input.event));
  request.set_discipline(input.discipline);
  request.set_entrant_code(input.code);
  request.set_module(input.module);
  request.set_judge(input.judge);
  return connection.Call(&Stub::GetSheet, request);
}

void AddSheetCommand(CLI::App& app, Context& context) {
  CLI::App* command = app.add_subcommand("sheet", "评分表单 / sheets");
  command->require_subcommand(1);
  auto input = std::make_shared<SheetInput>();

  CLI::App* list = command->add_subcommand("list", "进度，不含分数 / progress, without marks");
  list->add_option("EVENT", input->event, "比赛 / event")->required();
  list->callback([&context, input] {
    Run(context,
        [&](const Connection& connection) { return List(connection, input->event, context); });
  });

  CLI::App* show = command->add_subcommand("show", "一张表 / one sheet");
  AddSheetSubject(*show, input);
  show->add_option("--module", input->module, "part/module")->required();
  show->add_option("--judge", input->judge, "裁判编号，不给为自己 / judge; default oneself");
  show->callback([&context, input] {
    Run(context, [&](const Connection& connection) { return Show(connection, *input, context); });
  });

  CLI::App* seal = command->add_subcommand("seal", "提交 / seal");
  AddSheetSubject(*seal, input);
  seal->add_option("--module", input->module, "part/module")->required();
  seal->callback([&context, input] {
    Run(context, [&](const Connection& connection) { return Seal(connection, *input, context); });
  });
}

}  // namespace touchstone::cli
