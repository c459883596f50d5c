#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "clients/cli/context.h"
#include "google/protobuf/message.h"

// How answers of the server look: tables for people, proto3 JSON for programs.
namespace touchstone::cli {

// A column of a table, or a line of one message: a field and its title.
struct Column {
  std::string field;  // "company", "receipt.position"
  std::string zh;
  std::string en;
};

// The items of the only repeated message field of `list`, as a table.
void ShowList(Context& context, const std::vector<Column>& columns,
              const google::protobuf::Message& list);

// One message, a line for each field that is set.
void ShowOne(Context& context, const std::vector<Column>& columns,
             const google::protobuf::Message& message);

// Shows an answer, or passes the error on.
template <typename Response>
absl::Status ShowListOr(Context& context, const std::vector<Column>& columns,
                        const absl::StatusOr<Response>& list) {
  if (list.ok()) ShowList(context, columns, *list);
  return list.status();
}
template <typename Response>
absl::Status ShowOneOr(Context& context, const std::vector<Column>& columns,
                       const absl::StatusOr<Response>& message) {
  if (message.ok()) ShowOne(context, columns, *message);
  return message.status();
}

}  // namespace touchstone::cli
