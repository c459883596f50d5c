#include "services/common/etag.h"

#include "services/common/errors.h"
#include "services/common/hash.h"

namespace touchstone {

std::string NextEtag(std::string_view previous, const google::protobuf::Message& resource) {
  std::string text(previous);
  text += '\0';
  text += resource.SerializeAsString();
  return ToHex(Sha256(text).substr(0, 8));
}

absl::Status CheckEtag(std::string_view sent, std::string_view current) {
  if (sent.empty() || sent == current) return absl::OkStatus();
  return MakeError(Reason::ETAG_MISMATCH, "", {{"etag", "is not the current one"}});
}

}  // namespace touchstone
