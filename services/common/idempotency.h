#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "google/protobuf/message.h"
#include "services/common/caller.h"
#include "services/common/clock.h"
#include "storage/kv_store.h"

namespace touchstone {

// Makes a changing request safe to repeat for 24 hours, by caller and `request_id`. Without an id
// it does nothing. One object a request; not thread-safe. A handler does this:
//
//   IdempotentRequest once(call.caller(), call.method(), request.request_id(), request, clock);
//   auto answered = once.FindAnswer(store, &response);
//   if (!answered.ok() || *answered) co_return answered.status();
//   ... decide, fill `batch` and `response` ...
//   once.Remember(response, &batch);
//   auto position = co_await AsyncCommit(store, std::move(batch));
//
// When two equal requests run at once, the second commit answers CONCURRENT_CHANGE, and its
// repetition finds the answer of the first.
class IdempotentRequest {
 public:
  IdempotentRequest(const Caller& caller, std::string_view method, std::string_view request_id,
                    const google::protobuf::Message& request, const Clock& clock);

  // True when the request was answered before: `response` then holds that answer.
  //   REQUEST_ID_REUSED  the id came with another method or other content
  absl::StatusOr<bool> FindAnswer(const storage::KvStore& store,
                                  google::protobuf::Message* response);

  // Stores the answer with the change. REQUIRES: FindAnswer() returned false.
  void Remember(const google::protobuf::Message& response, storage::WriteBatch* batch) const;

 private:
  std::string key_;  // empty: no request id
  std::string method_;
  std::string hash_;
  Time now_;
  std::optional<std::string> stale_;  // an answer older than 24 hours, which is replaced
};

// Deletes answers older than 24 hours; returns how many. For a timer.
absl::StatusOr<std::size_t> PurgeRequests(storage::KvStore& store, const Clock& clock);

}  // namespace touchstone
