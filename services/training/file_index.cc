#include "services/training/file_index.h"

#include <algorithm>
#include <set>
#include <utility>

#include "services/training/certificate_rules.h"
#include "services/training/file_states.h"
#include "services/training/training_convert.h"
#include "services/training/training_setup.h"
#include "storage/keys.h"

namespace touchstone::training {
namespace {

namespace keys = storage::keys;
using storage::v1::FileHead;
using Entries = std::map<std::string, std::string>;

bool IsSame(const Counting& a, const Counting& b) {
  return a.from == b.from && a.to == b.to && a.confirmed == b.confirmed;
}

// An attendance in the index of its batch.
void PutAttendance(const std::string& worker, const v1::Record& record, const Counting& counted,
                   storage::WriteBatch& batch) {
  const v1::Attendance& attendance = record.attendance();
  storage::v1::AttendanceEntry entry;
  entry.set_company(LastId(attendance.company()));
  entry.set_date(record.date());
  entry.set_class_hours(attendance.class_hours());
  if (counted.from) *entry.mutable_count_time() = ToTimestamp(*counted.from);
  if (counted.to) *entry.mutable_end_time() = ToTimestamp(*counted.to);
  if (counted.confirmed) *entry.mutable_confirm_time() = ToTimestamp(*counted.confirmed);
  entry.set_record(LastId(record.name()));
  batch.Put(
      keys::Attendance(LastId(attendance.batch()), attendance.session(), worker, record.position()),
      entry.SerializeAsString());
}

// Sets the states of the records, and puts those attendances into the index that are new or count
// otherwise than before.
void TakeInNew(WorkerFile& file, std::size_t old_size, storage::WriteBatch& batch) {
  std::vector<v1::Record>& records = file.records;
  FileStates states;
  states.TakeIn(records, old_size);
  std::vector<Counting> before;
  for (std::size_t i = 0; i < old_size; ++i) before.push_back(states.counting(i));
  states.TakeIn(records, records.size());
  for (std::size_t i = 0; i < records.size(); ++i) {
    if (!records[i].has_attendance()) continue;
    if (i < old_size && IsSame(before[i], states.counting(i))) continue;
    PutAttendance(file.worker, records[i], states.counting(i), batch);
  }
}

// Entries that follow from the head.
Entries HeadEntries(const std::string& worker, const FileHead& head) {
  Entries entries;
  if (head.company().empty()) return entries;
  entries[keys::FileAt(head.company(), "", worker)] = "";
  for (const std::string& site : head.sites()) {
    entries[keys::FileAt(head.company(), site, worker)] = "";
  }
  for (storage::v1::LapseEntry lapse : head.lapses()) {
    lapse.set_display_name(head.display_name());
    entries[keys::Lapse(head.company(), lapse.date(), worker, lapse.type())] =
        lapse.SerializeAsString();
  }
  return entries;
}

void WriteDifference(const Entries& before, const Entries& after, storage::WriteBatch& batch) {
  for (const auto& [key, value] : before) {
    if (!after.contains(key)) batch.Delete(key);
  }
  for (const auto& [key, value] : after) {
    const auto old = before.find(key);
    if (old == before.end() || old->second != value) batch.Put(key, value);
  }
}

// The newest posting that counts, and all sites ever, of the company that he is with now.
void SetPostings(const std::vector<v1::Record>& known, FileHead& head) {
  std::set<std::string> sites;
  std::string newest;
  head.clear_site();
  head.clear_trade();
  for (const v1::Record& record : known) {
    const std::string prefix = CompanyChildName(head.company(), "sites", "");
    if (!record.has_posting() || !record.posting().site().starts_with(prefix)) continue;
    sites.insert(LastId(record.posting().site()));
    if (record.state() != v1::Record::STATE_COUNTED || record.date() < newest) continue;
    newest = record.date();
    head.set_site(LastId(record.posting().site()));
    head.set_trade(record.posting().trade());
  }
  head.mutable_sites()->Assign(sites.begin(), sites.end());
}

// The days on which licences lapse by themselves. Looked at on the last day that any fact names, so
// that what begins later is in it.
void SetLapses(const std::vector<v1::Record>& records, CivilDate today,
               const CertificateTypes& types, FileHead& head) {
  head.clear_lapses();
  std::set<std::string> held;
  Moment moment{ToInstant(head.last_record_time()), today};
  for (const v1::Record& record : records) {
    if (!record.has_certificate()) continue;
    held.insert(LastId(record.certificate().type()));
    const auto date = CivilDate::Parse(record.date());
    if (date && *date > moment.date) {
      moment.at.micros += std::int64_t{date->days() - moment.date.days()} * 86'400'000'000;
      moment.date = *date;
    }
  }
  if (held.empty()) return;
  const std::vector<Fact> known = AsKnownAt(ToFacts(records), ToInstant(head.last_record_time()));
  for (const std::string& id : held) {
    const auto type = types.find(id);
    if (type == types.end()) continue;
    const LicenceDecision decision = DecideLicence(type->second, known, moment);
    if (!decision.next) continue;
    storage::v1::LapseEntry& lapse = *head.add_lapses();
    lapse.set_date(decision.next->due.ToString());
    lapse.set_type(id);
    lapse.set_number(decision.certificate);
    lapse.set_renewal(decision.next->kind == FactKind::kExtended);
    lapse.set_site(head.site());
  }
}

}  // namespace

void WriteFile(WorkerFile& file, std::uint64_t first_new, const v1::Worker& worker, CivilDate today,
               const CertificateTypes& types, storage::WriteBatch& batch) {
  const Entries head_before = HeadEntries(file.worker, file.head);
  file.head.set_company(LastId(worker.company()));
  file.head.set_display_name(worker.display_name());
  TakeInNew(file, first_new - 1, batch);
  if (!file.records.empty()) {
    const v1::Record& last = file.records.back();
    file.head.set_last_position(last.position());
    *file.head.mutable_last_record_time() = last.record_time();
    SetPostings(file.records, file.head);
    SetLapses(file.records, today, types, file.head);
  }
  for (std::size_t i = first_new - 1; i < file.records.size(); ++i) {
    PutRecord(file.worker, file.records[i], batch);
  }
  WriteDifference(head_before, HeadEntries(file.worker, file.head), batch);
  const std::string key = keys::File(file.worker);
  if (file.head_bytes) {
    batch.ExpectValue(key, *file.head_bytes);
  } else {
    batch.ExpectAbsent(key);
  }
  batch.Put(key, file.head.SerializeAsString());
}

}  // namespace touchstone::training
