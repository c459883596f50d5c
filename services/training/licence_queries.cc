#include <algorithm>
#include <utility>
#include <vector>

#include "services/common/errors.h"
#include "services/common/page_token.h"
#include "services/common/resource_name.h"
#include "services/training/file_queries.h"
#include "services/training/known_time.h"
#include "services/training/licence_convert.h"
#include "services/training/query_parts.h"
#include "services/training/training_access.h"
#include "services/training/training_convert.h"
#include "services/training/training_setup.h"
#include "storage/keys.h"

namespace touchstone::training {
namespace {

namespace keys = storage::keys;

absl::StatusOr<const CertificateType*> FindType(const CertificateTypes& types,
                                                const std::string& name) {
  auto id = ParseResourceName("certificateTypes", name, "certificate_type");
  if (!id.ok()) return id.status();
  const auto found = types.find(*id);
  if (found != types.end()) return &found->second;
  return MakeError(Reason::REFERENCE_UNKNOWN, "",
                   {{"certificate_type", "there is no such type of certificate"}});
}

// The site where the worker was on `date`.
std::string SiteOn(const std::vector<v1::Record>& known, CivilDate date) {
  const v1::Posting* const posting = PostingOn(known, date);
  return posting == nullptr ? std::string() : posting->site();
}

v1::Licence Decide(const CertificateType& type, const v1::Worker& worker,
                   const std::vector<v1::Record>& records, const Moment& moment, Instant known) {
  v1::Licence licence = ToProto(
      type, DecideLicence(type, AsKnownAt(ToFacts(records), known), moment), LastId(worker.name()));
  licence.set_display_name(worker.display_name());
  licence.set_date(moment.date.ToString());
  *licence.mutable_known_time() = ToTimestamp(known);
  return licence;
}

}  // namespace

absl::StatusOr<FileQueries::Question> FileQueries::Open(
    const Caller& caller, const std::string& worker, const std::string& certificate_type,
    bool known_is_set, const google::protobuf::Timestamp& known_time) const {
  Question question;
  auto found = FindWorker(store_, caller, worker);
  if (!found.ok()) return found.status();
  question.worker = *std::move(found);
  auto type = FindType(types_, certificate_type);
  if (!type.ok()) return type.status();
  question.type = *type;
  auto records = ReadRecords(store_, LastId(worker));
  if (!records.ok()) return records.status();
  question.records = *std::move(records);
  auto known = KnownTime(known_is_set, known_time, clock_, question.records);
  if (!known.ok()) return known.status();
  question.known = *known;
  return question;
}

absl::StatusOr<CivilDate> FileQueries::TodayOf(const v1::Worker& worker) const {
  auto head = ReadStored<storage::v1::FileHead>(store_, keys::File(LastId(worker.name())));
  if (!head.ok()) return head.status();
  return TodayAt(store_, clock_, *head ? SiteName(worker, **head) : std::string());
}

Awaitable<absl::Status> FileQueries::CheckLicence(Call call, const v1::CheckLicenceRequest& request,
                                                  v1::Licence& response) const {
  absl::StatusOr<Question> question =
      Open(call.caller(), request.worker(), request.certificate_type(), request.has_known_time(),
           request.known_time());
  if (!question.ok()) co_return question.status();
  absl::StatusOr<CivilDate> today = CivilDate();
  if (request.date().empty()) today = TodayOf(question->worker);
  if (!today.ok()) co_return today.status();
  absl::StatusOr<Moment> moment = DayAsked(request.date(), "date", *today);
  if (!moment.ok()) co_return moment.status();
  response = Decide(*question->type, question->worker, question->records, *moment, question->known);
  co_return absl::OkStatus();
}

Awaitable<absl::Status> FileQueries::ListLicences(Call call, const v1::ListLicencesRequest& request,
                                                  v1::ListLicencesResponse& response) const {
  absl::Status own = RequireCompany(call.caller(), request.parent());
  if (!own.ok()) co_return own;
  absl::StatusOr<const CertificateType*> type = FindType(types_, request.certificate_type());
  if (!type.ok()) co_return type.status();
  absl::StatusOr<std::string> site = SiteId(request.parent(), request.site());
  if (!site.ok()) co_return site.status();
  v1::ListLicencesRequest selects = request;
  selects.clear_page_size();
  selects.clear_page_token();
  const std::string list = "licences/" + selects.SerializeAsString();
  absl::StatusOr<std::string> last = ParsePageToken(list, request.page_token());
  if (!last.ok()) co_return last.status();
  auto known = KnownTime(request.has_known_time(), request.known_time(), clock_);
  if (!known.ok()) co_return known.status();
  absl::StatusOr<Moment> moment =
      DayAsked(request.date(), "date", TodayAt(store_, clock_, request.site()));
  if (!moment.ok()) co_return moment.status();
  const std::string prefix = keys::FileAtPrefix(LastId(request.parent()), *site);
  const std::size_t page_size = PageSize(request.page_size());
  absl::Status failed;
  std::string seen;
  std::size_t looked_at = 0;
  absl::Status visited = VisitFiles(store_, prefix, *last, [&](std::string id) {
    const bool full = static_cast<std::size_t>(response.licences_size()) == page_size;
    if (full || looked_at++ == kMostFiles) {
      response.set_next_page_token(MakePageToken(list, seen));
      return false;
    }
    seen = id;
    auto worker = FindWorker(store_, call.caller(), ResourceName("workers", id));
    if (!worker.ok() || worker->company() != request.parent()) return true;
    auto records = ReadRecords(store_, id);
    if (!records.ok()) {
      failed = records.status();
      return false;
    }
    auto as_known = KnownTime(request.has_known_time(), request.known_time(), clock_, *records);
    if (!as_known.ok()) return true;
    if (!site->empty() && SiteOn(RecordsAt(*records, *as_known), moment->date) != request.site()) {
      return true;
    }
    v1::Licence licence = Decide(**type, *worker, *records, *moment, *as_known);
    const bool refused = licence.reason() != v1::LICENCE_REASON_NEVER_ISSUED;
    if (licence.licensed() || (request.with_refused() && refused)) {
      *response.add_licences() = std::move(licence);
    }
    return true;
  });
  co_return visited.ok() ? failed : visited;
}

Awaitable<absl::Status> FileQueries::ListLapses(Call call, const v1::ListLapsesRequest& request,
                                                v1::ListLapsesResponse& response) const {
  absl::Status own = RequireCompany(call.caller(), request.parent());
  if (!own.ok()) co_return own;
  absl::StatusOr<std::string> site = SiteId(request.parent(), request.site());
  if (!site.ok()) co_return site.status();
  absl::StatusOr<Moment> from =
      DayAsked(request.from_date(), "from_date", TodayAt(store_, clock_, request.site()));
  if (!from.ok()) co_return from.status();
  const std::string company = LastId(request.parent());
  const CivilDate end = CivilDate::FromDays(from->date.days() + request.days());
  const std::string begin_key = keys::LapsePrefix(company, from->date.ToString());
  const std::string end_key = keys::LapsePrefix(company, end.ToString());
  const std::string list = begin_key + "/" + end_key + "/" + *site;
  absl::StatusOr<std::string> last = ParsePageToken(list, request.page_token());
  if (!last.ok()) co_return last.status();
  const std::size_t page_size = PageSize(request.page_size());
  // Otherwise somebody may just have left the company.
  const bool is_current = follower_ != nullptr && follower_->IsCurrent();
  std::string shown;
  absl::Status scanned = store_.Scan(
      last->empty() ? begin_key : *last + '\0', end_key,
      [&](std::string_view key, std::string_view value) {
        storage::v1::LapseEntry entry;
        if (!entry.ParseFromArray(value.data(), static_cast<int>(value.size()))) return true;
        if (!site->empty() && entry.site() != *site) return true;
        // lapse/{company}/{date}/{worker}/{type}
        const std::string_view rest = key.substr(0, key.rfind('/'));
        const std::string name = ResourceName("workers", rest.substr(rest.rfind('/') + 1));
        if (!is_current || entry.display_name().empty()) {
          auto worker = FindWorker(store_, call.caller(), name);
          if (!worker.ok() || worker->company() != request.parent()) return true;
          entry.set_display_name(worker->display_name());
        }
        if (static_cast<std::size_t>(response.lapses_size()) == page_size) {
          response.set_next_page_token(MakePageToken(list, shown));
          return false;
        }
        v1::Lapse& lapse = *response.add_lapses();
        lapse.set_worker(name);
        lapse.set_display_name(entry.display_name());
        lapse.set_certificate_type(ResourceName("certificateTypes", entry.type()));
        lapse.set_number(entry.number());
        lapse.set_date(entry.date());
        lapse.set_renewal(entry.renewal());
        if (!entry.site().empty()) {
          lapse.set_site(CompanyChildName(company, "sites", entry.site()));
        }
        shown = key;
        return true;
      });
  co_return scanned.ok() ? scanned : StoreError(scanned);
}

Awaitable<absl::Status> FileQueries::SumHours(Call call, const v1::SumHoursRequest& request,
                                              v1::HoursSum& response) const {
  absl::StatusOr<Question> question =
      Open(call.caller(), request.worker(), request.certificate_type(), request.has_known_time(),
           request.known_time());
  if (!question.ok()) co_return question.status();
  absl::StatusOr<CivilDate> today = TodayOf(question->worker);
  if (!today.ok()) co_return today.status();
  const CivilDate last_day = CivilDate::Of(request.year(), 12, 31).value_or(*today);
  absl::StatusOr<Moment> moment = DayAsked("", "year", std::min(*today, last_day));
  if (!moment.ok()) co_return moment.status();
  const YearlyHours hours =
      HoursOfYear(*question->type, AsKnownAt(ToFacts(question->records), question->known),
                  request.year(), *moment);
  response.set_worker(request.worker());
  response.set_year(request.year());
  response.set_class_hours(hours.done.ToString());
  response.set_enough(hours.done >= hours.needed);
  if (hours.needed > Number(0)) {
    response.set_required(hours.needed.ToString());
    if (auto rule = RuleText(*question->type, RuleTopic::kYearlyHours)) {
      *response.mutable_rule() = *std::move(rule);
    }
  }
  co_return absl::OkStatus();
}

}  // namespace touchstone::training
