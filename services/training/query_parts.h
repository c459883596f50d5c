#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/clock.h"
#include "services/training/civil_time.h"
#include "storage/kv_store.h"
#include "touchstone/storage/v1/records.pb.h"
#include "touchstone/v1/events.pb.h"
#include "touchstone/v1/training_record.pb.h"

// What the questions about files have in common.
namespace touchstone::training {

// Of the site, by name; the default one when that is not known.
std::string TimeZoneAt(const storage::KvStore& store, const std::string& site);

// Which day it is at the site, by name; at an unknown one in the default time zone.
CivilDate TodayAt(const storage::KvStore& store, const Clock& clock, const std::string& site);

// Name of the site where the worker of this file works; empty: not known.
std::string SiteName(const v1::Worker& worker, const storage::v1::FileHead& head);

// Where the worker was on `date`, of the records of his file as known: the newest posting that had
// begun. Null: nowhere, or not known.
const v1::Posting* PostingOn(const std::vector<v1::Record>& known, CivilDate date);

// The id of a site of the company; empty for an empty name. REQUEST_INVALID.
absl::StatusOr<std::string> SiteId(const std::string& company, const std::string& site);

// Files looked at for one page of an answer: keeps a call short when few of them are in it.
inline constexpr std::size_t kMostFiles = 5000;

// Ids of the workers in an index of files, from the one after `last` on, until `visit` returns
// false. STORE_READ_FAILED.
absl::Status VisitFiles(const storage::KvStore& store, const std::string& prefix,
                        const std::string& last, const std::function<bool(std::string)>& visit);

}  // namespace touchstone::training
