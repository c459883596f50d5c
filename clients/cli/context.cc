#include "clients/cli/context.h"

#include <cstdlib>
#include <nlohmann/json.hpp>
#include <ostream>

#include "services/common/errors.h"

namespace touchstone::cli {

std::string_view Context::Say(std::string_view zh, std::string_view en) const {
  return language == Language::kChinese ? zh : en;
}

void Context::Finish(const absl::Status& status) {
  if (status.ok()) return;
  exit_code = 1;
  const ErrorDetail detail = DetailOf(status);
  const bool known = detail.reason != Reason::kUnspecified;
  const std::string message(status.message().data(), status.message().size());
  if (json) {
    nlohmann::ordered_json error = {{"code", absl::StatusCodeToString(status.code())},
                                    {"reason", ReasonName(detail.reason)},
                                    {"message", message},
                                    {"fields", nlohmann::json::array()}};
    for (const FieldViolation& violation : detail.fields)
      error["fields"].push_back(
          {{"field", violation.field}, {"description", violation.description}});
    err << nlohmann::ordered_json{{"error", error}}.dump(2) << "\n";
    return;
  }
  err << Say("错误", "Error") << ": ";
  if (known)
    err << Say(ReasonTextZh(detail.reason), ReasonTextEn(detail.reason)) << " ["
        << ReasonName(detail.reason) << "] ";
  err << message << "\n";
  for (const FieldViolation& violation : detail.fields)
    err << "  " << violation.field << ": " << violation.description << "\n";
}

Language LanguageFromEnvironment() {
  const char* language = std::getenv("TOUCHSTONE_LANG");
  const bool english = language != nullptr && std::string_view(language).starts_with("en");
  return english ? Language::kEnglish : Language::kChinese;
}

}  // namespace touchstone::cli
