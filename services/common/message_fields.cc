#include "services/common/message_fields.h"

#include <utility>

namespace touchstone {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

const FieldDescriptor* FieldOf(const Message& message, std::string_view field) {
  return message.GetDescriptor()->FindFieldByName(std::string(field));
}

}  // namespace

bool HasField(const Message& message, std::string_view field) {
  return FieldOf(message, field) != nullptr;
}

std::string TextField(const Message& message, std::string_view field) {
  return message.GetReflection()->GetString(message, FieldOf(message, field));
}

void SetTextField(Message& message, std::string_view field, std::string value) {
  message.GetReflection()->SetString(&message, FieldOf(message, field), std::move(value));
}

const Message& MessageField(const Message& message, std::string_view field) {
  return message.GetReflection()->GetMessage(message, FieldOf(message, field));
}

std::vector<std::string> TextsOf(const Message& message, std::string_view field) {
  const FieldDescriptor* descriptor = FieldOf(message, field);
  if (!descriptor->is_repeated()) return {TextField(message, field)};
  std::vector<std::string> texts;
  for (int i = 0; i < message.GetReflection()->FieldSize(message, descriptor); ++i) {
    texts.push_back(message.GetReflection()->GetRepeatedString(message, descriptor, i));
  }
  return texts;
}

}  // namespace touchstone
