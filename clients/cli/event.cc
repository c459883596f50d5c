#include "clients/cli/commands.h"
#include "clients/cli/event_archive.h"
#include "clients/cli/message_fields.h"
#include "clients/cli/noun.h"

namespace touchstone::cli {
namespace {

using Stub = v1::EventsService::Stub;

Noun EventNoun() {
  return {"event",
          "events",
          false,
          "比赛 / events",
          {{"--name", "display_name", "名称 / name", "", false, true},
           {"--start", "start_time", "开始时间 2026-05-18T09:00:00+08:00 / start", ""},
           {"--end", "end_time", "结束时间 / end", ""},
           {"--venue", "venue", "地点 / venue", ""}},
          {{"name", "编号", "id"},
           {"display_name", "名称", "name"},
           {"state", "状态", "state"},
           {"board_state", "榜单", "board"},
           {"venue", "地点", "venue"},
           {"start_time", "开始", "start"},
           {"lock_time", "锁定于", "locked"},
           {"publish_time", "公布于", "published"}}};
}

void AddStep(CLI::App& command, Context& context, const std::string& name, const std::string& help,
             StubMethod<v1::EventsService::Stub, v1::ChangeEventStateRequest, v1::Event> method) {
  auto request = std::make_shared<v1::ChangeEventStateRequest>();
  auto event = std::make_shared<std::string>();
  CLI::App* step = command.add_subcommand(name, help);
  step->add_option("EVENT", *event, "比赛 / event")->required();
  step->add_option("--reason", *request->mutable_reason(), "原因 / why");
  if (name == "publish") {
    step->add_flag_callback(
        "--force", [request] { request->set_force(true); },
        "有未完成的评分表或待处理记录也公布 / although sheets or entries are open");
  }
  step->callback([&context, request, event, method] {
    Run(context, [&](const Connection& connection) {
      request->set_name(FullName("events", *event));
      request->set_request_id(NewRequestId());
      return ShowOneOr(context, EventNoun().columns, connection.Call(method, *request));
    });
  });
}

void AddBoardState(CLI::App& command, Context& context) {
  auto event = std::make_shared<std::string>();
  auto state = std::make_shared<std::string>();
  CLI::App* board = command.add_subcommand("board-state", "榜单显示什么 / what the board shows");
  board->add_option("EVENT", *event, "比赛 / event")->required();
  board->add_option("STATE", *state, "live|frozen|numbers-only")->required();
  board->callback([&context, event, state] {
    Run(context, [&](const Connection& connection) -> absl::Status {
      v1::SetBoardStateRequest request;
      request.set_name(FullName("events", *event));
      request.set_request_id(NewRequestId());
      if (absl::Status set = SetField(request, "board_state", *state); !set.ok()) return set;
      return ShowOneOr(context, EventNoun().columns,
                       connection.Call(&Stub::SetBoardState, request));
    });
  });
}

}  // namespace

void AddEventCommand(CLI::App& app, Context& context) {
  CLI::App& command = AddNoun(app, context, EventNoun(), &Stub::CreateEvent, &Stub::GetEvent,
                              &Stub::ListEvents, &Stub::UpdateEvent);
  AddStep(command, context, "start", "开赛 / start", &Stub::StartEvent);
  AddStep(command, context, "lock", "锁定分数 / lock", &Stub::LockEvent);
  AddStep(command, context, "unlock",
          "申请解锁，或由另一个人同意解锁，需写明原因 / ask for an unlock, or grant what another "
          "person asked for; with a reason",
          &Stub::UnlockEvent);
  AddStep(command, context, "publish", "公布结果 / publish", &Stub::PublishEvent);
  AddBoardState(command, context);
  AddEventArchiveCommands(command, context);
}

}  // namespace touchstone::cli
