#include "clients/cli/demo_judge.h"

#include <cstdint>
#include <cstdio>
#include <deque>
#include <map>
#include <optional>
#include <string_view>
#include <thread>
#include <utility>

#include "services/common/errors.h"
#include "touchstone/v1/judging.grpc.pb.h"

namespace touchstone::cli {
namespace {

using Judging = v1::JudgingService::Stub;
using std::chrono::milliseconds;

// A number in [0, range) that depends on `text` only (FNV-1a).
std::uint32_t Roll(std::string_view text, std::uint32_t range) {
  std::uint64_t hash = 14695981039346656037ull;
  for (unsigned char byte : text) hash = (hash ^ byte) * 1099511628211ull;
  return static_cast<std::uint32_t>((hash >> 20) % range);
}

std::string Hundredths(std::uint32_t value) {
  char text[32];
  std::snprintf(text, sizeof text, "%u.%02u", value / 100, value % 100);
  return text;
}

// What an entrant of this skill gets for the item. Skill is 0 to 99.
std::string MarkFor(const v1::SchemeItem& item, std::uint32_t skill, const std::string& seed) {
  const std::uint32_t luck = Roll(seed, 100);
  switch (item.kind()) {
    case v1::ITEM_KIND_FAULT:
    case v1::ITEM_KIND_PENALTY:
      return luck + skill / 2 > 60 ? "0" : luck > 8 ? "1" : "2";
    case v1::ITEM_KIND_TIME:
      return Hundredths(28000 - skill * 90 + Roll(seed + "/t", 3000));
    default: {  // points up to `max` in steps of a half
      const auto halves = 2 * static_cast<std::uint32_t>(std::stoul(item.max()));
      return Hundredths((halves * (55 + skill * 2 / 5) / 100 + Roll(seed + "/p", 2)) * 50);
    }
  }
}

// A call that is repeated, with the same ids, while the server is away.
template <typename Method, typename Request>
auto Patiently(const Connection& connection, Method method, const Request& request,
               const DemoProgress& progress) {
  auto answer = connection.Call(method, request);
  while (absl::IsUnavailable(answer.status()) && !progress.stop) {
    std::this_thread::sleep_for(milliseconds(200));
    answer = connection.Call(method, request);
  }
  return answer;
}

class Player {
 public:
  Player(const Connection& connection, const DemoContest& contest, const DemoJudge& judge,
         DemoProgress& progress)
      : connection_(connection), contest_(contest), judge_(judge), progress_(progress) {
    for (const v1::SchemePart& part : contest.schemes.at(judge.discipline).parts()) {
      for (const v1::SchemeModule& module : part.modules()) {
        for (const v1::SchemeBlock& block : module.blocks()) {
          for (const v1::SchemeItem& item : block.items()) {
            items_[part.id() + "/" + module.id() + "/" + block.id() + "/" + item.id()] = &item;
          }
        }
      }
    }
  }

  absl::Status Play(const std::function<milliseconds(int)>& pause) {
    v1::ListSheetsRequest list;
    list.set_parent(contest_.event);
    auto all = connection_.CallAllPages(&Judging::ListSheets, list);
    if (!all.ok()) return all.status();
    std::deque<v1::SheetProgress> open(all->sheets().begin(), all->sheets().end());
    progress_.sheets += static_cast<int>(open.size());
    const milliseconds wait = pause(static_cast<int>(open.size()));
    while (!open.empty() && !progress_.stop) {
      const v1::SheetProgress sheet = std::move(open.front());
      open.pop_front();
      absl::Status status = MarkAndSeal(sheet);
      // A judge of the same panel has not written the shared marks yet: later.
      if (ReasonOf(status) == Reason::SHEET_HAS_GAPS) {
        open.push_back(sheet);
        std::this_thread::sleep_for(milliseconds(2));
        continue;
      }
      if (!status.ok()) return status;
      ++progress_.sealed;
      std::this_thread::sleep_for(wait);
    }
    return absl::OkStatus();
  }

 private:
  static bool IsShared(const v1::SchemeItem& item) {
    return item.kind() != v1::ITEM_KIND_POINTS;  // in both packs of the demo
  }

  absl::Status MarkAndSeal(const v1::SheetProgress& progress) {
    v1::GetSheetRequest get;
    get.set_parent(contest_.event);
    get.set_discipline(progress.discipline());
    get.set_entrant_code(progress.entrant_code());
    get.set_module(progress.module());
    auto sheet = Patiently(connection_, &Judging::GetSheet, get, progress_);
    if (!sheet.ok()) return sheet.status();

    v1::BatchRecordEntriesRequest batch;
    batch.set_parent(contest_.event);
    for (const v1::Cell& cell : sheet->cells()) AddMark(*sheet, cell, batch);
    if (batch.entries_size() > 0) {
      auto answer = Patiently(connection_, &Judging::BatchRecordEntries, batch, progress_);
      if (!answer.ok()) return answer.status();
      for (const v1::EntryResult& result : answer->results()) {
        if (result.has_error()) return absl::InternalError(result.error().message());
        ++progress_.acknowledged;
      }
    }

    v1::SealSheetRequest seal;
    seal.set_parent(contest_.event);
    seal.set_entry_id(NewRequestId());
    seal.mutable_seal()->set_discipline(sheet->discipline());
    seal.mutable_seal()->set_entrant_code(sheet->entrant_code());
    seal.mutable_seal()->set_module(sheet->module());
    return Patiently(connection_, &Judging::SealSheet, seal, progress_).status();
  }

  void AddMark(const v1::Sheet& sheet, const v1::Cell& cell, v1::BatchRecordEntriesRequest& batch) {
    const v1::SchemeItem& item = *items_.at(cell.item());
    if (cell.revision() > 0 || (IsShared(item) && !judge_.marks_shared_items)) return;
    v1::Entry& entry = *batch.add_entries()->mutable_entry();
    entry.set_entry_id(NewRequestId());
    entry.set_event(contest_.event.substr(contest_.event.find('/') + 1));
    entry.set_author(judge_.id);
    v1::Mark& mark = *entry.mutable_mark();
    mark.set_discipline(sheet.discipline());
    mark.set_entrant_code(sheet.entrant_code());
    mark.set_item(cell.item());
    mark.set_attempt(cell.attempt());
    const std::string seed =
        sheet.entrant_code() + cell.item() + judge_.id + std::to_string(cell.attempt());
    mark.set_value(MarkFor(item, Roll(sheet.entrant_code(), 100), seed));
  }

  const Connection& connection_;
  const DemoContest& contest_;
  const DemoJudge& judge_;
  DemoProgress& progress_;
  std::map<std::string, const v1::SchemeItem*> items_;
};

}  // namespace

absl::Status PlayDemoJudge(const Connection& connection, const DemoContest& contest,
                           const DemoJudge& judge,
                           const std::function<milliseconds(int sheets)>& pause,
                           DemoProgress& progress) {
  return Player(connection, contest, judge, progress).Play(pause);
}

}  // namespace touchstone::cli
