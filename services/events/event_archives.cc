#include "services/events/event_archives.h"

#include <utility>

#include "services/common/errors.h"
#include "services/common/resource_name.h"
#include "services/judging/judging_convert.h"
#include "services/judging/sheet_rules.h"
#include "services/ledger/archive.h"
#include "storage/keys.h"

namespace touchstone::events {
namespace {

constexpr std::size_t kChunk = 64 * 1024;

bool MaySeeNames(const Caller& caller, const v1::Event& event) {
  return caller.role != v1::ROLE_AUDITOR || event.state() == v1::Event::STATE_PUBLISHED;
}

}  // namespace

Awaitable<absl::Status> EventArchives::Export(Call call, const v1::ExportEventRequest& request,
                                              Writer<v1::ExportEventResponse>& writer) const {
  absl::StatusOr<std::string> event = ParseResourceName("events", request.name());
  if (!event.ok()) co_return event.status();
  absl::StatusOr<v1::EventArchive> archive = ReadEvent(store_, *event, !request.without_names());
  if (!archive.ok()) co_return archive.status();
  const bool runs_event = call.caller().role == v1::ROLE_ORGANISER;
  const auto state = judging::FromProto(archive->event().state());
  if (absl::Status s = judging::CheckChainReader(state, runs_event); !s.ok()) co_return s;
  if (!request.without_names() && !MaySeeNames(call.caller(), archive->event())) {
    archive = ReadEvent(store_, *event, false);
    if (!archive.ok()) co_return archive.status();
  }
  const std::string bytes = archive->SerializeAsString();
  v1::ExportEventResponse response;
  for (std::size_t sent = 0; sent < bytes.size(); sent += kChunk) {
    response.set_chunk(bytes.substr(sent, kChunk));
    if (!co_await writer.Write(response)) co_return absl::CancelledError();
  }
  co_return absl::OkStatus();
}

Awaitable<absl::Status> EventArchives::Import(Call, Reader<v1::ImportEventRequest>& reader,
                                              v1::Event& response) const {
  std::string bytes;
  v1::ImportEventRequest request;
  for (;;) {
    absl::StatusOr<bool> more = co_await reader.Read(&request);
    if (!more.ok()) co_return more.status();
    if (!*more) break;
    bytes += request.chunk();
    if (bytes.size() > ledger::kLargestArchive) co_return MakeError(Reason::IMPORT_TOO_LARGE);
  }
  absl::StatusOr<v1::EventArchive> archive = ledger::ReadArchive(bytes);
  if (!archive.ok()) co_return archive.status();
  absl::StatusOr<storage::WriteBatch> batch = WritesOf(store_, *archive, response);
  if (!batch.ok()) co_return batch.status();
  co_return (co_await AsyncCommit(store_, *std::move(batch))).status();
}

}  // namespace touchstone::events
