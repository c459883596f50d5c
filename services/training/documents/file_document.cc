#include "services/training/documents/file_document.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "services/training/documents/certificate_state.h"
#include "services/training/known_time.h"
#include "services/training/licence_convert.h"
#include "services/training/local_day.h"
#include "services/training/query_parts.h"
#include "services/training/training_access.h"
#include "services/training/training_convert.h"
#include "services/training/training_setup.h"
#include "services/training/worker_file.h"
#include "storage/keys.h"

namespace touchstone::training {
namespace {

std::vector<v1::Record> CountedByDate(const std::vector<v1::Record>& records, Instant known) {
  std::vector<v1::Record> counted = RecordsAt(records, known);
  std::erase_if(counted,
                [](const v1::Record& r) { return r.state() != v1::Record::STATE_COUNTED; });
  std::stable_sort(counted.begin(), counted.end(),
                   [](const v1::Record& a, const v1::Record& b) { return a.date() < b.date(); });
  return counted;
}

std::vector<v1::Licence> LicencesOf(const FileDocument& document, const WorkerFile& file,
                                    const CertificateTypes& types, const Moment& moment) {
  std::set<std::string> held;
  for (const v1::Record& record : document.records) {
    if (record.has_certificate()) held.insert(LastId(record.certificate().type()));
  }
  const std::vector<Fact> facts = AsKnownAt(ToFacts(file.records), document.known);
  std::vector<v1::Licence> licences;
  for (const std::string& id : held) {
    const auto type = types.find(id);
    if (type == types.end()) continue;
    licences.push_back(
        ToProto(type->second, DecideLicence(type->second, facts, moment), file.worker));
  }
  return licences;
}

std::map<int, Number> HoursOf(const std::vector<v1::Record>& records) {
  std::map<int, Number> hours;
  for (const v1::Record& record : records) {
    const std::string& text =
        record.has_attendance() ? record.attendance().class_hours() : record.hours().class_hours();
    const auto date = CivilDate::Parse(record.date());
    const auto some = Number::Parse(text);
    if (!date || !some || !(record.has_attendance() || record.has_hours())) continue;
    hours[date->year()] = hours[date->year()] + *some;
  }
  return hours;
}

absl::Status ReadBatches(const storage::KvStore& store, const CertificateTypes& types,
                         FileDocument& document) {
  References references(store, types);
  for (const v1::Record& record : document.records) {
    const std::string& name =
        record.has_attendance() ? record.attendance().batch() : record.assessment().batch();
    if (name.empty() || document.batches.contains(name)) continue;
    auto parts = references.Batch(name);
    if (!parts.ok()) return parts.status();
    if (*parts != nullptr) document.batches.emplace(name, **parts);
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<FileDocument> ReadFileDocument(const storage::KvStore& store,
                                              const CertificateTypes& types, const Clock& clock,
                                              const Caller& caller,
                                              const v1::ExportFileRequest& request,
                                              const std::string& public_url) {
  FileDocument document;
  document.public_url = public_url;
  absl::StatusOr<v1::Worker> worker = FindWorker(store, caller, request.worker());
  if (!worker.ok()) return worker.status();
  document.worker = *std::move(worker);
  absl::StatusOr<WorkerFile> file = ReadFile(store, LastId(request.worker()));
  if (!file.ok()) return file.status();
  auto known = KnownTime(request.has_known_time(), request.known_time(), clock, file->records);
  if (!known.ok()) return known.status();
  document.known = *known;
  document.time_zone = TimeZoneOf(store, document.worker);
  document.date = DayAt(document.known, document.time_zone);
  auto moment = DayAsked("", "known_time", document.date);
  if (!moment.ok()) return moment.status();
  document.records = CountedByDate(file->records, document.known);
  document.licences = LicencesOf(document, *file, types, *moment);
  document.hours = HoursOf(document.records);
  auto company = ReadStored<v1::Company>(
      store, storage::keys::Resource("company", LastId(document.worker.company())));
  if (company.ok() && *company) document.company = (*company)->display_name();
  for (const v1::Record& record : document.records) {
    if (!record.has_posting()) continue;
    auto site = ReadSite(store, record.posting().site());
    if (!site.ok() || !*site) continue;
    document.sites[record.posting().site()] = (*site)->display_name();
    if (record.date() <= document.date.ToString()) document.site = (*site)->display_name();
  }
  absl::Status read = ReadBatches(store, types, document);
  if (!read.ok()) return read;
  return document;
}

}  // namespace touchstone::training
