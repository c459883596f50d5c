#include <algorithm>
#include <utility>
#include <vector>

#include "services/common/errors.h"
#include "services/training/known_files.h"
#include "services/training/known_time.h"
#include "services/training/lost_marks.h"
#include "services/training/progress_queries.h"
#include "services/training/published_aspects.h"
#include "services/training/query_parts.h"
#include "services/training/training_access.h"
#include "services/training/training_convert.h"
#include "storage/keys.h"

namespace touchstone::training {
namespace {

namespace keys = storage::keys;

constexpr int kUsualOffers = 3;
// Contests of so many months up to the month of the plan: what is older was trained since.
constexpr int kMonths = 12;

absl::StatusOr<std::vector<std::string>> EventIds(const storage::KvStore& store) {
  std::vector<std::string> ids;
  const std::string prefix = keys::ResourcePrefix("event");
  absl::Status scanned =
      store.Scan(prefix, storage::PrefixEnd(prefix), [&](std::string_view key, std::string_view) {
        ids.emplace_back(key.substr(prefix.size()));
        return true;
      });
  if (!scanned.ok()) return StoreError(scanned);
  return ids;
}

std::string TitleOf(const PublishedEvent& event, const std::string& discipline) {
  for (const v1::Discipline& each : event.disciplines) {
    if (LastId(each.name()) == discipline) return each.display_name().zh();
  }
  return "";
}

// The results of the company's workers, each where he worked on the day.
absl::Status AddResults(const storage::KvStore& store, PublishedAspects& aspects, KnownFiles& files,
                        const v1::OfferPlanItemsRequest& request, const PublishedEvent& event,
                        std::vector<SiteResult>& results) {
  auto entrants = aspects.Of(event);
  if (!entrants.ok()) return entrants.status();
  for (const PublishedAspects::Entrant& entrant : **entrants) {
    if (entrant.aspects.empty()) continue;
    auto worker = WorkerOf(store, event, entrant.discipline, entrant.code);
    if (!worker.ok()) return worker.status();
    if (!*worker || (*worker)->company() != request.parent()) continue;
    auto file = files.Read((*worker)->name(), nullptr);
    if (!file.ok()) return file.status();
    const v1::Posting* const posting = PostingOn(file->records, event.day);
    if (posting == nullptr) continue;
    if (!request.site().empty() && posting->site() != request.site()) continue;
    SiteResult result{posting->site(),
                      posting->trade(),
                      event.event.name(),
                      TitleOf(event, entrant.discipline),
                      {}};
    if (result.trade.empty()) result.trade = (*worker)->trade();
    if (result.trade.empty()) result.trade = result.discipline;
    for (const AspectResult& aspect : entrant.aspects) {
      result.aspect = aspect;
      results.push_back(result);
    }
  }
  return absl::OkStatus();
}

v1::PlanOffer ToProto(const LostMarks& lost, const std::string& month) {
  v1::PlanOffer offer;
  v1::PlanItem& item = *offer.mutable_plan_item();
  item.set_site(lost.site);
  item.set_trade(lost.trade);
  item.set_month(month);
  item.set_unit(v1::PLAN_UNIT_PERSON_TIMES);
  item.set_quantity(static_cast<std::uint32_t>(lost.workers));
  offer.set_event(lost.event);
  offer.set_discipline(lost.discipline);
  offer.mutable_aspect()->set_zh(lost.aspect.zh);
  offer.mutable_aspect()->set_en(lost.aspect.en);
  offer.set_aspect_path(lost.aspect.path);
  offer.set_marks_lost(lost.aspect.lost.ToString());
  offer.set_marks_possible(lost.aspect.possible.ToString());
  offer.set_workers(static_cast<std::uint32_t>(lost.workers));
  return offer;
}

}  // namespace

Awaitable<absl::Status> ProgressQueries::OfferPlanItems(
    Call call, const v1::OfferPlanItemsRequest& request,
    v1::OfferPlanItemsResponse& response) const {
  absl::Status own = RequireCompany(call.caller(), request.parent());
  if (!own.ok()) co_return own;
  absl::StatusOr<std::string> site = SiteId(request.parent(), request.site());
  if (!site.ok()) co_return site.status();
  absl::StatusOr<Moment> first = DayAsked(request.month() + "-01", "month", CivilDate());
  if (!first.ok()) co_return first.status();
  const CivilDate end = Later(first->date, {1, Period::Unit::kMonths});
  const CivilDate begin = Earlier(end, {kMonths, Period::Unit::kMonths});
  absl::StatusOr<std::vector<std::string>> events = EventIds(store_);
  if (!events.ok()) co_return events.status();
  KnownFiles files(store_, clock_, call.caller());
  std::vector<SiteResult> results;
  for (const std::string& id : *events) {
    auto event = ReadPublishedEvent(store_, id);
    if (!event.ok()) co_return event.status();
    if (!*event || (*event)->day < begin || (*event)->day >= end) continue;
    absl::Status added = AddResults(store_, aspects_, files, request, **event, results);
    if (!added.ok()) co_return added;
  }
  const int most = request.offers_per_site() == 0 ? kUsualOffers : request.offers_per_site();
  for (const LostMarks& lost : MostLostMarks(results, most)) {
    *response.add_offers() = ToProto(lost, request.month());
  }
  co_return absl::OkStatus();
}

}  // namespace touchstone::training
