#include "clients/cli/show.h"

#include <ostream>
#include <utility>

#include "clients/cli/message_fields.h"
#include "clients/cli/output.h"

namespace touchstone::cli {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

const FieldDescriptor* ItemsOf(const Message& list) {
  const auto& descriptor = *list.GetDescriptor();
  for (int i = 0; i < descriptor.field_count(); ++i) {
    const FieldDescriptor* field = descriptor.field(i);
    if (field->is_repeated() && field->message_type() != nullptr) return field;
  }
  return nullptr;
}

}  // namespace

void ShowList(Context& context, const std::vector<Column>& columns, const Message& list) {
  if (context.json) {
    context.out << ToJson(list);
    return;
  }
  std::vector<TextTable::Column> titles;
  for (const Column& column : columns) {
    titles.push_back({std::string(context.Say(column.zh, column.en))});
  }
  TextTable table(std::move(titles));
  const FieldDescriptor* items = ItemsOf(list);
  const int size = list.GetReflection()->FieldSize(list, items);
  for (int i = 0; i < size; ++i) {
    const Message& item = list.GetReflection()->GetRepeatedMessage(list, items, i);
    std::vector<std::string> cells;
    for (const Column& column : columns) cells.push_back(ShowField(context, item, column.field));
    table.AddRow(std::move(cells));
  }
  table.Print(context.out);
  if (size == 0) context.out << context.Say("（没有）", "(none)") << "\n";
}

void ShowOne(Context& context, const std::vector<Column>& columns, const Message& message) {
  if (context.json) {
    context.out << ToJson(message);
    return;
  }
  int width = 0;
  for (const Column& column : columns) {
    width = std::max(width, DisplayWidth(context.Say(column.zh, column.en)));
  }
  for (const Column& column : columns) {
    const std::string value = ShowField(context, message, column.field);
    if (value.empty()) continue;
    const std::string title(context.Say(column.zh, column.en));
    context.out << title << std::string(static_cast<std::size_t>(width - DisplayWidth(title)), ' ')
                << "  " << value << "\n";
  }
}

}  // namespace touchstone::cli
