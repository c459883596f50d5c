#include "services/training/query_parts.h"

#include <utility>

#include "services/common/errors.h"
#include "services/common/resource_name.h"
#include "services/training/local_day.h"
#include "services/training/training_convert.h"
#include "services/training/training_setup.h"

namespace touchstone::training {

std::string TimeZoneAt(const storage::KvStore& store, const std::string& site) {
  auto found = ReadSite(store, site);
  return found.ok() && *found ? (*found)->time_zone() : kDefaultTimeZone;
}

CivilDate TodayAt(const storage::KvStore& store, const Clock& clock, const std::string& site) {
  return DayAt(ToInstant(touchstone::ToTimestamp(clock.Now())), TimeZoneAt(store, site));
}

std::string SiteName(const v1::Worker& worker, const storage::v1::FileHead& head) {
  if (head.site().empty()) return "";
  return CompanyChildName(LastId(worker.company()), "sites", head.site());
}

const v1::Posting* PostingOn(const std::vector<v1::Record>& known, CivilDate date) {
  const v1::Posting* posting = nullptr;
  std::string newest;
  const std::string day = date.ToString();
  for (const v1::Record& record : known) {
    if (!record.has_posting() || record.state() != v1::Record::STATE_COUNTED) continue;
    if (record.date() > day || record.date() < newest) continue;
    newest = record.date();
    const bool over = !record.end_date().empty() && record.end_date() < day;
    posting = over ? nullptr : &record.posting();
  }
  return posting;
}

absl::StatusOr<std::string> SiteId(const std::string& company, const std::string& site) {
  if (site.empty()) return std::string();
  auto id = ParseCompanyChild("sites", site, "site");
  if (!id.ok()) return id.status();
  if (ResourceName("companies", id->company) == company) return std::move(id->id);
  return MakeError(Reason::REQUEST_INVALID, "", {{"site", "is of another company"}});
}

absl::Status VisitFiles(const storage::KvStore& store, const std::string& prefix,
                        const std::string& last, const std::function<bool(std::string)>& visit) {
  absl::Status scanned =
      store.Scan(last.empty() ? prefix : prefix + last + '\0', storage::PrefixEnd(prefix),
                 [&](std::string_view key, std::string_view) {
                   return visit(std::string(key.substr(prefix.size())));
                 });
  return scanned.ok() ? scanned : StoreError(scanned);
}

}  // namespace touchstone::training
