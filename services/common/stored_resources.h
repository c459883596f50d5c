#pragma once

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "google/protobuf/message.h"
#include "storage/kv_store.h"

// Resources as they are stored: each message under a key of its own.
namespace touchstone {

// Reads a resource, and its stored bytes when they are asked for. RESOURCE_NOT_FOUND,
// STORE_READ_FAILED.
absl::Status ReadResource(const storage::KvStore& store, const std::string& key,
                          google::protobuf::Message& resource, std::string* bytes = nullptr);

// What of the store is listed.
struct ResourceList {
  // Begin of the keys.
  std::string prefix;
  // What else was asked for: a page token is of no other list.
  std::string selects;
  // Whether a resource is in the list; empty: all are.
  std::function<bool(const google::protobuf::Message&)> keep;
};

// Reads a page of the list into the only repeated field of `response`, with `page_size` and
// `page_token` of `request`. PAGE_TOKEN_INVALID, STORE_READ_FAILED.
absl::Status ListResources(const storage::KvStore& store, const ResourceList& list,
                           const google::protobuf::Message& request,
                           google::protobuf::Message& response);

// The list's items: the only repeated field of a response.
const google::protobuf::FieldDescriptor* ItemsOf(const google::protobuf::Message& response);

}  // namespace touchstone
