// `touchstone demo`: a whole contest day through the public API, with judges that this program
// plays.
#include <unistd.h>

#include <algorithm>
#include <iomanip>
#include <list>
#include <memory>
#include <mutex>
#include <ostream>
#include <sstream>
#include <thread>
#include <utility>

#include "clients/cli/commands.h"
#include "clients/cli/connection.h"
#include "clients/cli/demo_contest.h"
#include "clients/cli/demo_judge.h"
#include "clients/cli/explain.h"
#include "clients/cli/standings_view.h"
#include "services/common/errors.h"
#include "touchstone/v1/events.grpc.pb.h"
#include "touchstone/v1/judging.grpc.pb.h"
#include "touchstone/v1/leaderboard.grpc.pb.h"

namespace touchstone::cli {
namespace {

using Events = v1::EventsService::Stub;
using Judging = v1::JudgingService::Stub;
using Leaderboard = v1::LeaderboardService::Stub;
using std::chrono::milliseconds;

constexpr int kShownLines = 8;

// Watches one discipline's board until told to stop.
class BoardWatcher {
 public:
  BoardWatcher(const Connection& connection, const DemoContest& contest,
               const std::string& discipline)
      : call_(connection.NewCall()), stub_(connection.channel()) {
    v1::WatchStandingsRequest request;
    request.mutable_board()->set_event(contest.event);
    request.mutable_board()->set_discipline(discipline);
    request.set_limit(kShownLines);
    stream_ = stub_.WatchStandings(call_.get(), request);
    thread_ = std::thread([this] {
      v1::WatchStandingsResponse message;
      while (stream_->Read(&message)) {
        std::lock_guard lock(mutex_);
        board_.Apply(message);
      }
    });
  }
  ~BoardWatcher() {
    call_->TryCancel();
    thread_.join();
    stream_->Finish();
  }

  google::protobuf::RepeatedPtrField<v1::Standing> Lines() const {
    std::lock_guard lock(mutex_);
    return board_.Lines();
  }

 private:
  std::unique_ptr<grpc::ClientContext> call_;
  v1::LeaderboardService::Stub stub_;
  std::unique_ptr<grpc::ClientReader<v1::WatchStandingsResponse>> stream_;
  std::thread thread_;
  mutable std::mutex mutex_;
  WatchedBoard board_;
};

class Demo {
 public:
  // `web`: address of the pages, to show where the board can be watched; may be empty.
  Demo(Context& context, std::chrono::seconds length, std::string web)
      : context_(context), length_(length), web_(std::move(web)) {}

  absl::Status Play() {
    auto organiser = Connection::Open(context_);
    if (!organiser.ok()) return organiser.status();
    organiser_ = std::make_unique<Connection>(*std::move(organiser));
    Say("正在布置比赛：40 家单位、80 名选手、两个赛项 …",
        "Setting up: 40 companies, 80 entrants, two disciplines …");
    auto contest = SetUpDemoContest(*organiser_);
    if (!contest.ok()) return contest.status();
    contest_ = *std::move(contest);
    Say("比赛 " + contest_.event + " 开始。", contest_.event + " starts.");
    ShowBoardAddress();
    absl::Status status = Change(&Events::StartEvent, "");
    if (status.ok()) status = ShowNames();
    if (status.ok()) status = MarkEverything();
    if (status.ok()) status = LockAndDecide();
    if (status.ok()) status = Change(&Events::PublishEvent, "");
    if (status.ok()) status = PrintResults();
    return status;
  }

 private:
  void Say(const std::string& zh, const std::string& en) {
    context_.out << "== " << context_.Say(zh, en) << std::endl;
  }

  void ShowBoardAddress() {
    if (web_.empty()) return;
    const std::string id = contest_.event.substr(contest_.event.find('/') + 1);
    std::string address = web_ + "/board/#event=" + id + "&discipline=";
    for (const std::string& discipline : contest_.disciplines) {
      address += (address.back() == '=' ? "" : ",") + discipline;
    }
    address += "&token=" + contest_.public_token;
    Say("大屏：" + address, "The board: " + address);
  }

  template <typename Method>
  absl::Status Change(Method method, const std::string& reason) {
    v1::ChangeEventStateRequest request;
    request.set_name(contest_.event);
    request.set_reason(reason);
    return organiser_->Call(method, request).status();
  }

  absl::Status ShowNames() {
    v1::SetBoardStateRequest request;
    request.set_name(contest_.event);
    request.set_board_state(v1::Event::BOARD_STATE_LIVE);
    return organiser_->Call(&Events::SetBoardState, request).status();
  }

  // All judges at once, each with a connection and a token of the own, while the board is shown.
  absl::Status MarkEverything() {
    auto board = ConnectAs(context_, contest_.public_token);
    if (!board.ok()) return board.status();
    std::list<BoardWatcher> watchers;
    for (const std::string& discipline : contest_.disciplines) {
      watchers.emplace_back(*board, contest_, discipline);
    }
    std::vector<absl::Status> results(contest_.judges.size());
    std::vector<std::thread> judges;
    std::atomic<int> working = static_cast<int>(contest_.judges.size());
    for (std::size_t i = 0; i < contest_.judges.size(); ++i) {
      judges.emplace_back([&, i] {
        results[i] = PlayJudge(contest_.judges[i]);
        if (!results[i].ok()) progress_.stop = true;
        --working;
      });
    }
    const auto start = std::chrono::steady_clock::now();
    int said = -1;
    while (working > 0) {
      Show(watchers, said);
      for (int i = 0; i < 10 && working > 0; ++i) std::this_thread::sleep_for(milliseconds(50));
    }
    for (std::thread& judge : judges) judge.join();
    for (const absl::Status& result : results) {
      if (!result.ok()) return result;
    }
    const auto seconds = std::chrono::duration_cast<std::chrono::milliseconds>(
                             std::chrono::steady_clock::now() - start)
                             .count();
    std::ostringstream length;
    length << std::fixed << std::setprecision(1) << double(seconds) / 1000;
    const std::string acknowledged = std::to_string(progress_.acknowledged);
    const std::string sealed = std::to_string(progress_.sealed);
    Say("评分结束：" + acknowledged + " 个分数有回执，" + sealed + " 张评分表已提交，用时 " +
            length.str() + " 秒。",
        "Marking is over: " + acknowledged + " marks with a receipt, " + sealed +
            " sheets sealed, in " + length.str() + " s.");
    return absl::OkStatus();
  }

  absl::Status PlayJudge(const DemoJudge& judge) {
    auto connection = ConnectAs(context_, judge.token);
    if (!connection.ok()) return connection.status();
    const auto pause = [this](int sheets) {
      return sheets == 0 ? milliseconds(0) : milliseconds(length_) / sheets;
    };
    return PlayDemoJudge(*connection, contest_, judge, pause, progress_);
  }

  // In a terminal the boards are redrawn in place; otherwise a line is printed at each tenth.
  void Show(const std::list<BoardWatcher>& watchers, int& said) {
    const int sheets = std::max(1, progress_.sheets.load());
    const int percent = 100 * progress_.sealed / sheets;
    if (!isatty(STDOUT_FILENO)) {
      if (percent / 10 == said) return;
      said = percent / 10;
      std::string leaders;
      for (const BoardWatcher& watcher : watchers) {
        const auto lines = watcher.Lines();
        if (lines.empty() || lines[0].place() != 1) continue;
        leaders += "  " + lines[0].code() + " " + lines[0].display_name() + " " + lines[0].total();
      }
      context_.out << "   " << std::setw(3) << percent << " %" << leaders << std::endl;
      return;
    }
    context_.out << "\033[2J\033[H";
    Say("评分进度 " + std::to_string(percent) + " %，" + std::to_string(progress_.acknowledged) +
            " 个分数已有回执",
        "Progress " + std::to_string(percent) + " %, " + std::to_string(progress_.acknowledged) +
            " marks with a receipt");
    auto name = contest_.disciplines.begin();
    for (const BoardWatcher& watcher : watchers) {
      context_.out << "\n" << *name++ << "\n";
      PrintStandings(context_, watcher.Lines());
    }
    context_.out.flush();
  }

  // A mark that arrives after the lock is kept and waits; the chief judge decides.
  absl::Status LockAndDecide() {
    absl::Status status = Change(&Events::LockEvent, "");
    if (!status.ok()) return status;
    Say("裁判长锁定成绩。锁定后又到了一个分数：", "The marks are locked. One more mark arrives:");
    status = SendLateMark();
    if (!status.ok()) return status;
    auto chief = ConnectAs(context_, contest_.chief_judge_token);
    if (!chief.ok()) return chief.status();
    v1::ListWaitingEntriesRequest list;
    list.set_parent(contest_.event);
    auto waiting = chief->CallAllPages(&Judging::ListWaitingEntries, list);
    if (!waiting.ok()) return waiting.status();
    for (const v1::RecordedEntry& recorded : waiting->entries()) {
      v1::DecideEntryRequest decide;
      decide.set_parent(contest_.event);
      decide.set_entry_id(NewRequestId());
      decide.mutable_decision()->set_entry_id(recorded.entry().entry_id());
      decide.mutable_decision()->set_reason("锁定后到达，评分表已提交");
      status = chief->Call(&Judging::DecideEntry, decide).status();
      if (!status.ok()) return status;
    }
    const std::string count = std::to_string(waiting->entries_size());
    Say("裁判长处理了 " + count + " 条待处理记录（不采纳，留档）。",
        "The chief judge decided " + count + " waiting entries (kept, not counted).");
    return absl::OkStatus();
  }

  absl::Status SendLateMark() {
    const DemoJudge& judge = contest_.judges.back();
    auto connection = ConnectAs(context_, judge.token);
    if (!connection.ok()) return connection.status();
    v1::RecordEntryRequest request;
    v1::Entry& entry = *request.mutable_entry()->mutable_entry();
    entry.set_entry_id(NewRequestId());
    entry.set_event(contest_.event.substr(contest_.event.find('/') + 1));
    entry.set_author(judge.id);
    entry.mutable_mark()->set_discipline(judge.discipline);
    entry.mutable_mark()->set_entrant_code("F01");
    entry.mutable_mark()->set_item("practice/course/clock/time");
    entry.mutable_mark()->set_base_revision(1);
    entry.mutable_mark()->set_value("120");
    auto answer = connection->Call(&Judging::RecordEntry, request);
    if (!answer.ok()) return answer.status();
    const v1::Receipt& receipt = answer->receipt();
    const std::string position = std::to_string(receipt.position());
    if (receipt.disposition() != v1::DISPOSITION_LATE) {
      return absl::InternalError("a mark after the lock was not late");
    }
    Say("  回执 " + position + "：迟到，等待裁判长处理。",
        "  receipt " + position + ": late, waits for the chief judge.");
    return absl::OkStatus();
  }

  // What everybody may see now, without a token.
  absl::Status PrintResults() {
    auto anybody = ConnectAs(context_, "");
    if (!anybody.ok()) return anybody.status();
    Say("成绩公布。", "The results are published.");
    for (const std::string& discipline : contest_.disciplines) {
      v1::ListStandingsRequest list;
      list.mutable_board()->set_event(contest_.event);
      list.mutable_board()->set_discipline(discipline);
      list.set_page_size(1000);
      auto standings = anybody->Call(&Leaderboard::ListStandings, list);
      // The leaderboard hears of the publication a moment after the organiser's call was answered.
      for (int i = 0; i < 100 && ReasonOf(standings.status()) == Reason::TOKEN_MISSING; ++i) {
        std::this_thread::sleep_for(milliseconds(50));
        standings = anybody->Call(&Leaderboard::ListStandings, list);
      }
      if (!standings.ok()) return standings.status();
      context_.out << "\n" << discipline << "\n";
      PrintStandings(context_, standings->standings());
      if (standings->standings().empty()) return absl::InternalError("an empty result list");
      winners_.emplace_back(discipline, standings->standings(0).code());
    }
    v1::ExplainTotalRequest explain;
    explain.set_event(contest_.event);
    explain.set_discipline(winners_.front().first);
    explain.set_code(winners_.front().second);
    auto explained = anybody->Call(&Leaderboard::ExplainTotal, explain);
    if (!explained.ok()) return explained.status();
    context_.out << "\n";
    Say("冠军的总分是怎样得出的（" + explain.code() + "）：",
        "How the winner's total came about (" + explain.code() + "):");
    PrintDerivation(explained->derivation(), {}, context_);
    return absl::OkStatus();
  }

  Context& context_;
  std::chrono::seconds length_;
  std::string web_;
  std::unique_ptr<Connection> organiser_;
  DemoContest contest_;
  DemoProgress progress_;
  std::vector<std::pair<std::string, std::string>> winners_;
};

}  // namespace

void AddDemoCommand(CLI::App& app, Context& context) {
  CLI::App* demo = app.add_subcommand(
      "demo", "演示一个完整的比赛日 / play a whole contest day with simulated judges");
  auto fast = std::make_shared<bool>(false);
  auto seconds = std::make_shared<int>(150);
  demo->add_flag("--fast", *fast, "几秒钟内演完 / in seconds");
  demo->add_option("--seconds", *seconds, "评分过程的时长 / how long the marking takes")
      ->check(CLI::Range(1, 86'400))
      ->capture_default_str();
  auto web = std::make_shared<std::string>();
  demo->add_option("--web", *web,
                   "网页地址，用来显示大屏链接 / address of the pages, to show the board's");
  demo->callback([&context, fast, seconds, web] {
    context.Finish(Demo(context, std::chrono::seconds(*fast ? 0 : *seconds), *web).Play());
  });
}

}  // namespace touchstone::cli
