#include "services/judging/rule_pack_convert.h"

#include <array>
#include <utility>

#include <sodium.h>

#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "google/protobuf/text_format.h"
#include "services/common/errors.h"
#include "services/judging/message_text_convert.h"

namespace touchstone::judging {
namespace {

template <typename Message, typename Convert>
absl::StatusOr<Message> Parse(std::string_view text, std::string_view file_name, Reason reason,
                              Convert convert) {
  Message message;
  const absl::Status read = ParseMessageText(
      text, file_name, reason, [&] { return convert(message).status(); }, message);
  if (!read.ok()) return read;
  return message;
}

}  // namespace

absl::StatusOr<v1::RulePack> ParseRulePackText(std::string_view text, std::string_view file_name) {
  return Parse<v1::RulePack>(text, file_name, Reason::RULE_PACK_INVALID, ToRulePack);
}

absl::StatusOr<v1::Scheme> ParseSchemeText(std::string_view text, std::string_view file_name) {
  return Parse<v1::Scheme>(text, file_name, Reason::SCHEME_INVALID, ToScheme);
}

std::string ToText(const google::protobuf::Message& message) {
  google::protobuf::TextFormat::Printer printer;
  printer.SetUseUtf8StringEscaping(true);
  std::string text;
  printer.PrintToString(message, &text);
  return text;
}

std::string ContentHash(const google::protobuf::Message& message) {
  std::string bytes;
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream coded(&stream);
    coded.SetSerializationDeterministic(true);
    message.SerializeToCodedStream(&coded);
  }
  std::array<unsigned char, crypto_hash_sha256_BYTES> hash;
  crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(bytes.data()),
                     bytes.size());
  std::string hex(hash.size() * 2 + 1, '\0');
  sodium_bin2hex(hex.data(), hex.size(), hash.data(), hash.size());
  hex.pop_back();
  return hex;
}

std::string ResourceId(std::string_view id, std::string_view content_hash) {
  return std::string(id) + "-" + std::string(content_hash.substr(0, 12));
}

}  // namespace touchstone::judging
