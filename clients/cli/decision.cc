#include "clients/cli/commands.h"
#include "clients/cli/incident.h"
#include "clients/cli/noun.h"
#include "touchstone/v1/judging.grpc.pb.h"

namespace touchstone::cli {
namespace {

using Stub = v1::JudgingService::Stub;

void AddVerdict(CLI::App& command, Context& context, const std::string& name,
                const std::string& help, bool accept) {
  auto request = std::make_shared<v1::DecideEntryRequest>();
  auto event = std::make_shared<std::string>();
  CLI::App* decide = command.add_subcommand(name, help);
  decide->add_option("EVENT", *event, "比赛 / event")->required();
  decide->add_option("ENTRY", *request->mutable_decision()->mutable_entry_id(), "记录号 / entry")
      ->required();
  decide->add_option("--reason", *request->mutable_decision()->mutable_reason(), "原因 / why")
      ->required();
  decide->callback([&context, request, event, accept] {
    Run(context, [&](const Connection& connection) {
      request->set_parent(FullName("events", *event));
      request->mutable_decision()->set_accept(accept);
      request->set_entry_id(NewRequestId());
      return ShowOneOr(context, ReceiptColumns(), connection.Call(&Stub::DecideEntry, *request));
    });
  });
}

}  // namespace

void AddDecisionCommand(CLI::App& app, Context& context) {
  CLI::App* command =
      app.add_subcommand("decision", "裁判长处理待定记录 / entries that wait for the chief judge");
  command->require_subcommand(1);
  auto event = std::make_shared<std::string>();
  CLI::App* list = command->add_subcommand("list", "待处理的 / what waits");
  list->add_option("EVENT", *event, "比赛 / event")->required();
  list->callback([&context, event] {
    Run(context, [&](const Connection& connection) {
      v1::ListWaitingEntriesRequest request;
      request.set_parent(FullName("events", *event));
      return ShowListOr(context,
                        {{"entry.entry_id", "记录号", "entry"},
                         {"receipt.disposition", "处置", "disposition"},
                         {"entry.author", "裁判", "judge"},
                         {"entry.mark.entrant_code", "选手号", "code"},
                         {"entry.mark.item", "项目", "item"},
                         {"entry.mark.value", "分数", "value"},
                         {"entry.seal.module", "提交的模块", "sealed module"},
                         {"receipt.server_time", "时间", "time"}},
                        connection.CallAllPages(&Stub::ListWaitingEntries, request));
    });
  });
  AddVerdict(*command, context, "accept", "接受 / accept", true);
  AddVerdict(*command, context, "reject", "驳回 / reject", false);
}

void AddRescoreCommand(CLI::App& app, Context& context) {
  auto request = std::make_shared<v1::OpenRescoreRequest>();
  auto event = std::make_shared<std::string>();
  v1::Rescore* rescore = request->mutable_rescore();
  CLI::App* command = app.add_subcommand("rescore", "开一轮重评 / open another round of an item");
  command->add_option("EVENT", *event, "比赛 / event")->required();
  command->add_option("--discipline", *rescore->mutable_discipline(), "赛项编号 / discipline")
      ->required();
  command->add_option("--code", *rescore->mutable_entrant_code(), "选手号 / code")->required();
  command->add_option("--item", *rescore->mutable_item(), "part/module/block/item")->required();
  command->add_option("--reason", *rescore->mutable_reason(), "原因 / why")->required();
  const auto number = [&](const std::string& flag, const std::string& help, auto set) {
    return command->add_option_function<std::uint32_t>(flag, set, help);
  };
  number("--round", "新一轮的序号 / the new round", [rescore](const std::uint32_t& round) {
    rescore->set_round(round);
  })->required();
  number("--attempt", "第几轮试做 / attempt",
         [rescore](const std::uint32_t& attempt) { rescore->set_attempt(attempt); });
  command->callback([&context, request, event] {
    Run(context, [&](const Connection& connection) {
      request->set_parent(FullName("events", *event));
      request->set_entry_id(NewRequestId());
      return ShowOneOr(context, ReceiptColumns(), connection.Call(&Stub::OpenRescore, *request));
    });
  });
}

}  // namespace touchstone::cli
