#pragma once

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "google/protobuf/repeated_field.h"
#include "google/protobuf/timestamp.pb.h"
#include "services/common/caller.h"
#include "services/common/clock.h"
#include "services/common/page_token.h"
#include "services/training/civil_time.h"
#include "services/training/progress_facts.h"
#include "storage/kv_store.h"
#include "touchstone/storage/v1/records.pb.h"
#include "touchstone/v1/events.pb.h"
#include "touchstone/v1/training_record.pb.h"

// Files as they were known at a time, one or those of a company.
namespace touchstone::training {

struct KnownFile {
  std::string id;  // of the worker
  v1::Worker worker;
  storage::v1::FileHead head;
  std::vector<v1::Record> records;  // as RecordsAt() gives them; that at position p is [p - 1]
  Progress progress;                // what counts of them
  Instant known;
  CivilDate day;  // the day at the worker's site at that time
};

// What is asked for. Without `known_time` files are read as they are now.
struct FileSelection {
  std::string parent;  // "companies/acme"
  std::string site;    // only who works there now; empty: all
  std::string worker;  // only his; empty: all
  const google::protobuf::Timestamp* known_time = nullptr;
};

// Reads files for one caller. All references must outlive it. Not thread-safe.
class KnownFiles {
 public:
  KnownFiles(const storage::KvStore& store, const Clock& clock, const Caller& caller)
      : store_(store), clock_(clock), caller_(caller) {}

  // NOT_YOURS, RESOURCE_NOT_FOUND, REQUEST_INVALID, STORE_READ_FAILED.
  absl::StatusOr<KnownFile> Read(const std::string& worker,
                                 const google::protobuf::Timestamp* known_time);

  // Files of a company, by worker, from the id `from` on, until `visit` returns false or a page's
  // work is done. Returns the id to go on from: the one at which `visit` returned false, or the
  // next one; empty at the end. Errors as above.
  absl::StatusOr<std::string> Visit(const FileSelection& selection, const std::string& from,
                                    const std::function<bool(const KnownFile&)>& visit);

 private:
  absl::StatusOr<KnownFile> ReadFileOf(v1::Worker worker,
                                       const google::protobuf::Timestamp* known_time);
  const std::string& TimeZoneOf(const std::string& site);

  const storage::KvStore& store_;
  const Clock& clock_;
  const Caller& caller_;
  std::map<std::string, std::string> time_zones_;  // by name of the site
};

// What a file gives to a list: lines with keys that sort as the lines do.
template <class Line>
using KeyedLines = std::vector<std::pair<std::string, Line>>;

// Which page of which list. `list` names everything that selects, as in page_token.h.
struct PageAsked {
  std::string list;
  std::string token;
  std::size_t size = 100;
};

// Adds one page of the lines of the files to `lines`, by worker and key. A page may be empty
// without being the last: only so many files are read for it. Errors of KnownFiles,
// PAGE_TOKEN_INVALID.
template <class Line>
absl::Status FillPage(KnownFiles& files, const FileSelection& selection, const PageAsked& page,
                      const std::function<KeyedLines<Line>(const KnownFile&)>& lines_of,
                      google::protobuf::RepeatedPtrField<Line>& lines, std::string& next_token) {
  absl::StatusOr<std::string> last = ParsePageToken(page.list, page.token);
  if (!last.ok()) return last.status();
  // "worker/key" of the last line, or "worker/" before the first line of a file.
  const std::string from = last->substr(0, last->find('/'));
  std::string seen = *last;
  absl::StatusOr<std::string> next = files.Visit(selection, from, [&](const KnownFile& file) {
    if (file.id != from) seen = file.id + "/";
    for (auto& [key, line] : lines_of(file)) {
      std::string place = file.id + "/" + key;
      if (file.id == from && place <= *last) continue;
      if (static_cast<std::size_t>(lines.size()) == page.size) return false;
      *lines.Add() = std::move(line);
      seen = std::move(place);
    }
    return true;
  });
  if (!next.ok()) return next.status();
  if (next->empty()) return absl::OkStatus();
  const bool in_file = seen.starts_with(*next + "/");
  next_token = MakePageToken(page.list, in_file ? seen : *next + "/");
  return absl::OkStatus();
}

}  // namespace touchstone::training
