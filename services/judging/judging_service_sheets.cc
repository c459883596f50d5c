#include "services/judging/judging_service_sheets.h"

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "services/common/errors.h"
#include "services/common/page_token.h"
#include "services/judging/contest_convert.h"
#include "services/judging/judging_service_reading.h"
#include "services/judging/scoring_running_total.h"
#include "services/judging/sheet_rules.h"
#include "storage/keys.h"

namespace touchstone::judging {
namespace {

namespace keys = storage::keys;

// What GetSheet() finds on the strand and goes on with behind it.
struct FoundSheet {
  std::string entrant;
  std::shared_ptr<const ScoringRules> rules;
  std::uint64_t last_position = 0;
};

void AddCells(const ScoringRules& rules, const SchemeModule& module, const EntrantSheets& sheets,
              v1::Sheet& sheet) {
  for (const SchemeBlock& block : module.blocks) {
    for (const SchemeItem& item : block.items) {
      const std::string judge = IsShared(rules, item) ? "" : sheet.judge();
      for (int attempt = 1; attempt <= module.attempts; ++attempt) {
        for (int round = 0; round <= sheets.RoundOf(item.path, attempt); ++round) {
          const CellState& state = sheets.Cell({item.path, attempt, round, judge});
          v1::Cell* cell = sheet.add_cells();
          cell->set_item(item.path);
          cell->set_attempt(static_cast<std::uint32_t>(attempt));
          cell->set_round(static_cast<std::uint32_t>(round));
          cell->set_revision(state.revision);
          if (state.value) cell->set_value(state.value->ToString());
          cell->set_not_attempted(state.not_attempted);
          cell->set_unsure(state.unsure);
          cell->set_may_stay_empty(MayStayEmpty(rules, sheets, item, attempt));
        }
      }
    }
  }
}

// A fraction without end is cut to six digits.
std::string DecimalOf(const Number& number) {
  std::string text = number.ToString();
  return text.find('/') == std::string::npos ? text : number.Rounded({6}).ToString();
}

absl::Status FindSheet(const Caller& caller, const v1::GetSheetRequest& request,
                       ledger::EventView& view, v1::Sheet& sheet, FoundSheet& found) {
  const auto entrant =
      EntrantWithCode(view.contest(), request.discipline(), request.entrant_code());
  if (!entrant.ok()) return entrant.status();
  found.entrant = (*entrant)->id;
  found.rules = view.contest().FindDiscipline(request.discipline())->rules;
  found.last_position = view.last_position();
  const SchemeModule* module = found.rules->FindModule(request.module());
  if (module == nullptr) return MakeError(Reason::ITEM_UNKNOWN, "", {{"module", "is unknown"}});
  const auto sheets = view.SheetsOf(found.entrant);
  if (!sheets.ok()) return sheets.status();
  const Panel panel = view.contest().PanelOf(**entrant, module->path);
  const bool complete = IsPanelComplete(*found.rules, *module, panel, **sheets);
  if (absl::Status s = CheckMayRead(caller, panel, complete); !s.ok()) return s;
  sheet.set_discipline(request.discipline());
  sheet.set_entrant_code(request.entrant_code());
  sheet.set_module(module->path);
  sheet.set_sealed((*sheets)->IsSealed(module->path, sheet.judge()));
  sheet.set_panel_complete(complete);
  AddCells(*found.rules, *module, **sheets, sheet);
  if (const auto total = RunningTotal(*found.rules, *module, panel, sheet.judge(), **sheets)) {
    sheet.set_running_total(DecimalOf(*total));
    sheet.set_running_total_position((*sheets)->last_position());
  }
  return absl::OkStatus();
}

// What stands beside the chain for the mark of `version`.
absl::Status AddRemarks(const storage::KvStore& store, const std::string& event,
                        const v1::Mark& mark, v1::CellVersion& version) {
  if (!mark.note_hash().empty()) {
    const auto bytes = store.Get(keys::Note(event, version.entry_id()));
    if (!bytes.ok()) return StoreError(bytes.status());
    v1::Note note;
    if (*bytes && !note.ParseFromString(**bytes)) {
      return MakeError(Reason::STORE_READ_FAILED, "a note cannot be read");
    }
    if (*bytes) version.set_note(note.text());
  }
  if (!mark.photo_hash().empty()) {
    const std::string key = keys::Photo(event, version.entry_id());
    const absl::Status looked =
        store.Scan(key, key + '\0', [&](std::string_view, std::string_view) {
          version.set_has_photo(true);
          return false;
        });
    if (!looked.ok()) return StoreError(looked);
  }
  return absl::OkStatus();
}

absl::Status AddVersion(const storage::KvStore& store, const std::string& event,
                        const StoredEntry& stored, v1::Cell& cell) {
  const v1::Entry& entry = stored.entry;
  v1::CellVersion* version = cell.add_versions();
  version->set_entry_id(entry.entry_id());
  version->set_position(stored.envelope.position());
  *version->mutable_server_time() = stored.envelope.server_time();
  version->set_author(entry.author());
  if (entry.mark().has_value()) version->set_value(entry.mark().value());
  version->set_disposition(stored.envelope.disposition());
  return AddRemarks(store, event, entry.mark(), *version);
}

// One sheet of the list; ordered as the list is.
struct SheetPlace {
  std::string_view discipline;
  std::string_view code;
  std::string_view module;
  std::string judge;
  const EntrantSetup* entrant = nullptr;

  std::string ToString() const {
    std::string text(discipline);
    for (std::string_view part : {code, module, std::string_view(judge)}) {
      text += '\n';
      text += part;
    }
    return text;
  }
};

// Places behind `last`; for one judge only when `judge` is not empty.
std::vector<SheetPlace> PlacesAfter(const Contest& contest, std::string_view judge,
                                    const std::string& last, std::size_t most) {
  std::vector<const EntrantSetup*> entrants;
  for (const auto& [id, entrant] : contest.entrants()) entrants.push_back(&entrant);
  std::sort(entrants.begin(), entrants.end(), [](const auto* a, const auto* b) {
    return std::tie(a->discipline, a->code) < std::tie(b->discipline, b->code);
  });
  std::vector<SheetPlace> places;
  for (const EntrantSetup* entrant : entrants) {
    const DisciplineSetup* discipline = contest.FindDiscipline(entrant->discipline);
    if (discipline == nullptr) continue;
    std::vector<SheetPlace> own;
    for (const SchemePart& part : discipline->rules->scheme().parts) {
      for (const SchemeModule& module : part.modules) {
        for (std::string& member : contest.PanelOf(*entrant, module.path)) {
          if (!judge.empty() && member != judge) continue;
          own.push_back(
              {entrant->discipline, entrant->code, module.path, std::move(member), entrant});
        }
      }
    }
    std::sort(own.begin(), own.end(), [](const SheetPlace& a, const SheetPlace& b) {
      return std::tie(a.module, a.judge) < std::tie(b.module, b.judge);
    });
    for (SheetPlace& place : own) {
      if (place.ToString() > last) places.push_back(std::move(place));
      if (places.size() == most) return places;
    }
  }
  return places;
}

void FillProgress(const SheetPlace& place, const ScoringRules& rules, const EntrantSheets& sheets,
                  const Panel& panel, v1::SheetProgress& progress) {
  const SchemeModule& module = *rules.FindModule(place.module);
  progress.set_judge(place.judge);
  progress.set_discipline(std::string(place.discipline));
  progress.set_entrant_code(std::string(place.code));
  progress.set_module(std::string(place.module));
  for (const SchemeBlock& block : module.blocks) {
    for (const SchemeItem& item : block.items) {
      const std::string judge = IsShared(rules, item) ? "" : place.judge;
      const int round = sheets.RoundOf(item.path, 1);
      if (sheets.Cell({item.path, 1, round, judge}).HasMark()) {
        progress.set_marked(progress.marked() + 1);
      }
      progress.set_items(progress.items() + 1);
    }
  }
  progress.set_sealed(sheets.IsSealed(module.path, place.judge));
  progress.set_panel_complete(IsPanelComplete(rules, module, panel, sheets));
}

}  // namespace

Awaitable<absl::Status> SheetPages::GetSheet(Call call, const v1::GetSheetRequest& request,
                                             v1::Sheet& response) const {
  const Caller& caller = call.caller();
  if (absl::Status s = caller.RequireEvent(request.parent()); !s.ok()) co_return s;
  const std::string own(LastSegment(caller.judge));
  response.set_judge(request.judge().empty() ? own : request.judge());
  if (caller.role == v1::ROLE_JUDGE && response.judge() != own) {
    co_return MakeError(Reason::NOT_YOURS);
  }
  if (response.judge().empty()) {
    co_return MakeError(Reason::REQUEST_INVALID, "", {{"judge", "is required"}});
  }
  const std::string event(LastSegment(request.parent()));
  FoundSheet found;
  const auto find = [&](ledger::EventView& view) {
    return FindSheet(caller, request, view, response, found);
  };
  absl::Status read = co_await sequencers_.Read(event, find);
  if (!read.ok()) co_return read;
  co_return AddVersions(event, found.entrant, found.last_position, *found.rules, response);
}

absl::Status SheetPages::AddVersions(const std::string& event, const std::string& entrant,
                                     std::uint64_t last_position, const ScoringRules& rules,
                                     v1::Sheet& sheet) const {
  std::map<std::tuple<std::string, std::uint32_t, std::uint32_t>, v1::Cell*> cells;
  for (v1::Cell& cell : *sheet.mutable_cells()) {
    cells[{cell.item(), cell.attempt(), cell.round()}] = &cell;
  }
  std::vector<std::uint64_t> positions;
  const std::string prefix = keys::EntrantHistoryPrefix(event, entrant);
  const absl::Status scanned =
      store_.Scan(prefix, storage::PrefixEnd(prefix), [&](std::string_view key, std::string_view) {
        positions.push_back(keys::ParseNumber(key.substr(prefix.size())));
        return positions.back() < last_position;
      });
  if (!scanned.ok()) return StoreError(scanned);
  std::map<std::string, v1::Cell*> by_entry;
  for (const std::uint64_t position : positions) {
    if (position > last_position) break;
    const auto stored = ReadEntry(store_, event, position);
    if (!stored.ok()) return stored.status();
    const v1::Entry& entry = stored->entry;
    if (entry.has_decision() && entry.decision().accept()) {
      const auto decided = by_entry.find(entry.decision().entry_id());
      if (decided == by_entry.end()) continue;
      for (v1::CellVersion& version : *decided->second->mutable_versions()) {
        if (version.entry_id() == decided->first) version.set_accepted_later(true);
      }
    }
    if (!entry.has_mark()) continue;
    const v1::Mark& mark = entry.mark();
    const SchemeItem* item = rules.FindItem(mark.item());
    if (item == nullptr || !IsOnSheetOf(sheet.judge(), rules, *item, entry)) continue;
    const auto cell =
        cells.find({mark.item(), std::max<std::uint32_t>(1, mark.attempt()), mark.round()});
    if (cell == cells.end()) continue;
    absl::Status added = AddVersion(store_, event, *stored, *cell->second);
    if (!added.ok()) return added;
    by_entry[entry.entry_id()] = cell->second;
  }
  return absl::OkStatus();
}

Awaitable<absl::Status> SheetPages::ListSheets(Call call, const v1::ListSheetsRequest& request,
                                               v1::ListSheetsResponse& response) const {
  const Caller& caller = call.caller();
  if (absl::Status s = caller.RequireEvent(request.parent()); !s.ok()) co_return s;
  const bool only_own = caller.role == v1::ROLE_JUDGE;
  const std::string judge(only_own ? LastSegment(caller.judge) : std::string_view());
  const std::string list = "sheets/" + request.parent() + "/" + judge;
  const auto last = ParsePageToken(list, request.page_token());
  if (!last.ok()) co_return last.status();
  const std::size_t size = PageSize(request.page_size());
  const auto fill = [&](ledger::EventView& view) {
    auto places = PlacesAfter(view.contest(), judge, *last, size + 1);
    if (places.size() > size) {
      places.pop_back();
      response.set_next_page_token(MakePageToken(list, places.back().ToString()));
    }
    for (const SheetPlace& place : places) {
      const auto sheets = view.SheetsOf(place.entrant->id);
      if (!sheets.ok()) return sheets.status();
      FillProgress(place, *view.contest().FindDiscipline(place.discipline)->rules, **sheets,
                   view.contest().PanelOf(*place.entrant, place.module), *response.add_sheets());
    }
    return absl::OkStatus();
  };
  co_return co_await sequencers_.Read(std::string(LastSegment(request.parent())), fill);
}

}  // namespace touchstone::judging
