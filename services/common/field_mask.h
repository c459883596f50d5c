#pragma once

#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "google/protobuf/field_mask.pb.h"
#include "google/protobuf/message.h"

namespace touchstone {

// Copies the fields of `mask` from `source` to `target`, both of one type: a field that is unset in
// `source` is cleared, lists are replaced. An empty mask, or "*", means all fields but
// `output_only`, a list of top-level names, which never change.
// REQUEST_INVALID names unknown and output-only paths; `target` is unchanged then.
absl::Status ApplyUpdateMask(const google::protobuf::FieldMask& mask,
                             const std::vector<std::string_view>& output_only,
                             const google::protobuf::Message& source,
                             google::protobuf::Message* target);

}  // namespace touchstone
