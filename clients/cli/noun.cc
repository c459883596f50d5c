#include "clients/cli/noun.h"

#include <algorithm>

#include "clients/cli/message_fields.h"

namespace touchstone::cli {
namespace {

// Ids, with commas between several, as names of resources.
std::string NamesOf(const Noun& noun, const NounField& field, const NounInput& input,
                    const std::string& ids) {
  const std::string collection = field.in_event
                                     ? FullName(noun.parent, input.event) + "/" + field.collection
                                     : field.collection;
  std::string names;
  for (std::size_t begin = 0; begin <= ids.size();) {
    const std::size_t end = std::min(ids.find(',', begin), ids.size());
    const std::string id = ids.substr(begin, end - begin);
    if (!names.empty()) names += ',';
    if (!id.empty()) names += FullName(collection, id);
    begin = end + 1;
  }
  return names;
}

}  // namespace

std::string FullName(const std::string& collection, const std::string& id) {
  return id.find('/') == std::string::npos ? collection + "/" + id : id;
}

std::string NameOf(const Noun& noun, const NounInput& input) {
  if (!noun.in_event) return FullName(noun.collection, input.id);
  return FullName(FullName(noun.parent, input.event) + "/" + noun.collection, input.id);
}

std::string CommandOf(const Noun& noun) {
  std::string command = noun.kind;
  std::replace(command.begin(), command.end(), '_', '-');
  return command;
}

void AddParent(CLI::App& command, const Noun& noun, std::shared_ptr<NounInput> input) {
  if (!noun.in_event) return;
  const bool event = noun.parent == "events";
  command
      .add_option(event ? "EVENT" : "COMPANY", input->event,
                  event ? "比赛 / event" : "单位编号 / id of the company")
      ->required();
}

absl::Status Fill(const Noun& noun, const NounInput& input, google::protobuf::Message& resource) {
  for (const NounField& field : noun.fields) {
    auto value = input.values.find(field.field);
    if (value == input.values.end()) continue;
    const std::string text =
        field.collection.empty() ? value->second : NamesOf(noun, field, input, value->second);
    if (absl::Status set = SetField(resource, field.field, text); !set.ok()) return set;
  }
  return absl::OkStatus();
}

void AddInput(CLI::App& command, const Noun& noun, std::shared_ptr<NounInput> input, bool create) {
  if (create) AddParent(command, noun, input);
  for (const NounField& field : noun.fields) {
    CLI::Option* option = command.add_option_function<std::string>(
        field.flag,
        [input, name = field.field](const std::string& value) { input->values[name] = value; },
        field.help);
    if (create && field.required) option->required();
  }
}

void AddId(CLI::App& command, const Noun& noun, std::shared_ptr<NounInput> input) {
  AddParent(command, noun, input);
  command.add_option("ID", input->id, "编号 / id")->required();
}

void Run(Context& context, const std::function<absl::Status(const Connection&)>& run) {
  absl::StatusOr<Connection> connection = Connection::Open(context);
  context.Finish(connection.ok() ? run(*connection) : connection.status());
}

google::protobuf::Message& ResourceOf(google::protobuf::Message& request, const std::string& kind) {
  return *request.GetReflection()->MutableMessage(&request,
                                                  request.GetDescriptor()->FindFieldByName(kind));
}

void SetText(google::protobuf::Message& message, const std::string& field, std::string text) {
  message.GetReflection()->SetString(&message, message.GetDescriptor()->FindFieldByName(field),
                                     std::move(text));
}

}  // namespace touchstone::cli
