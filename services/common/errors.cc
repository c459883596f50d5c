#include "services/common/errors.h"

#include <array>
#include <cstdint>
#include <cstdlib>
#include <optional>

#include "absl/strings/cord.h"

namespace touchstone {
namespace {

struct Row {
  Reason reason;
  std::string_view name;
  absl::StatusCode code;
  std::string_view zh;
  std::string_view en;
};

constexpr Row kCatalogue[] = {
#define TOUCHSTONE_REASON(name, number, code, zh, en) \
  {Reason::name, #name, absl::StatusCode::code, zh, en},
#include "services/common/error_reasons.inc"
#undef TOUCHSTONE_REASON
};
constexpr Row kUnknown{Reason::kUnspecified, "UNSPECIFIED", absl::StatusCode::kUnknown, "未知错误",
                       "Unknown error"};
constexpr char kPayloadUrl[] = "touchstone/error-detail";

const Row& RowOf(Reason reason) {
  for (const Row& row : kCatalogue) {
    if (row.reason == reason) return row;
  }
  return kUnknown;
}

// The payload is a list of length-prefixed strings: it never leaves the process.
void AppendText(std::string& out, std::string_view text) {
  out += std::to_string(text.size());
  out += ':';
  out += text;
}

std::optional<std::string> TakeText(std::string_view& in) {
  const auto colon = in.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const std::size_t size = std::strtoull(std::string(in.substr(0, colon)).c_str(), nullptr, 10);
  if (in.size() - colon - 1 < size) return std::nullopt;
  std::string text(in.substr(colon + 1, size));
  in.remove_prefix(colon + 1 + size);
  return text;
}

}  // namespace

absl::Status MakeError(Reason reason, std::string message, std::vector<FieldViolation> fields,
                       std::vector<std::pair<std::string, std::string>> metadata) {
  const Row& row = RowOf(reason);
  if (message.empty()) message = std::string(row.en);
  absl::Status status(row.code, message);
  std::string payload;
  AppendText(payload, std::to_string(static_cast<int>(reason)));
  AppendText(payload, std::to_string(fields.size()));
  for (const FieldViolation& field : fields) {
    AppendText(payload, field.field);
    AppendText(payload, field.description);
  }
  for (const auto& [key, value] : metadata) {
    AppendText(payload, key);
    AppendText(payload, value);
  }
  status.SetPayload(kPayloadUrl, absl::Cord(payload));
  return status;
}

ErrorDetail DetailOf(const absl::Status& status) {
  ErrorDetail detail;
  const auto payload = status.GetPayload(kPayloadUrl);
  if (!payload.has_value()) return detail;
  const std::string bytes(*payload);
  std::string_view rest = bytes;
  detail.reason = static_cast<Reason>(std::atoi(TakeText(rest).value_or("0").c_str()));
  std::size_t fields = std::strtoull(TakeText(rest).value_or("0").c_str(), nullptr, 10);
  while (!rest.empty()) {
    auto key = TakeText(rest);
    auto value = TakeText(rest);
    if (!key || !value) break;
    if (fields > 0) {
      --fields;
      detail.fields.push_back({*std::move(key), *std::move(value)});
    } else {
      detail.metadata.emplace_back(*std::move(key), *std::move(value));
    }
  }
  return detail;
}

Reason ReasonOf(const absl::Status& status) { return DetailOf(status).reason; }
std::string_view ReasonName(Reason reason) { return RowOf(reason).name; }
std::string_view ReasonTextZh(Reason reason) { return RowOf(reason).zh; }
std::string_view ReasonTextEn(Reason reason) { return RowOf(reason).en; }

}  // namespace touchstone
