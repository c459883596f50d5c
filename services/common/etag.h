#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "google/protobuf/message.h"

namespace touchstone {

// The etag of `resource` after a change: it depends on the content and on the etag before, so that
// it differs even when a later change restores the old content. 16 hex digits.
std::string NextEtag(std::string_view previous, const google::protobuf::Message& resource);

// OK when the client sent none, or the current one; otherwise ETAG_MISMATCH.
absl::Status CheckEtag(std::string_view sent, std::string_view current);

}  // namespace touchstone
