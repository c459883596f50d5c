#include "services/common/idempotency.h"

#include <chrono>
#include <utility>

#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "services/common/errors.h"
#include "services/common/hash.h"
#include "storage/keys.h"
#include "touchstone/storage/v1/records.pb.h"

namespace touchstone {
namespace {

using google::protobuf::Message;
using touchstone::storage::v1::RequestRecord;

constexpr std::chrono::hours kKept{24};

// The same bytes for the same content, whatever the order of map entries.
std::string DeterministicBytes(const Message& message) {
  std::string bytes;
  google::protobuf::io::StringOutputStream stream(&bytes);
  google::protobuf::io::CodedOutputStream coded(&stream);
  coded.SetSerializationDeterministic(true);
  message.SerializeToCodedStream(&coded);
  coded.Trim();
  return bytes;
}

bool IsStale(const RequestRecord& record, Time now) {
  return FromTimestamp(record.create_time()) + kKept <= now;
}

}  // namespace

IdempotentRequest::IdempotentRequest(const Caller& caller, std::string_view method,
                                     std::string_view request_id, const Message& request,
                                     const Clock& clock)
    : method_(method), now_(clock.Now()) {
  if (request_id.empty()) return;
  const auto slash = caller.token_name.find('/');
  const std::string token =
      slash == std::string::npos ? caller.token_name : caller.token_name.substr(slash + 1);
  key_ = storage::keys::Request(token, request_id);
  hash_ = Sha256(DeterministicBytes(request));
}

absl::StatusOr<bool> IdempotentRequest::FindAnswer(const storage::KvStore& store,
                                                   Message* response) {
  if (key_.empty()) return false;
  auto bytes = store.Get(key_);
  if (!bytes.ok()) return MakeError(Reason::STORE_READ_FAILED, "request record");
  if (!bytes->has_value()) return false;
  RequestRecord record;
  if (!record.ParseFromString(**bytes)) {
    return MakeError(Reason::STORE_READ_FAILED, "request record");
  }
  if (IsStale(record, now_)) {
    stale_ = **std::move(bytes);
    return false;
  }
  if (record.method() != method_ || record.request_hash() != hash_) {
    return MakeError(Reason::REQUEST_ID_REUSED);
  }
  if (!response->ParseFromString(record.response())) {
    return MakeError(Reason::STORE_READ_FAILED, "request record");
  }
  return true;
}

void IdempotentRequest::Remember(const Message& response, storage::WriteBatch* batch) const {
  if (key_.empty()) return;
  RequestRecord record;
  record.set_method(method_);
  record.set_request_hash(hash_);
  record.set_response(response.SerializeAsString());
  *record.mutable_create_time() = ToTimestamp(now_);
  if (stale_) {
    batch->ExpectValue(key_, *stale_);
  } else {
    batch->ExpectAbsent(key_);
  }
  batch->Put(key_, record.SerializeAsString());
}

absl::StatusOr<std::size_t> PurgeRequests(storage::KvStore& store, const Clock& clock) {
  constexpr std::size_t kBatch = 1000;
  const Time now = clock.Now();
  const std::string prefix = storage::keys::RequestPrefix();
  std::size_t purged = 0;
  for (;;) {
    storage::WriteBatch batch;
    absl::Status scanned =
        store.Scan(prefix, storage::PrefixEnd(prefix), [&](std::string_view key, auto value) {
          RequestRecord record;
          if (record.ParseFromArray(value.data(), static_cast<int>(value.size())) &&
              IsStale(record, now)) {
            batch.ExpectValue(std::string(key), std::string(value));
            batch.Delete(std::string(key));
          }
          return batch.writes().size() < kBatch;
        });
    if (!scanned.ok()) return scanned;
    const std::size_t found = batch.writes().size();
    if (found == 0) return purged;
    auto committed = store.CommitSync(std::move(batch));
    if (!committed.ok()) return committed.status();
    purged += found;
  }
}

}  // namespace touchstone
