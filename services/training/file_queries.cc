#include "services/training/file_queries.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "services/common/errors.h"
#include "services/common/page_token.h"
#include "services/common/resource_name.h"
#include "services/training/file_states.h"
#include "services/training/known_time.h"
#include "services/training/query_parts.h"
#include "services/training/training_access.h"
#include "services/training/training_convert.h"
#include "services/training/training_setup.h"
#include "storage/keys.h"

namespace touchstone::training {
namespace {

namespace keys = storage::keys;

// Which facts a client asked for: "certificate" matches the oneof field of that name.
bool IsAskedFor(const v1::ListRecordsRequest& request, const v1::Record& record) {
  if (request.facts().empty()) return true;
  const auto* fact = record.GetReflection()->GetOneofFieldDescriptor(
      record, record.GetDescriptor()->FindOneofByName("fact"));
  return fact != nullptr && std::find(request.facts().begin(), request.facts().end(),
                                      fact->name()) != request.facts().end();
}

absl::Status CheckFactNames(const v1::ListRecordsRequest& request) {
  const auto* facts = v1::Record::descriptor()->FindOneofByName("fact");
  for (const std::string& name : request.facts()) {
    const auto* field = v1::Record::descriptor()->FindFieldByName(name);
    if (field == nullptr || field->containing_oneof() != facts) {
      return MakeError(Reason::REQUEST_INVALID, "", {{"facts", name + " is no fact"}});
    }
  }
  return absl::OkStatus();
}

// Whether a search, in lower case, finds the worker; an empty one finds all.
bool IsFound(const v1::Worker& worker, const std::string& search) {
  return absl::AsciiStrToLower(worker.display_name()).find(search) != std::string::npos ||
         absl::AsciiStrToLower(worker.staff_number()).find(search) != std::string::npos;
}

}  // namespace

Awaitable<absl::Status> FileQueries::GetRecord(Call call, const v1::GetRecordRequest& request,
                                               v1::Record& response) const {
  const std::string& name = request.name();
  const auto slash = name.find("/records/");
  const std::string worker_name = name.substr(0, slash);
  absl::StatusOr<v1::Worker> worker = FindWorker(store_, call.caller(), worker_name);
  if (!worker.ok()) co_return worker.status();
  absl::StatusOr<std::vector<v1::Record>> records = ReadRecords(store_, LastId(worker_name));
  if (!records.ok()) co_return records.status();
  auto known = KnownTime(request.has_known_time(), request.known_time(), clock_, *records);
  if (!known.ok()) co_return known.status();
  for (const v1::Record& record : RecordsAt(*std::move(records), *known)) {
    if (record.name() != name) continue;
    response = record;
    co_return absl::OkStatus();
  }
  co_return MakeError(Reason::RESOURCE_NOT_FOUND);
}

Awaitable<absl::Status> FileQueries::ListRecords(Call call, const v1::ListRecordsRequest& request,
                                                 v1::ListRecordsResponse& response) const {
  absl::StatusOr<v1::Worker> worker = FindWorker(store_, call.caller(), request.parent());
  if (!worker.ok()) co_return worker.status();
  if (absl::Status names = CheckFactNames(request); !names.ok()) co_return names;
  v1::ListRecordsRequest selects = request;
  selects.clear_page_size();
  selects.clear_page_token();
  const std::string list = "records/" + selects.SerializeAsString();
  // The page token holds the time as known at which the first page was read, and a position.
  absl::StatusOr<std::string> last = ParsePageToken(list, request.page_token());
  if (!last.ok()) co_return last.status();
  absl::StatusOr<std::vector<v1::Record>> records = ReadRecords(store_, LastId(request.parent()));
  if (!records.ok()) co_return records.status();
  auto known = KnownTime(request.has_known_time(), request.known_time(), clock_, *records);
  if (!known.ok()) co_return known.status();
  std::uint64_t after = 0;
  if (last->size() == 16) {
    known->micros = static_cast<std::int64_t>(keys::ParseNumber(last->substr(0, 8)));
    after = keys::ParseNumber(last->substr(8));
  }
  const std::size_t page_size = PageSize(request.page_size());
  for (v1::Record& record : RecordsAt(*std::move(records), *known)) {
    if (record.position() <= after || !IsAskedFor(request, record)) continue;
    if (request.counted_only() && record.state() != v1::Record::STATE_COUNTED) continue;
    if (static_cast<std::size_t>(response.records_size()) == page_size) {
      const std::uint64_t end = response.records().rbegin()->position();
      response.set_next_page_token(MakePageToken(
          list, keys::Number(static_cast<std::uint64_t>(known->micros)) + keys::Number(end)));
      break;
    }
    *response.add_records() = std::move(record);
  }
  co_return absl::OkStatus();
}

Awaitable<absl::Status> FileQueries::ListFiles(Call call, const v1::ListFilesRequest& request,
                                               v1::ListFilesResponse& response) const {
  absl::Status own = RequireCompany(call.caller(), request.parent());
  if (!own.ok()) co_return own;
  absl::StatusOr<std::string> site = SiteId(request.parent(), request.site());
  if (!site.ok()) co_return site.status();
  const std::string prefix = keys::FileAtPrefix(LastId(request.parent()), *site);
  const std::string search = absl::AsciiStrToLower(request.search());
  const std::string list = prefix + "/" + search;
  absl::StatusOr<std::string> last = ParsePageToken(list, request.page_token());
  if (!last.ok()) co_return last.status();
  const std::size_t page_size = PageSize(request.page_size());
  absl::Status failed;
  std::string seen;
  std::size_t looked_at = 0;
  absl::Status visited = VisitFiles(store_, prefix, *last, [&](std::string id) {
    const bool full = static_cast<std::size_t>(response.files_size()) == page_size;
    if (full || looked_at++ == kMostFiles) {
      response.set_next_page_token(MakePageToken(list, seen));
      return false;
    }
    seen = id;
    auto worker = FindWorker(store_, call.caller(), ResourceName("workers", id));
    if (!worker.ok() || worker->company() != request.parent()) return true;
    if (!IsFound(*worker, search)) return true;
    auto head = ReadStored<storage::v1::FileHead>(store_, keys::File(id));
    if (!head.ok()) {
      failed = head.status();
      return false;
    }
    if (!*head || (!site->empty() && (*head)->site() != *site)) return true;
    v1::File& file = *response.add_files();
    file.set_worker(ResourceName("workers", id));
    file.set_display_name(worker->display_name());
    file.set_staff_number(worker->staff_number());
    file.set_site(SiteName(*worker, **head));
    file.set_trade((*head)->trade().empty() ? worker->trade() : (*head)->trade());
    file.set_records((*head)->last_position());
    if ((*head)->has_last_record_time()) {
      *file.mutable_record_time() = (*head)->last_record_time();
    }
    return true;
  });
  co_return visited.ok() ? failed : visited;
}

}  // namespace touchstone::training
