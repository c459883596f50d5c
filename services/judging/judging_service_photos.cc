#include "services/judging/judging_service_photos.h"

#include <string>
#include <utility>

#include "services/common/errors.h"
#include "services/common/hash.h"
#include "services/judging/contest_convert.h"
#include "services/judging/photo_rules.h"
#include "storage/keys.h"

namespace touchstone::judging {
namespace {

namespace keys = storage::keys;

// The judge's own mark, on a tablet that one's, and the photo that it names.
absl::Status CheckPhotoOf(const Caller& caller, const v1::Entry& entry, const std::string& jpeg) {
  if (entry.author() != LastSegment(caller.judge)) return MakeError(Reason::ENTRY_NOT_YOURS);
  if (caller.device_key != nullptr && entry.device() != LastSegment(caller.token->tablet())) {
    return MakeError(Reason::DEVICE_WRONG);
  }
  if (Sha256(jpeg) != entry.mark().photo_hash()) return MakeError(Reason::PHOTO_DOES_NOT_MATCH);
  return CheckPhoto(jpeg);
}

absl::Status CheckMayReadIn(const Caller& caller, ledger::EventView& view,
                            const StoredEntry& mark) {
  const EntrantSetup* entrant = view.contest().FindEntrant(mark.envelope.entrant());
  if (entrant == nullptr) return MakeError(Reason::ENTRANT_UNKNOWN);
  const ScoringRules& rules = *view.contest().FindDiscipline(entrant->discipline)->rules;
  const std::string& path = mark.entry.mark().item();
  const SchemeItem* item = rules.FindItem(path);
  const SchemeModule* module = rules.FindModule(ModuleOf(path));
  if (item == nullptr || module == nullptr) return MakeError(Reason::ITEM_UNKNOWN);
  if (caller.role == v1::ROLE_JUDGE &&
      !IsOnSheetOf(LastSegment(caller.judge), rules, *item, mark.entry)) {
    return MakeError(Reason::NOT_YOURS);
  }
  const auto sheets = view.SheetsOf(entrant->id);
  if (!sheets.ok()) return sheets.status();
  const Panel panel = view.contest().PanelOf(*entrant, module->path);
  return CheckMayRead(caller, panel, IsPanelComplete(rules, *module, panel, **sheets));
}

}  // namespace

absl::StatusOr<StoredEntry> Photos::FindMark(std::string_view event,
                                             std::string_view entry_id) const {
  const auto position = store_.Get(keys::EntryId(event, entry_id));
  if (!position.ok()) return StoreError(position.status());
  if (!*position) return MakeError(Reason::RESOURCE_NOT_FOUND);
  auto stored = ReadEntry(store_, event, keys::ParseNumber(**position));
  if (stored.ok() && !stored->entry.has_mark()) return MakeError(Reason::RESOURCE_NOT_FOUND);
  return stored;
}

Awaitable<absl::Status> Photos::PutPhoto(Call call, const v1::PutPhotoRequest& request,
                                         v1::PutPhotoResponse&) const {
  const Caller& caller = call.caller();
  if (absl::Status s = caller.RequireEvent(request.parent()); !s.ok()) co_return s;
  const std::string event(LastSegment(request.parent()));
  const auto mark = FindMark(event, request.entry_id());
  if (!mark.ok()) co_return mark.status();
  if (absl::Status s = CheckPhotoOf(caller, mark->entry, request.jpeg()); !s.ok()) co_return s;
  std::string key = keys::Photo(event, request.entry_id());
  const auto kept = store_.Get(key);
  if (!kept.ok()) co_return StoreError(kept.status());
  if (*kept) co_return absl::OkStatus();
  // Whoever else puts it now puts the same bytes.
  storage::WriteBatch batch;
  batch.Put(std::move(key), request.jpeg());
  const auto committed = co_await AsyncCommit(store_, std::move(batch));
  co_return committed.status();
}

Awaitable<absl::Status> Photos::GetPhoto(Call call, const v1::GetPhotoRequest& request,
                                         v1::GetPhotoResponse& response) const {
  const Caller& caller = call.caller();
  if (absl::Status s = caller.RequireEvent(request.parent()); !s.ok()) co_return s;
  const std::string event(LastSegment(request.parent()));
  const auto mark = FindMark(event, request.entry_id());
  const auto check = [&](ledger::EventView& view) { return CheckMayReadIn(caller, view, *mark); };
  absl::Status allowed = mark.status();
  if (mark.ok()) allowed = co_await sequencers_.Read(event, check);
  // A judge does not learn what there is beside his sheets.
  const bool hidden = absl::IsNotFound(allowed) || absl::IsPermissionDenied(allowed);
  if (hidden && caller.role == v1::ROLE_JUDGE) co_return MakeError(Reason::NOT_YOURS);
  if (!allowed.ok()) co_return allowed;
  auto photo = store_.Get(keys::Photo(event, request.entry_id()));
  if (!photo.ok()) co_return StoreError(photo.status());
  if (!*photo) co_return MakeError(Reason::RESOURCE_NOT_FOUND);
  response.set_jpeg(**std::move(photo));
  co_return absl::OkStatus();
}

}  // namespace touchstone::judging
