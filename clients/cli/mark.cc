#include <optional>
#include <ostream>

#include "clients/cli/commands.h"
#include "clients/cli/incident.h"
#include "clients/cli/message_fields.h"
#include "clients/cli/noun.h"
#include "clients/cli/sheet.h"
#include "touchstone/v1/identity.grpc.pb.h"

namespace touchstone::cli {
namespace {

struct MarkInput {
  SheetInput sheet;
  std::string item;
  std::string value;
  std::uint32_t attempt = 1;
  std::optional<std::uint32_t> base_revision;
  bool not_attempted = false;
  bool unsure = false;
  std::string entry_id;
};

// "part/module" of "part/module/block/item".
std::string ModuleOf(const std::string& item) {
  return item.substr(0, item.find('/', item.find('/') + 1));
}

// The cell as it is now: its round and its revision.
absl::StatusOr<v1::Cell> CellOf(const Connection& connection, const MarkInput& input) {
  absl::StatusOr<v1::Sheet> sheet = GetSheet(connection, input.sheet);
  if (!sheet.ok()) return sheet.status();
  v1::Cell found;
  for (const v1::Cell& cell : sheet->cells()) {
    const bool same = cell.item() == input.item && cell.attempt() == input.attempt;
    if (same && cell.round() >= found.round()) found = cell;
  }
  return found;
}

absl::Status Record(const Connection& connection, MarkInput input, Context& context) {
  auto me = connection.Call(&v1::IdentityService::Stub::WhoAmI, v1::WhoAmIRequest());
  if (!me.ok()) return me.status();
  input.sheet.module = ModuleOf(input.item);
  absl::StatusOr<v1::Cell> cell = CellOf(connection, input);
  if (!cell.ok()) return cell.status();

  v1::Entry entry;
  entry.set_entry_id(input.entry_id.empty() ? NewRequestId() : input.entry_id);
  entry.set_event(input.sheet.event.substr(input.sheet.event.rfind('/') + 1));
  entry.set_author(me->judge().substr(me->judge().rfind('/') + 1));
  v1::Mark& mark = *entry.mutable_mark();
  mark.set_discipline(input.sheet.discipline);
  mark.set_entrant_code(input.sheet.code);
  mark.set_item(input.item);
  mark.set_attempt(input.attempt);
  mark.set_round(cell->round());
  if (!input.value.empty()) mark.set_value(input.value);
  mark.set_not_attempted(input.not_attempted);
  mark.set_unsure(input.unsure);
  mark.set_base_revision(input.base_revision.value_or(cell->revision()));
  v1::RecordEntryRequest request;
  request.mutable_entry()->set_entry_bytes(entry.SerializeAsString());
  return ShowOneOr(context, ReceiptColumns(),
                   connection.Call(&v1::JudgingService::Stub::RecordEntry, request));
}

// Every version of every mark of a sheet.
absl::Status List(const Connection& connection, const SheetInput& input, Context& context) {
  absl::StatusOr<v1::Sheet> sheet = GetSheet(connection, input);
  if (!sheet.ok()) return sheet.status();
  if (context.json) {
    context.out << ToJson(*sheet);
    return absl::OkStatus();
  }
  for (const v1::Cell& cell : sheet->cells()) {
    context.out << cell.item() << " #" << cell.attempt() << "\n";
    ShowList(context,
             {{"position", "回执号", "receipt no."},
              {"author", "裁判", "judge"},
              {"value", "分数", "value"},
              {"disposition", "处置", "disposition"},
              {"accepted_later", "后来接受", "accepted later"},
              {"server_time", "时间", "time"}},
             cell);
  }
  return absl::OkStatus();
}

}  // namespace

void AddMarkCommand(CLI::App& app, Context& context) {
  CLI::App* command = app.add_subcommand("mark", "打分 / marks");
  command->require_subcommand(1);

  auto input = std::make_shared<MarkInput>();
  std::shared_ptr<SheetInput> sheet(input, &input->sheet);
  CLI::App* record = command->add_subcommand("record", "记一个分 / record one, as a judge");
  AddSheetSubject(*record, sheet);
  record->add_option("--item", input->item, "part/module/block/item")->required();
  CLI::Option* value = record->add_option("--value", input->value, "分数 / value");
  record->add_flag("--not-attempted", input->not_attempted, "选手未做 / not attempted")
      ->excludes(value);
  record->add_option("--attempt", input->attempt, "第几轮 / attempt")->capture_default_str();
  record->add_option("--base-revision", input->base_revision,
                     "看到的版本，不给为现在的 / revision that was seen; default the present one");
  record->add_flag("--unsure", input->unsure, "存疑 / not sure");
  record->add_option("--entry-id", input->entry_id, "记录号，重试时相同 / for a retry");
  record->callback([&context, input] {
    Run(context, [&](const Connection& connection) { return Record(connection, *input, context); });
  });

  CLI::App* list = command->add_subcommand("list", "一张表的每个版本 / every version on a sheet");
  AddSheetSubject(*list, sheet);
  list->add_option("--module", sheet->module, "part/module")->required();
  list->add_option("--judge", sheet->judge, "裁判编号，不给为自己 / judge; default oneself");
  list->callback([&context, sheet] {
    Run(context, [&](const Connection& connection) { return List(connection, *sheet, context); });
  });
}

}  // namespace touchstone::cli
