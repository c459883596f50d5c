#include "services/common/stored_resources.h"

#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include "services/common/errors.h"
#include "services/common/message_fields.h"
#include "services/common/page_token.h"
#include "services/common/rpc.h"

namespace touchstone {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

std::size_t PageSizeOf(const Message& request) {
  return PageSize(request.GetReflection()->GetInt32(
      request, request.GetDescriptor()->FindFieldByName("page_size")));
}

}  // namespace

const FieldDescriptor* ItemsOf(const Message& response) {
  const auto& descriptor = *response.GetDescriptor();
  for (int i = 0; i < descriptor.field_count(); ++i) {
    if (descriptor.field(i)->is_repeated()) return descriptor.field(i);
  }
  return nullptr;
}

absl::Status ReadResource(const storage::KvStore& store, const std::string& key, Message& resource,
                          std::string* bytes) {
  absl::StatusOr<std::optional<std::string>> found = store.Get(key);
  if (!found.ok()) return StoreError(found.status());
  if (!*found) return MakeError(Reason::RESOURCE_NOT_FOUND);
  if (!resource.ParseFromString(**found)) return MakeError(Reason::STORE_READ_FAILED, key);
  if (bytes != nullptr) *bytes = **std::move(found);
  return absl::OkStatus();
}

absl::Status ListResources(const storage::KvStore& store, const ResourceList& list,
                           const Message& request, Message& response) {
  const std::string token_list = list.prefix + list.selects;
  absl::StatusOr<std::string> last = ParsePageToken(token_list, TextField(request, "page_token"));
  if (!last.ok()) return last.status();
  const std::size_t page_size = PageSizeOf(request);
  const FieldDescriptor* items = ItemsOf(response);
  const auto& reflection = *response.GetReflection();
  std::string shown;
  bool readable = true;
  absl::Status scanned =
      store.Scan(last->empty() ? list.prefix : *last + '\0', storage::PrefixEnd(list.prefix),
                 [&](std::string_view key, std::string_view value) {
                   Message* item = reflection.AddMessage(&response, items);
                   readable = item->ParseFromArray(value.data(), static_cast<int>(value.size()));
                   if (!readable) return false;
                   const bool kept = !list.keep || list.keep(*item);
                   const bool full =
                       static_cast<std::size_t>(reflection.FieldSize(response, items)) > page_size;
                   if (!kept || full) reflection.RemoveLast(&response, items);
                   if (!kept) return true;
                   if (full) {
                     SetTextField(response, "next_page_token", MakePageToken(token_list, shown));
                     return false;
                   }
                   shown = key;
                   return true;
                 });
  if (!scanned.ok()) return StoreError(scanned);
  return readable ? absl::OkStatus() : MakeError(Reason::STORE_READ_FAILED, list.prefix);
}

}  // namespace touchstone
