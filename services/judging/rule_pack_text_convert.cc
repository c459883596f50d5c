#include "services/judging/rule_pack_convert.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <utility>

#include <sodium.h>

#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/tokenizer.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "google/protobuf/text_format.h"
#include "services/common/errors.h"

namespace touchstone::judging {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::TextFormat;

// Keeps the first complaint of the parser.
class FirstError : public google::protobuf::io::ErrorCollector {
 public:
  void AddError(int line, google::protobuf::io::ColumnNumber column,
                const std::string& message) override {
    if (!text_.empty()) return;
    text_ = std::to_string(line + 1) + ":" + std::to_string(column + 1) + ": " + message;
  }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

// Line, from 1, where the field `path` ("item_rules[2].drop_highest") stands; when it is not in the
// text, the line of the last part of the path that is. 1 when there is none.
int LineOf(const TextFormat::ParseInfoTree& root, const Descriptor& type, std::string_view path) {
  const TextFormat::ParseInfoTree* tree = &root;
  const Descriptor* message = &type;
  int line = 0;
  while (!path.empty() && message != nullptr) {
    const std::string_view step = path.substr(0, path.find('.'));
    path.remove_prefix(std::min(path.size(), step.size() + 1));
    const auto bracket = std::min(step.find('['), step.size());
    const FieldDescriptor* field = message->FindFieldByName(std::string(step.substr(0, bracket)));
    if (field == nullptr) break;
    int index = -1;
    if (field->is_repeated()) {
      index = bracket == step.size() ? 0 : std::atoi(std::string(step.substr(bracket + 1)).c_str());
    }
    const int found = tree->GetLocation(field, index).line;
    if (found < 0) break;
    line = found;
    message = field->message_type();
    if (message == nullptr) break;
    tree = tree->GetTreeForNested(field, index);
    if (tree == nullptr) break;
  }
  return line + 1;
}

template <typename Message, typename Convert>
absl::StatusOr<Message> Parse(std::string_view text, std::string_view file_name, Reason reason,
                              Convert convert) {
  Message message;
  FirstError first_error;
  TextFormat::ParseInfoTree tree;
  TextFormat::Parser parser;
  parser.RecordErrorsTo(&first_error);
  parser.WriteLocationsTo(&tree);
  const std::string file(file_name);
  if (!parser.ParseFromString(std::string(text), &message)) {
    return MakeError(reason, file + ":" + first_error.text());
  }
  const auto converted = convert(message);
  if (converted.ok()) return message;
  ErrorDetail detail = DetailOf(converted.status());
  const int line =
      detail.fields.empty() ? 1 : LineOf(tree, *Message::descriptor(), detail.fields.front().field);
  return MakeError(
      reason, file + ":" + std::to_string(line) + ": " + std::string(converted.status().message()),
      std::move(detail.fields));
}

}  // namespace

absl::StatusOr<v1::RulePack> ParseRulePackText(std::string_view text, std::string_view file_name) {
  return Parse<v1::RulePack>(text, file_name, Reason::RULE_PACK_INVALID, ToRulePack);
}

absl::StatusOr<v1::Scheme> ParseSchemeText(std::string_view text, std::string_view file_name) {
  return Parse<v1::Scheme>(text, file_name, Reason::SCHEME_INVALID, ToScheme);
}

std::string ToText(const google::protobuf::Message& message) {
  TextFormat::Printer printer;
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
