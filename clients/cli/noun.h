#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "clients/cli/connection.h"
#include "clients/cli/context.h"
#include "clients/cli/show.h"
#include "touchstone/v1/events.grpc.pb.h"

// The commands create, get, list and update of a resource of EventsService, once for all of them.
namespace touchstone::cli {

// A field that is given on the command line.
struct NounField {
  std::string flag;        // "--company"
  std::string field;       // "company"
  std::string help;        // "单位编号 / id of the company"
  std::string collection;  // of the resource that an id here means: "companies"; empty: no id
  bool in_event = false;   // that resource belongs to the event
  bool required = false;   // when it is created
};

// A kind of resource as the command line knows it.
struct Noun {
  std::string kind;        // "entrant"
  std::string collection;  // "entrants"
  bool in_event = false;   // it is in an event, or in another `parent`
  std::string help;
  std::vector<NounField> fields;
  std::vector<Column> columns;
  std::string parent = "events";  // collection of what it is in, with `in_event`
};

// What was typed: ids and the values of fields.
struct NounInput {
  std::string event;  // or id of another parent
  std::string id;
  std::map<std::string, std::string> values;  // by field
};

// "events/e1" for "e1" and for itself; likewise of other collections.
std::string FullName(const std::string& collection, const std::string& id);

// Name of the resource that `input` is about.
std::string NameOf(const Noun& noun, const NounInput& input);

// Fills `resource` from the typed values. INVALID_ARGUMENT when one does not fit its field.
absl::Status Fill(const Noun& noun, const NounInput& input, google::protobuf::Message& resource);

// What is typed for the noun: "plan-item" for plan_item.
std::string CommandOf(const Noun& noun);

// Adds "EVENT", or the word for another parent, where the noun is in one.
void AddParent(CLI::App& command, const Noun& noun, std::shared_ptr<NounInput> input);

// Adds "EVENT" where the noun is in an event, "ID" when it is asked for, and an option for each
// field; those that are required are so with `create`.
void AddInput(CLI::App& command, const Noun& noun, std::shared_ptr<NounInput> input, bool create);
void AddId(CLI::App& command, const Noun& noun, std::shared_ptr<NounInput> input);

template <typename Stub, typename Request, typename Response>
using StubMethod = grpc::Status (Stub::*)(grpc::ClientContext*, const Request&, Response*);

// Opens a connection and ends the command with what `run` returns.
void Run(Context& context, const std::function<absl::Status(const Connection&)>& run);

// Sets the field of a request that holds the resource, or the id of a new one.
google::protobuf::Message& ResourceOf(google::protobuf::Message& request, const std::string& kind);
void SetText(google::protobuf::Message& message, const std::string& field, std::string text);

// The noun with its four commands, to which others may be added.
template <typename Stub, typename Create, typename Get, typename List, typename Update,
          typename Resource, typename ListResponse>
CLI::App& AddNoun(CLI::App& app, Context& context, Noun noun,
                  StubMethod<Stub, Create, Resource> create, StubMethod<Stub, Get, Resource> get,
                  StubMethod<Stub, List, ListResponse> list,
                  StubMethod<Stub, Update, Resource> update) {
  CLI::App* command = app.add_subcommand(CommandOf(noun), noun.help);
  command->require_subcommand(1);
  auto input = std::make_shared<NounInput>();

  CLI::App* make = command->add_subcommand("create", "新建 / create");
  AddInput(*make, noun, input, true);
  make->add_option("--id", input->id, "编号，不给则自动生成 / id; made when it is not given");
  make->callback([&context, noun, input, create] {
    Run(context, [&](const Connection& connection) -> absl::Status {
      Create request;
      if (noun.in_event) SetText(request, "parent", FullName(noun.parent, input->event));
      SetText(request, noun.kind + "_id", input->id);
      request.set_request_id(NewRequestId());
      absl::Status filled = Fill(noun, *input, ResourceOf(request, noun.kind));
      if (!filled.ok()) return filled;
      return ShowOneOr(context, noun.columns, connection.Call(create, request));
    });
  });

  CLI::App* show = command->add_subcommand("get", "查看一个 / show one");
  AddId(*show, noun, input);
  show->callback([&context, noun, input, get] {
    Run(context, [&](const Connection& connection) {
      Get request;
      request.set_name(NameOf(noun, *input));
      return ShowOneOr(context, noun.columns, connection.Call(get, request));
    });
  });

  CLI::App* all = command->add_subcommand("list", "列出 / list");
  AddParent(*all, noun, input);
  all->callback([&context, noun, input, list] {
    Run(context, [&](const Connection& connection) {
      List request;
      if (noun.in_event) SetText(request, "parent", FullName(noun.parent, input->event));
      return ShowListOr(context, noun.columns, connection.CallAllPages(list, request));
    });
  });

  CLI::App* change = command->add_subcommand("update", "修改 / change");
  AddId(*change, noun, input);
  AddInput(*change, noun, input, false);
  change->callback([&context, noun, input, update] {
    Run(context, [&](const Connection& connection) -> absl::Status {
      Update request;
      google::protobuf::Message& resource = ResourceOf(request, noun.kind);
      absl::Status filled = Fill(noun, *input, resource);
      if (!filled.ok()) return filled;
      SetText(resource, "name", NameOf(noun, *input));
      for (const auto& [field, value] : input->values)
        request.mutable_update_mask()->add_paths(field);
      request.set_request_id(NewRequestId());
      return ShowOneOr(context, noun.columns, connection.Call(update, request));
    });
  });
  return *command;
}

}  // namespace touchstone::cli
