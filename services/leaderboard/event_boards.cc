#include "services/leaderboard/event_boards.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "google/protobuf/util/time_util.h"
#include "services/common/errors.h"
#include "services/judging/contest_convert.h"
#include "services/judging/judging_convert.h"
#include "services/leaderboard/leaderboard_convert.h"
#include "storage/keys.h"
#include "touchstone/v1/events.pb.h"

namespace touchstone::leaderboard {
namespace {

namespace keys = storage::keys;
using google::protobuf::util::TimeUtil;

absl::Status ReadError(std::string what) {
  return MakeError(Reason::STORE_READ_FAILED, std::move(what));
}

v1::EventTitle TitleOf(const v1::Event& event) {
  v1::EventTitle title;
  title.set_name(event.name());
  title.set_display_name(event.display_name());
  title.set_venue(event.venue());
  if (event.has_publish_time()) *title.mutable_publish_time() = event.publish_time();
  return title;
}

// Calls `take` with each message whose key begins with `prefix`.
template <class Message, class Take>
absl::Status ForEach(const storage::KvStore& store, const std::string& prefix, Take take) {
  bool sound = true;
  Message message;
  const absl::Status scanned =
      store.Scan(prefix, storage::PrefixEnd(prefix), [&](std::string_view, std::string_view value) {
        sound = message.ParseFromArray(value.data(), static_cast<int>(value.size()));
        if (sound) take(message);
        return sound;
      });
  if (!scanned.ok()) return ReadError(scanned.ToString());
  return sound ? absl::OkStatus() : ReadError(prefix);
}

// Adds the boards of one discipline, or of the whole event when there is none.
class BoardList {
 public:
  BoardList(const EventBoard& board, const View& view, v1::EventBoards& to)
      : board_(board), view_(view), to_(to) {}

  void AddDiscipline(const v1::Discipline& discipline) {
    const std::string id(judging::LastSegment(discipline.name()));
    for (const auto group :
         {v1::Board::GROUP_ENTRANTS, v1::Board::GROUP_COMPANIES, v1::Board::GROUP_TEAMS}) {
      if (v1::ShownBoard* shown = Add(id, "", group)) {
        *shown->mutable_discipline() = discipline.display_name();
      }
    }
    for (const v1::Stage& stage : discipline.stages()) {
      if (v1::ShownBoard* shown = Add(id, stage.id(), v1::Board::GROUP_ENTRANTS)) {
        *shown->mutable_discipline() = discipline.display_name();
        *shown->mutable_stage() = stage.display_name();
      }
    }
  }

  void AddWholeEvent() {
    for (const auto group :
         {v1::Board::GROUP_ENTRANTS, v1::Board::GROUP_COMPANIES, v1::Board::GROUP_TEAMS}) {
      Add("", "", group);
    }
  }

 private:
  // Null when there is no such board or nobody is on that of a group.
  v1::ShownBoard* Add(const std::string& discipline, const std::string& stage,
                      v1::Board::Group group) {
    const bool entrants = group == v1::Board::GROUP_ENTRANTS;
    if (!entrants && !view_.groups) return nullptr;
    v1::Board board;
    board.set_event(to_.event().name());
    board.set_discipline(discipline);
    board.set_stage(stage);
    board.set_group(group);
    const auto page = board_.Lines(FromProto(board), view_, 0, 0);
    if (!page.ok() || (!entrants && page->total_size == 0)) return nullptr;
    v1::ShownBoard* shown = to_.add_boards();
    *shown->mutable_board() = std::move(board);
    return shown;
  }

  const EventBoard& board_;
  const View view_;
  v1::EventBoards& to_;
};

}  // namespace

absl::StatusOr<v1::EventBoards> ReadEventBoards(const storage::KvStore& store,
                                                const std::string& event, Audience audience,
                                                const FollowedEvent& followed) {
  const auto bytes = store.Get(keys::Resource("event", event));
  if (!bytes.ok()) return ReadError(bytes.status().ToString());
  if (!*bytes) return MakeError(Reason::RESOURCE_NOT_FOUND);
  v1::Event resource;
  if (!resource.ParseFromString(**bytes)) return ReadError("an event");
  std::vector<v1::Discipline> disciplines;
  const absl::Status read =
      ForEach<v1::Discipline>(store, keys::ResourcePrefixIn(event, "discipline"),
                              [&](const v1::Discipline& each) { disciplines.push_back(each); });
  if (!read.ok()) return read;

  v1::EventBoards boards;
  *boards.mutable_event() = TitleOf(resource);
  followed.Look([&](const EventBoard& board) {
    boards.set_board_state(judging::ToProto(board.setting().state));
    BoardList list(board, ViewOf(audience, board.setting()), boards);
    for (const v1::Discipline& discipline : disciplines) list.AddDiscipline(discipline);
    if (disciplines.size() > 1) list.AddWholeEvent();
  });
  return boards;
}

absl::StatusOr<std::vector<v1::EventTitle>> ReadPublishedEvents(const storage::KvStore& store) {
  std::vector<v1::EventTitle> titles;
  const absl::Status read =
      ForEach<v1::Event>(store, keys::ResourcePrefix("event"), [&](const v1::Event& event) {
        if (event.state() == v1::Event::STATE_PUBLISHED) titles.push_back(TitleOf(event));
      });
  if (!read.ok()) return read;
  std::sort(titles.begin(), titles.end(), [](const v1::EventTitle& a, const v1::EventTitle& b) {
    const auto newer = [](const v1::EventTitle& title) {
      return std::make_tuple(-TimeUtil::TimestampToNanoseconds(title.publish_time()), title.name());
    };
    return newer(a) < newer(b);
  });
  return titles;
}

}  // namespace touchstone::leaderboard
