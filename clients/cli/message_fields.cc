#include "clients/cli/message_fields.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <ctime>
#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "clients/cli/enum_words.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/protobuf/util/json_util.h"
#include "google/protobuf/util/time_util.h"
#include "touchstone/v1/rule_pack.pb.h"

namespace touchstone::cli {
namespace {

using google::protobuf::EnumDescriptor;
using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// "events/e1/entrants/7" is shown as "7"; other texts as they are.
std::string ShowText(const FieldDescriptor& field, const std::string& text) {
  static const std::vector<std::string_view> kNames = {"name",
                                                       "company",
                                                       "worker",
                                                       "team",
                                                       "discipline",
                                                       "judge",
                                                       "event",
                                                       "scheme",
                                                       "entrants",
                                                       "rule_pack",
                                                       "subject",
                                                       "site",
                                                       "record",
                                                       "batch",
                                                       "programme",
                                                       "type",
                                                       "certificate_type",
                                                       "item",
                                                       "records",
                                                       "replaces",
                                                       "certificate_types",
                                                       "mentor",
                                                       "evaluation",
                                                       "closure",
                                                       "contract",
                                                       "overall",
                                                       "steps",
                                                       "ladder",
                                                       "wage_rule"};
  bool is_name = std::find(kNames.begin(), kNames.end(), field.name()) != kNames.end();
  return is_name ? text.substr(text.rfind('/') + 1) : text;
}

std::string ShowTime(const google::protobuf::Timestamp& time) {
  std::time_t seconds = static_cast<std::time_t>(time.seconds());
  std::tm local{};
  localtime_r(&seconds, &local);
  char text[32];
  std::size_t size = std::strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", &local);
  return std::string(text, size);
}

std::string ShowMessage(const Context& context, const Message& message) {
  if (message.GetDescriptor() == google::protobuf::Timestamp::descriptor()) {
    return ShowTime(static_cast<const google::protobuf::Timestamp&>(message));
  }
  if (message.GetDescriptor() == v1::Text::descriptor()) {
    const auto& text = static_cast<const v1::Text&>(message);
    return std::string(context.Say(text.zh(), text.en().empty() ? text.zh() : text.en()));
  }
  std::vector<const FieldDescriptor*> set;
  message.GetReflection()->ListFields(message, &set);
  std::string parts;
  for (const FieldDescriptor* field : set) {
    if (!parts.empty()) parts += ' ';
    parts += field->name() + "=" + ShowField(context, message, field->name());
  }
  return parts;
}

std::string ShowScalar(const Context& context, const Message& message,
                       const FieldDescriptor& field) {
  const auto& reflection = *message.GetReflection();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return ShowText(field, reflection.GetString(message, &field));
    case FieldDescriptor::CPPTYPE_ENUM:
      return ShowEnum(context, *reflection.GetEnum(message, &field));
    case FieldDescriptor::CPPTYPE_BOOL:
      return std::string(reflection.GetBool(message, &field) ? context.Say("是", "yes")
                                                             : context.Say("否", "no"));
    case FieldDescriptor::CPPTYPE_UINT32:
      return std::to_string(reflection.GetUInt32(message, &field));
    case FieldDescriptor::CPPTYPE_UINT64:
      return std::to_string(reflection.GetUInt64(message, &field));
    case FieldDescriptor::CPPTYPE_INT32:
      return std::to_string(reflection.GetInt32(message, &field));
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return reflection.HasField(message, &field)
                 ? ShowMessage(context, reflection.GetMessage(message, &field))
                 : "";
    default:
      return "";
  }
}

std::string ShowList(const Context& context, const Message& message, const FieldDescriptor& field) {
  const auto& reflection = *message.GetReflection();
  std::string list;
  for (int i = 0; i < reflection.FieldSize(message, &field); ++i) {
    if (i > 0) list += context.Say("、", ", ");
    list += field.cpp_type() == FieldDescriptor::CPPTYPE_STRING
                ? ShowText(field, reflection.GetRepeatedString(message, &field, i))
                : ShowMessage(context, reflection.GetRepeatedMessage(message, &field, i));
  }
  return list;
}

std::string Upper(std::string_view text) {
  std::string upper(text);
  for (char& c : upper) {
    c = c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  }
  return upper;
}

// The value with the name, with or without the prefix that all values of its enum share.
const EnumValueDescriptor* FindValue(const EnumDescriptor& type, std::string_view text) {
  static constexpr std::string_view kZero = "UNSPECIFIED";
  std::string prefix = type.value(0)->name();
  prefix.resize(prefix.size() - kZero.size());
  const std::string name = Upper(text);
  const EnumValueDescriptor* value = type.FindValueByName(name);
  if (value == nullptr) value = type.FindValueByName(prefix + name);
  return value == nullptr || value->number() == 0 ? nullptr : value;
}

absl::Status NotA(std::string_view what, std::string_view text) {
  return absl::InvalidArgumentError("\"" + std::string(text) + "\" is not " + std::string(what));
}

template <typename Integer>
bool ParseInteger(std::string_view text, Integer& value) {
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size();
}

absl::Status SetMessage(Message& message, std::string_view text) {
  if (auto* time = dynamic_cast<google::protobuf::Timestamp*>(&message)) {
    if (google::protobuf::util::TimeUtil::FromString(std::string(text), time)) return {};
    return NotA("a time such as 2026-05-18T09:00:00+08:00", text);
  }
  // A Text: "中文|English".
  std::size_t bar = text.find('|');
  auto& words = static_cast<v1::Text&>(message);
  words.set_zh(std::string(text.substr(0, bar)));
  if (bar != std::string_view::npos) words.set_en(std::string(text.substr(bar + 1)));
  return absl::OkStatus();
}

void AddTexts(Message& message, const FieldDescriptor& field, std::string_view text) {
  while (!text.empty()) {
    std::size_t comma = text.find(',');
    message.GetReflection()->AddString(&message, &field, std::string(text.substr(0, comma)));
    text = comma == std::string_view::npos ? "" : text.substr(comma + 1);
  }
}

// `text` is a JSON array of what the field holds.
absl::Status AddMessages(Message& message, const FieldDescriptor& field, std::string_view text) {
  const std::string json = "{\"" + field.json_name() + "\":" + std::string(text) + "}";
  std::unique_ptr<Message> parsed(message.New());
  const auto read = google::protobuf::util::JsonStringToMessage(json, parsed.get());
  if (!read.ok()) return NotA("a JSON array for " + field.name(), text);
  message.MergeFrom(*parsed);
  return absl::OkStatus();
}

absl::Status SetScalar(Message& message, const FieldDescriptor& field, std::string_view text) {
  const auto& reflection = *message.GetReflection();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_ENUM: {
      const EnumValueDescriptor* value = FindValue(*field.enum_type(), text);
      if (value == nullptr) return NotA("a " + field.enum_type()->name(), text);
      reflection.SetEnum(&message, &field, value);
      return absl::OkStatus();
    }
    case FieldDescriptor::CPPTYPE_BOOL:
      reflection.SetBool(&message, &field, text == "true");
      return absl::OkStatus();
    case FieldDescriptor::CPPTYPE_UINT32: {
      std::uint32_t number = 0;
      if (!ParseInteger(text, number)) return NotA("a whole number", text);
      reflection.SetUInt32(&message, &field, number);
      return absl::OkStatus();
    }
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return SetMessage(*reflection.MutableMessage(&message, &field), text);
    default:
      reflection.SetString(&message, &field, std::string(text));
      return absl::OkStatus();
  }
}

}  // namespace

std::string ShowEnum(const Context& context, const EnumValueDescriptor& value) {
  if (value.number() == 0) return "";
  const EnumWord* word = FindEnumWord(value.name());
  return word == nullptr ? value.name() : std::string(context.Say(word->zh, word->en));
}

std::string ShowField(const Context& context, const Message& message, std::string_view path) {
  std::size_t dot = path.find('.');
  const FieldDescriptor& field =
      *message.GetDescriptor()->FindFieldByName(std::string(path.substr(0, dot)));
  if (dot != std::string_view::npos) {
    const auto& reflection = *message.GetReflection();
    if (!reflection.HasField(message, &field)) return "";
    return ShowField(context, reflection.GetMessage(message, &field), path.substr(dot + 1));
  }
  return field.is_repeated() ? ShowList(context, message, field)
                             : ShowScalar(context, message, field);
}

absl::Status SetField(Message& message, std::string_view path, std::string_view text) {
  std::size_t dot = path.find('.');
  const FieldDescriptor& field =
      *message.GetDescriptor()->FindFieldByName(std::string(path.substr(0, dot)));
  if (dot != std::string_view::npos) {
    return SetField(*message.GetReflection()->MutableMessage(&message, &field),
                    path.substr(dot + 1), text);
  }
  if (!field.is_repeated()) return SetScalar(message, field, text);
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE)
    return AddMessages(message, field, text);
  AddTexts(message, field, text);
  return absl::OkStatus();
}

std::string ToJson(const Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  std::string json;
  (void)google::protobuf::util::MessageToJsonString(message, &json, options);
  if (!json.ends_with('\n')) json += '\n';
  return json;
}

}  // namespace touchstone::cli
