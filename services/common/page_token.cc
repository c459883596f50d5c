#include "services/common/page_token.h"

#include <algorithm>

#include "absl/strings/escaping.h"
#include "services/common/errors.h"
#include "services/common/hash.h"

namespace touchstone {
namespace {

constexpr std::size_t kTagSize = 8;

// Binds the place to the list; no secret: a forged token shows nothing that the list does not.
std::string Tag(std::string_view list, std::string_view last) {
  std::string text(list);
  text += '\0';
  text += last;
  return Sha256(text).substr(0, kTagSize);
}

}  // namespace

std::string MakePageToken(std::string_view list, std::string_view last) {
  std::string token;
  std::string bytes = Tag(list, last);
  bytes += last;
  absl::WebSafeBase64Escape(bytes, &token);
  return token;
}

absl::StatusOr<std::string> ParsePageToken(std::string_view list, std::string_view token) {
  if (token.empty()) return std::string();
  std::string bytes;
  if (absl::WebSafeBase64Unescape(absl::string_view(token.data(), token.size()), &bytes) &&
      bytes.size() >= kTagSize) {
    std::string last = bytes.substr(kTagSize);
    if (bytes.compare(0, kTagSize, Tag(list, last)) == 0) return last;
  }
  return MakeError(Reason::PAGE_TOKEN_INVALID, "", {{"page_token", "is not of this list"}});
}

std::size_t PageSize(std::int32_t asked, std::size_t usual) {
  return asked <= 0 ? usual : std::min<std::size_t>(static_cast<std::size_t>(asked), 1000);
}

}  // namespace touchstone
