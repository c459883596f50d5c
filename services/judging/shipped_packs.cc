#include "services/judging/shipped_packs.h"

#include <utility>

#include "services/judging/rule_pack_convert.h"
#include "services/judging/shipped_texts.h"

namespace touchstone::judging {
namespace {

constexpr std::string_view kSchemes = "schemes/";

template <typename Message, typename Parse>
std::vector<Message> ReadAll(bool schemes, Parse parse) {
  std::vector<Message> messages;
  for (const ShippedText& shipped : ShippedTexts()) {
    if (shipped.file_name.starts_with(kSchemes) != schemes) continue;
    // A text that cannot be read would be a broken build; the tests read every one of them.
    messages.push_back(parse(shipped.text, shipped.file_name).value());
  }
  return messages;
}

template <typename Message>
const Message* FindById(const std::vector<Message>& messages, std::string_view id) {
  for (const Message& message : messages) {
    if (message.id() == id) return &message;
  }
  return nullptr;
}

}  // namespace

const std::vector<v1::RulePack>& ShippedRulePacks() {
  static const auto packs = ReadAll<v1::RulePack>(false, ParseRulePackText);
  return packs;
}

const std::vector<v1::Scheme>& ShippedSchemes() {
  static const auto schemes = ReadAll<v1::Scheme>(true, ParseSchemeText);
  return schemes;
}

const v1::RulePack* FindShippedRulePack(std::string_view id) {
  return FindById(ShippedRulePacks(), id);
}

const v1::Scheme* FindShippedScheme(std::string_view id) { return FindById(ShippedSchemes(), id); }

}  // namespace touchstone::judging
