#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "google/protobuf/message.h"
#include "services/judging/rule_pack.h"
#include "touchstone/v1/rule_pack.pb.h"

// Rule packs and schemes from their messages and from files that people write (text protos,
// .txtpb), and their versions by content. All functions are pure and thread-safe.
namespace touchstone::judging {

// The pack as the rules use it. Returns RULE_PACK_INVALID with every field that is wrong, as a path
// such as "item_rules[2].drop_highest"; the error's message names the first.
absl::StatusOr<RulePack> ToRulePack(const v1::RulePack& message);

// The scheme as the rules use it. Returns SCHEME_INVALID in the same way:
// "parts[0].modules[1].blocks[0].items[4].max".
absl::StatusOr<Scheme> ToScheme(const v1::Scheme& message);

// Reads and checks a rule pack or scheme. An error is RULE_PACK_INVALID or SCHEME_INVALID; its
// message starts with "file_name:line:", and each of its fields is a path into the message, such as
// "item_rules[2].drop_highest" (none for an error of syntax).
absl::StatusOr<v1::RulePack> ParseRulePackText(std::string_view text, std::string_view file_name);
absl::StatusOr<v1::Scheme> ParseSchemeText(std::string_view text, std::string_view file_name);

// The same message as text that ParseRulePackText() or ParseSchemeText() reads back.
std::string ToText(const google::protobuf::Message& message);

// SHA-256 in lower-case hex over the message's deterministic binary serialisation: fields in the
// order of their numbers, defaults left out, no unknown fields. Order, spaces and comments of a
// text proto do not matter.
std::string ContentHash(const google::protobuf::Message& message);

// Id under which a pack or scheme is stored: its own id, a hyphen, the first 12 digits of its
// content hash. REQUIRES: `content_hash` came from ContentHash().
std::string ResourceId(std::string_view id, std::string_view content_hash);

}  // namespace touchstone::judging
