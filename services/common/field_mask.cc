#include "services/common/field_mask.h"

#include <algorithm>
#include <string>

#include "google/protobuf/util/field_mask_util.h"
#include "services/common/errors.h"

namespace touchstone {

using google::protobuf::FieldMask;
using google::protobuf::Message;
using google::protobuf::util::FieldMaskUtil;

absl::Status ApplyUpdateMask(const FieldMask& mask,
                             const std::vector<std::string_view>& output_only,
                             const Message& source, Message* target) {
  const auto* type = source.GetDescriptor();
  const auto is_output_only = [&](std::string_view name) {
    return std::find(output_only.begin(), output_only.end(), name) != output_only.end();
  };
  FieldMask all;
  for (int i = 0; i < type->field_count(); ++i) {
    if (!is_output_only(type->field(i)->name())) all.add_paths(type->field(i)->name());
  }
  const bool everything =
      mask.paths_size() == 0 || (mask.paths_size() == 1 && mask.paths(0) == "*");
  std::vector<FieldViolation> violations;
  for (const std::string& path : everything ? all.paths() : mask.paths()) {
    if (!FieldMaskUtil::GetFieldDescriptors(type, path, nullptr)) {
      violations.push_back({"update_mask", "\"" + path + "\" is no field of " + type->name()});
    } else if (is_output_only(std::string_view(path).substr(0, path.find('.')))) {
      violations.push_back({"update_mask", "\"" + path + "\" is output only"});
    }
  }
  if (!violations.empty()) {
    const std::string text = violations.front().description;
    return MakeError(Reason::REQUEST_INVALID, "update_mask: " + text, std::move(violations));
  }
  FieldMaskUtil::MergeOptions options;
  options.set_replace_message_fields(true);
  options.set_replace_repeated_fields(true);
  FieldMaskUtil::MergeMessageTo(source, everything ? all : mask, options, target);
  return absl::OkStatus();
}

}  // namespace touchstone
