#include "services/training/training_counts.h"

#include <cstdio>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "services/common/errors.h"
#include "services/common/page_token.h"
#include "services/common/resource_name.h"
#include "services/training/attendance_rules.h"
#include "services/training/known_time.h"
#include "services/training/record_checks.h"
#include "services/training/training_access.h"
#include "services/training/training_convert.h"
#include "services/training/training_plan.h"
#include "services/training/training_setup.h"
#include "services/training/worker_file.h"
#include "storage/keys.h"

namespace touchstone::training {
namespace {

namespace keys = storage::keys;
using storage::v1::AttendanceEntry;

// Which attendances are counted.
struct Selection {
  std::string company;       // of the worker, "companies/acme"; empty: all
  std::string site_company;  // of the site of the batch; empty: all
  std::string site;
  std::string programme;
  std::string from;  // days; empty: no bound
  std::string to;
  Instant known;
};

// attendance/{batch}/{session}/{worker}/{position}
struct EntryKey {
  std::string session;
  std::string worker;
};
EntryKey ParseKey(std::string_view key, std::size_t prefix_size) {
  key.remove_prefix(prefix_size);
  const auto first = key.find('/');
  const auto second = key.find('/', first + 1);
  return {std::string(key.substr(0, first)),
          std::string(key.substr(first + 1, second - first - 1))};
}

bool CountsAt(const AttendanceEntry& entry, Instant known) {
  if (!entry.has_count_time() || ToInstant(entry.count_time()) > known) return false;
  return !entry.has_end_time() || ToInstant(entry.end_time()) > known;
}

bool IsSelected(const Selection& selection, const AttendanceEntry& entry) {
  if (!CountsAt(entry, selection.known)) return false;
  if (!selection.company.empty() && ResourceName("companies", entry.company()) != selection.company)
    return false;
  if (!selection.from.empty() && entry.date() < selection.from) return false;
  return selection.to.empty() || entry.date() <= selection.to;
}

// Whether an attendance of the batch can be selected at all.
bool IsSelected(const Selection& selection, const v1::Batch& batch) {
  if (!selection.programme.empty() && batch.programme() != selection.programme) return false;
  if (!selection.site.empty() && batch.site() != selection.site) return false;
  if (!selection.site_company.empty() && CompanyOfSite(batch.site()) != selection.site_company) {
    return false;
  }
  for (const v1::Session& session : batch.sessions()) {
    const bool late = !selection.to.empty() && session.date() > selection.to;
    const bool early = !selection.from.empty() && session.date() < selection.from;
    if (!late && !early) return true;
  }
  return false;
}

absl::Status AddAttendances(const storage::KvStore& store, const Selection& selection,
                            const References::BatchParts& parts,
                            std::vector<Attendance>& attendances) {
  const std::string prefix = keys::AttendancePrefix(LastId(parts.batch.name()));
  absl::Status scanned = store.Scan(
      prefix, storage::PrefixEnd(prefix), [&](std::string_view key, std::string_view value) {
        AttendanceEntry entry;
        if (!entry.ParseFromArray(value.data(), static_cast<int>(value.size()))) return true;
        if (!IsSelected(selection, entry)) return true;
        const EntryKey at = ParseKey(key, prefix.size());
        Attendance attendance;
        attendance.id = at.worker + "/" + entry.record();
        attendance.worker = at.worker;
        attendance.session = at.session;
        attendance.batch = parts.batch.name();
        attendance.programme = parts.batch.programme();
        attendance.company = ResourceName("companies", entry.company());
        attendance.site = parts.batch.site();
        attendance.country = parts.site.country();
        attendance.trade = parts.programme.trade();
        attendance.date = CivilDate::Parse(entry.date()).value_or(CivilDate());
        attendance.hours = Number::Parse(entry.class_hours()).value_or(Number());
        attendances.push_back(std::move(attendance));
        return true;
      });
  return scanned.ok() ? scanned : StoreError(scanned);
}

absl::StatusOr<std::vector<Attendance>> Select(const storage::KvStore& store,
                                               const Selection& selection) {
  std::vector<std::string> batches;
  const std::string prefix = keys::ResourcePrefix("batch");
  absl::Status scanned =
      store.Scan(prefix, storage::PrefixEnd(prefix), [&](std::string_view, std::string_view value) {
        v1::Batch batch;
        if (batch.ParseFromArray(value.data(), static_cast<int>(value.size())) &&
            IsSelected(selection, batch)) {
          batches.push_back(batch.name());
        }
        return true;
      });
  if (!scanned.ok()) return StoreError(scanned);
  static const CertificateTypes kNoTypes;
  References references(store, kNoTypes);
  std::vector<Attendance> attendances;
  for (const std::string& name : batches) {
    auto parts = references.Batch(name);
    if (!parts.ok()) return parts.status();
    if (*parts == nullptr) continue;
    absl::Status added = AddAttendances(store, selection, **parts, attendances);
    if (!added.ok()) return added;
  }
  return attendances;
}

PlanItem ToRules(const v1::PlanItem& message) {
  PlanItem item;
  item.id = message.name();
  item.year = std::stoi(message.month().substr(0, 4));
  item.month = std::stoi(message.month().substr(5, 2));
  item.site = message.site();
  item.trade = message.trade();
  item.unit = static_cast<PlanUnit>(message.unit());
  item.planned = Number(static_cast<std::int64_t>(message.quantity()));
  return item;
}

absl::StatusOr<std::vector<PlanItem>> ReadPlan(const storage::KvStore& store,
                                               const v1::ComparePlanRequest& request) {
  std::vector<PlanItem> plan;
  const std::string prefix = keys::ResourcePrefixIn(LastId(request.parent()), "plan_item");
  absl::Status scanned =
      store.Scan(prefix, storage::PrefixEnd(prefix), [&](std::string_view, std::string_view value) {
        v1::PlanItem message;
        if (!message.ParseFromArray(value.data(), static_cast<int>(value.size()))) return true;
        if (!request.site().empty() && message.site() != request.site()) return true;
        const PlanItem item = ToRules(message);
        if (item.year == request.year()) plan.push_back(item);
        return true;
      });
  if (!scanned.ok()) return StoreError(scanned);
  return plan;
}

v1::PlanLine ToProto(const PlanLine& line) {
  v1::PlanLine message;
  char month[24];
  std::snprintf(month, sizeof month, "%04d-%02d", line.year, line.month);
  message.set_item(line.item);
  message.set_month(month);
  message.set_site(line.site);
  message.set_trade(line.trade);
  message.set_unit(static_cast<v1::PlanUnit>(line.unit));
  message.set_planned(line.planned.ToString());
  message.set_done(line.done.ToString());
  return message;
}

}  // namespace

Awaitable<absl::Status> TrainingCounts::ListAttendances(
    Call call, const v1::ListAttendancesRequest& request,
    v1::ListAttendancesResponse& response) const {
  absl::StatusOr<std::optional<v1::Batch>> batch = ReadBatch(store_, request.parent());
  if (!batch.ok()) co_return batch.status();
  if (!*batch) co_return Missing(call.caller());
  absl::Status own = RequireCompany(call.caller(), CompanyOfSite((*batch)->site()));
  if (!own.ok()) co_return own;
  const std::string prefix = keys::AttendancePrefix(LastId(request.parent()));
  absl::StatusOr<std::string> last = ParsePageToken(prefix, request.page_token());
  if (!last.ok()) co_return last.status();
  const std::size_t page_size = PageSize(request.page_size());
  std::string shown;
  absl::Status scanned = store_.Scan(
      last->empty() ? prefix : *last + '\0', storage::PrefixEnd(prefix),
      [&](std::string_view key, std::string_view value) {
        AttendanceEntry entry;
        if (!entry.ParseFromArray(value.data(), static_cast<int>(value.size()))) return true;
        if (entry.has_end_time()) return true;
        const EntryKey at = ParseKey(key, prefix.size());
        auto worker = FindWorker(store_, call.caller(), ResourceName("workers", at.worker));
        if (!worker.ok()) return true;
        if (static_cast<std::size_t>(response.attendances_size()) == page_size) {
          response.set_next_page_token(MakePageToken(prefix, shown));
          return false;
        }
        v1::AttendanceLine& line = *response.add_attendances();
        line.set_record(RecordName(at.worker, entry.record()));
        line.set_worker(ResourceName("workers", at.worker));
        line.set_display_name(worker->display_name());
        line.set_session(at.session);
        line.set_date(entry.date());
        line.set_class_hours(entry.class_hours());
        if (entry.has_confirm_time()) *line.mutable_confirm_time() = entry.confirm_time();
        line.set_waiting(!entry.has_count_time());
        shown = key;
        return true;
      });
  co_return scanned.ok() ? scanned : StoreError(scanned);
}

Awaitable<absl::Status> TrainingCounts::CountTraining(Call call,
                                                      const v1::CountTrainingRequest& request,
                                                      v1::CountTrainingResponse& response) const {
  Selection selection;
  selection.company = request.company();
  if (selection.company.empty() && IsOfCompany(call.caller())) {
    selection.company = call.caller().company;
  }
  absl::Status own = RequireCompany(call.caller(), selection.company);
  if (!own.ok()) co_return own;
  selection.programme = request.programme();
  selection.from = request.from_date();
  selection.to = request.to_date();
  absl::StatusOr<Instant> known = KnownTime(request.has_known_time(), request.known_time(), clock_);
  if (!known.ok()) co_return known.status();
  selection.known = *known;
  absl::StatusOr<std::vector<Attendance>> attendances = Select(store_, selection);
  if (!attendances.ok()) co_return attendances.status();
  const auto all = CountBy(*attendances, Partition::kAll);
  const auto total = all.find("");
  *response.mutable_total() = ToProto("", total == all.end() ? Headcount() : total->second);
  const bool divided = request.by() > v1::CountTrainingRequest::PARTITION_ALL;
  if (!divided) co_return absl::OkStatus();
  const auto by = static_cast<Partition>(request.by());
  for (const auto& [part, count] : CountBy(*attendances, by)) {
    *response.add_counts() = ToProto(part, count);
  }
  co_return absl::OkStatus();
}

Awaitable<absl::Status> TrainingCounts::ComparePlan(Call call,
                                                    const v1::ComparePlanRequest& request,
                                                    v1::ComparePlanResponse& response) const {
  absl::Status own = RequireCompany(call.caller(), request.parent());
  if (!own.ok()) co_return own;
  Selection selection;
  selection.site_company = request.parent();
  selection.site = request.site();
  selection.from = std::to_string(request.year()) + "-01-01";
  selection.to = std::to_string(request.year()) + "-12-31";
  absl::StatusOr<Instant> known = KnownTime(false, {}, clock_);
  if (!known.ok()) co_return known.status();
  selection.known = *known;
  absl::StatusOr<std::vector<Attendance>> done = Select(store_, selection);
  if (!done.ok()) co_return done.status();
  absl::StatusOr<std::vector<PlanItem>> plan = ReadPlan(store_, request);
  if (!plan.ok()) co_return plan.status();
  for (const PlanLine& line : PlanAgainstDone(*plan, *done)) {
    *response.add_lines() = ToProto(line);
  }
  co_return absl::OkStatus();
}

}  // namespace touchstone::training
