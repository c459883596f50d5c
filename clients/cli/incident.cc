#include "clients/cli/incident.h"

#include "clients/cli/commands.h"
#include "clients/cli/message_fields.h"
#include "clients/cli/noun.h"

namespace touchstone::cli {
namespace {

using Stub = v1::JudgingService::Stub;

void AddText(CLI::App& command, const std::string& flag, const std::string& help,
             std::function<void(const std::string&)> set) {
  command.add_option_function<std::string>(flag, std::move(set), help);
}

}  // namespace

std::vector<Column> ReceiptColumns(const std::string& field) {
  return {{field + "entry_id", "记录号", "entry"},
          {field + "position", "回执号", "receipt no."},
          {field + "disposition", "处置", "disposition"},
          {field + "revision", "版本", "revision"},
          {field + "current_value", "现有分数", "current value"},
          {field + "server_time", "时间", "time"}};
}

void AddIncidentSubject(CLI::App& command, std::shared_ptr<v1::RecordIncidentRequest> request) {
  v1::Incident* incident = request->mutable_incident();
  command
      .add_option_function<std::string>(
          "EVENT",
          [request](const std::string& event) { request->set_parent(FullName("events", event)); },
          "比赛 / event")
      ->required();
  command.add_option("--discipline", *incident->mutable_discipline(), "赛项编号 / discipline")
      ->required();
  command.add_option("--code", *incident->mutable_entrant_code(), "选手号 / code")->required();
  command
      .add_option("--reason", *incident->mutable_reason(), "原因，不写人名 / why, without names")
      ->required();
}

absl::Status RecordIncident(const Connection& connection, v1::RecordIncidentRequest request,
                            Context& context) {
  if (request.entry_id().empty()) request.set_entry_id(NewRequestId());
  return ShowOneOr(context, ReceiptColumns(), connection.Call(&Stub::RecordIncident, request));
}

void AddIncidentCommand(CLI::App& app, Context& context) {
  CLI::App* command = app.add_subcommand("incident", "赛场事件 / incidents");
  command->require_subcommand(1);

  auto request = std::make_shared<v1::RecordIncidentRequest>();
  auto kind = std::make_shared<std::string>();
  v1::Incident* incident = request->mutable_incident();
  CLI::App* record = command->add_subcommand("record", "记录 / record one");
  AddIncidentSubject(*record, request);
  record
      ->add_option("--kind", *kind,
                   "safety-zero|disqualified|did-not-finish|did-not-start|withdrawn|"
                   "equipment-fault|revoked")
      ->required();
  record->add_option("--scope", *incident->mutable_scope(), "part[/module[/block]]");
  record->add_option("--rule", *incident->mutable_rule(), "依据的规则 / the rule");
  record->add_option("--judge", *incident->mutable_judge(), "裁判编号 / judge");
  record->add_option("--witness", *incident->mutable_witness(), "见证裁判编号 / witness");
  record->add_option("--revokes", *incident->mutable_revokes(), "撤销的记录号 / entry revoked");
  record->add_option("--entry-id", *request->mutable_entry_id(),
                     "记录号，重试时相同 / for a retry");
  AddText(*record, "--attempt", "第几轮 / attempt",
          [incident](const std::string& text) { (void)SetField(*incident, "attempt", text); });
  record->callback([&context, request, kind] {
    absl::Status known = SetField(*request->mutable_incident(), "kind", *kind);
    if (!known.ok()) return context.Finish(known);
    Run(context, [&](const Connection& connection) {
      return RecordIncident(connection, *request, context);
    });
  });

  auto event = std::make_shared<std::string>();
  CLI::App* list = command->add_subcommand("list", "列出 / list");
  list->add_option("EVENT", *event, "比赛 / event")->required();
  list->callback([&context, event] {
    Run(context, [&](const Connection& connection) {
      v1::ListIncidentsRequest request_list;
      request_list.set_parent(FullName("events", *event));
      return ShowListOr(context,
                        {{"receipt.position", "回执号", "receipt no."},
                         {"entry.incident.kind", "事件", "kind"},
                         {"entry.incident.discipline", "赛项", "discipline"},
                         {"entry.incident.entrant_code", "选手号", "code"},
                         {"entry.incident.scope", "范围", "scope"},
                         {"entry.incident.rule", "规则", "rule"},
                         {"entry.incident.judge", "裁判", "judge"},
                         {"entry.incident.witness", "见证", "witness"},
                         {"entry.incident.reason", "原因", "reason"},
                         {"entry.entry_id", "记录号", "entry"}},
                        connection.CallAllPages(&Stub::ListIncidents, request_list));
    });
  });
}

}  // namespace touchstone::cli
