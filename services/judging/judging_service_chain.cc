#include "services/judging/judging_service_chain.h"

#include <string>
#include <utility>
#include <vector>

#include "services/common/errors.h"
#include "services/common/page_token.h"
#include "services/judging/contest_convert.h"
#include "services/judging/judging_convert.h"
#include "services/judging/judging_service_reading.h"
#include "services/judging/sheet_rules.h"
#include "services/ledger/entry.h"
#include "storage/keys.h"

namespace touchstone::judging {
namespace {

namespace keys = storage::keys;

v1::RecordedEntry ToRecorded(StoredEntry stored) {
  v1::RecordedEntry recorded;
  v1::Receipt* receipt = recorded.mutable_receipt();
  receipt->set_entry_id(stored.entry.entry_id());
  receipt->set_position(stored.envelope.position());
  receipt->set_leaf(ledger::LeafOf(stored.bytes));
  *receipt->mutable_server_time() = stored.envelope.server_time();
  receipt->set_disposition(stored.envelope.disposition());
  *recorded.mutable_entry() = std::move(stored.entry);
  return recorded;
}

// Entries whose positions stand in an index under `prefix`.
template <typename Entries>
absl::Status ListIndexed(const storage::KvStore& store, const std::string& parent,
                         const std::string& prefix, std::int32_t page_size,
                         const std::string& page_token, Entries* entries,
                         std::string* next_page_token) {
  const auto last = ParsePageToken(prefix, page_token);
  if (!last.ok()) return last.status();
  const std::size_t size = PageSize(page_size);
  const std::string begin = last->empty() ? prefix : prefix + *last + '\0';
  std::vector<std::uint64_t> positions;
  const absl::Status scanned =
      store.Scan(begin, storage::PrefixEnd(prefix), [&](std::string_view key, std::string_view) {
        positions.push_back(keys::ParseNumber(key.substr(prefix.size())));
        return positions.size() <= size;
      });
  if (!scanned.ok()) return StoreError(scanned);
  const bool more = positions.size() > size;
  if (more) {
    positions.resize(size);
    *next_page_token = MakePageToken(prefix, keys::Number(positions.back()));
  }
  for (const std::uint64_t position : positions) {
    auto stored = ReadEntry(store, LastSegment(parent), position);
    if (!stored.ok()) return stored.status();
    *entries->Add() = ToRecorded(*std::move(stored));
  }
  return absl::OkStatus();
}

absl::Status CheckReader(const storage::KvStore& store, const Caller& caller,
                         const std::string& event) {
  const auto bytes = store.Get(keys::Resource("event", event));
  if (!bytes.ok()) return StoreError(bytes.status());
  if (!*bytes) return MakeError(Reason::RESOURCE_NOT_FOUND);
  v1::Event found;
  if (!found.ParseFromString(**bytes)) return MakeError(Reason::STORE_READ_FAILED, "an event");
  return CheckChainReader(FromProto(found.state()), caller.role == v1::ROLE_ORGANISER);
}

}  // namespace

Awaitable<absl::Status> ChainPages::ListIncidents(Call call,
                                                  const v1::ListIncidentsRequest& request,
                                                  v1::ListIncidentsResponse& response) const {
  if (absl::Status s = call.caller().RequireEvent(request.parent()); !s.ok()) co_return s;
  co_return ListIndexed(store_, request.parent(),
                        keys::IncidentPrefix(LastSegment(request.parent())), request.page_size(),
                        request.page_token(), response.mutable_incidents(),
                        response.mutable_next_page_token());
}

Awaitable<absl::Status> ChainPages::ListWaitingEntries(
    Call call, const v1::ListWaitingEntriesRequest& request,
    v1::ListWaitingEntriesResponse& response) const {
  if (absl::Status s = call.caller().RequireEvent(request.parent()); !s.ok()) co_return s;
  co_return ListIndexed(store_, request.parent(),
                        keys::WaitingPrefix(LastSegment(request.parent())), request.page_size(),
                        request.page_token(), response.mutable_entries(),
                        response.mutable_next_page_token());
}

Awaitable<absl::Status> ChainPages::ListEnvelopes(Call call,
                                                  const v1::ListEnvelopesRequest& request,
                                                  v1::ListEnvelopesResponse& response) const {
  if (absl::Status s = call.caller().RequireEvent(request.parent()); !s.ok()) co_return s;
  const std::string event(LastSegment(request.parent()));
  if (absl::Status s = CheckReader(store_, call.caller(), event); !s.ok()) co_return s;
  const std::string prefix = keys::EnvelopePrefix(event);
  const std::string end = storage::PrefixEnd(prefix);
  const absl::Status last =
      store_.ScanBackward(prefix, end, [&](std::string_view key, std::string_view) {
        response.set_last_position(keys::ParseNumber(key.substr(prefix.size())));
        return false;
      });
  if (!last.ok()) co_return StoreError(last);
  if (request.after_position() >= response.last_position()) co_return absl::OkStatus();
  const int size = static_cast<int>(PageSize(request.page_size()));
  co_return StoreError(store_.Scan(keys::Envelope(event, request.after_position() + 1), end,
                                   [&](std::string_view, std::string_view value) {
                                     response.add_envelopes(value.data(), value.size());
                                     return response.envelopes_size() < size;
                                   }));
}

}  // namespace touchstone::judging
