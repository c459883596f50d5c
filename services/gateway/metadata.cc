#include "services/gateway/metadata.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string_view>

#include "services/gateway/wire_text.h"

namespace touchstone::gateway {
namespace {

bool IsBinary(std::string_view name) { return name.ends_with("-bin"); }

bool StaysBehind(std::string_view name) {
  static const std::set<std::string_view> kNames = {
      // Of this connection only.
      "connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "proxy-connection",
      "te", "trailer", "trailers", "transfer-encoding", "upgrade", "http2-settings",
      // Of HTTP itself and of the browser.
      "accept", "accept-charset", "accept-encoding", "accept-language", "cache-control",
      "content-encoding", "content-length", "content-type", "cookie", "cookie2", "date", "dnt",
      "expect", "forwarded", "host", "if-match", "if-modified-since", "if-none-match", "origin",
      "pragma", "priority", "range", "referer", "server", "set-cookie", "user-agent", "vary", "via",
      "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip",
      // Of the protocols that end here.
      "connect-protocol-version", "connect-timeout-ms", "connect-accept-encoding",
      "connect-content-encoding", "x-grpc-web", "x-user-agent"};
  static constexpr std::string_view kPrefixes[] = {"sec-", "grpc-", "access-control-", "proxy-"};
  return kNames.contains(name) ||
         std::ranges::any_of(kPrefixes, [&](auto prefix) { return name.starts_with(prefix); });
}

bool IsKey(std::string_view name) {
  return !name.empty() && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
  });
}

bool IsText(std::string_view value) {
  return std::ranges::all_of(value, [](char c) { return c >= 0x20 && c < 0x7f; });
}

// Several values of one name may share a line.
bool AddBinary(const Header& header, Metadata& metadata) {
  std::string_view rest = header.value;
  for (;;) {
    const auto comma = rest.find(',');
    std::string_view one = rest.substr(0, comma);
    while (one.starts_with(' ')) one.remove_prefix(1);
    while (one.ends_with(' ')) one.remove_suffix(1);
    std::optional<std::string> bytes = FromBase64(one);
    if (!bytes) return false;
    metadata.emplace_back(header.name, *std::move(bytes));
    if (comma == std::string_view::npos) return true;
    rest.remove_prefix(comma + 1);
  }
}

}  // namespace

absl::StatusOr<Metadata> MetadataOf(const Headers& headers) {
  Metadata metadata;
  for (const Header& header : headers) {
    if (!IsKey(header.name) || StaysBehind(header.name)) continue;
    if (IsBinary(header.name)) {
      if (!AddBinary(header, metadata)) {
        return absl::InternalError("the header " + header.name + " is no base64");
      }
    } else if (IsText(header.value)) {
      metadata.emplace_back(header.name, header.value);
    }
  }
  return metadata;
}

Headers HeadersOf(const Metadata& metadata) {
  Headers headers;
  for (const auto& [name, value] : metadata) {
    if (StaysBehind(name)) continue;
    if (IsBinary(name)) {
      headers.push_back({name, Base64Unpadded(value)});
    } else if (IsText(value)) {
      headers.push_back({name, value});
    }
  }
  return headers;
}

}  // namespace touchstone::gateway
