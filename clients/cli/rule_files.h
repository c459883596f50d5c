#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "google/protobuf/message.h"
#include "services/judging/cis_convert.h"
#include "touchstone/v1/rule_pack.pb.h"

// Rule packs and schemes by the names that people type: the id of a shipped one, or a file.
namespace touchstone::cli {

// The shipped pack with this id, otherwise the file: a text proto, or JSON when its name ends in
// .json. Paths are relative to `folder`. Errors of reading; RULE_PACK_INVALID.
absl::StatusOr<v1::RulePack> LoadRulePack(const std::string& name, const std::string& folder = "");

// Other files that belong to a CIS scheme in CSV form.
struct CisFiles {
  std::string calculations;
  std::string criteria;
};

// The shipped scheme with this id, otherwise the file: a text proto, JSON (.json), or a CIS marking
// scheme (.xlsx, .csv). A scheme that is no CIS file comes without figures of a file.
absl::StatusOr<judging::CisImport> LoadScheme(const std::string& name,
                                              const std::string& folder = "",
                                              const CisFiles& files = {});

// Writes the message as JSON when the name ends in .json, else as a text proto.
absl::Status WriteRules(const google::protobuf::Message& message, const std::string& path);

// proto3 JSON of any message.
absl::StatusOr<std::string> ToProtoJson(const google::protobuf::Message& message);

absl::Status WriteFile(const std::string& path, std::string_view bytes);

}  // namespace touchstone::cli
