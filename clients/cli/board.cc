// `touchstone standings`, `touchstone board` and `touchstone explain`.
#include <algorithm>
#include <ctime>
#include <ostream>
#include <sstream>

#include "clients/cli/commands.h"
#include "clients/cli/explain.h"
#include "clients/cli/message_fields.h"
#include "clients/cli/noun.h"
#include "clients/cli/standings_view.h"
#include "touchstone/v1/leaderboard.grpc.pb.h"

namespace touchstone::cli {
namespace {

using Stub = v1::LeaderboardService::Stub;

struct BoardInput {
  std::string event;
  std::string discipline;
  std::string stage;
  std::string group = "entrants";
  int lines = 20;
  bool watch = false;
  bool once = false;
};

void AddBoardInput(CLI::App& command, std::shared_ptr<BoardInput> input) {
  command.add_option("EVENT", input->event, "比赛 / event")->required();
  command.add_option("--discipline", input->discipline, "赛项编号 / discipline");
  command.add_option("--stage", input->stage, "阶段编号 / stage");
  command.add_option("--group", input->group, "entrants|companies|teams")->capture_default_str();
}

absl::StatusOr<v1::Board> BoardOf(const BoardInput& input) {
  v1::Board board;
  board.set_event(FullName("events", input.event));
  board.set_discipline(input.discipline);
  board.set_stage(input.stage);
  if (absl::Status set = SetField(board, "group", input.group); !set.ok()) return set;
  return board;
}

absl::Status PrintPage(const Connection& connection, const BoardInput& input, Context& context) {
  absl::StatusOr<v1::Board> board = BoardOf(input);
  if (!board.ok()) return board.status();
  v1::ListStandingsRequest request;
  *request.mutable_board() = *std::move(board);
  auto standings = connection.CallAllPages(&Stub::ListStandings, request);
  if (!standings.ok()) return standings.status();
  if (context.json) {
    context.out << ToJson(*standings);
  } else {
    PrintStandings(context, standings->standings());
  }
  return absl::OkStatus();
}

std::string Clock(const google::protobuf::Timestamp& time) {
  const std::time_t seconds = static_cast<std::time_t>(time.seconds());
  std::tm local{};
  localtime_r(&seconds, &local);
  char text[16];
  return std::string(text, std::strftime(text, sizeof text, "%H:%M:%S", &local));
}

// One frame: cursor home, every line cleared to its end, the rest of the screen cleared, so that
// nothing flickers.
void Draw(const BoardInput& input, const WatchedBoard& board,
          const v1::WatchStandingsResponse& last, Context& context) {
  std::ostringstream frame;
  Context page(frame, context.err);
  page.language = context.language;
  frame << "试金石 · touchstone  " << input.event
        << (input.discipline.empty() ? "" : " / " + input.discipline) << "  "
        << Clock(last.server_time()) << "  #" << last.position() << "\n\n";
  auto lines = board.Lines();
  while (lines.size() > input.lines) lines.RemoveLast();
  PrintStandings(page, lines);
  if (static_cast<std::uint32_t>(lines.size()) < board.total_size()) {
    frame << page.Say("共 ", "of ") << board.total_size() << page.Say(" 名", "") << "\n";
  }
  std::string drawn = "\x1b[H";
  for (char c : frame.str()) {
    if (c == '\n') drawn += "\x1b[K";
    drawn += c;
  }
  context.out << drawn << "\x1b[J" << std::flush;
}

absl::Status Watch(const Connection& connection, const BoardInput& input, Context& context) {
  absl::StatusOr<v1::Board> board = BoardOf(input);
  if (!board.ok()) return board.status();
  v1::WatchStandingsRequest request;
  *request.mutable_board() = *std::move(board);
  request.set_limit(std::max(input.lines, 1));
  auto call = connection.NewCall();
  Stub stub(connection.channel());
  auto stream = stub.WatchStandings(call.get(), request);
  WatchedBoard watched;
  v1::WatchStandingsResponse message;
  if (!context.json) context.out << "\x1b[2J";
  while (stream->Read(&message)) {
    watched.Apply(message);
    if (context.json) {
      context.out << ToJson(message) << std::flush;
    } else {
      Draw(input, watched, message, context);
    }
  }
  return FromGrpcStatus(stream->Finish());
}

// Names of judges for the labels of inputs, for those who may know them.
LabelNames JudgeNames(const Connection& connection, const std::string& event) {
  LabelNames names;
  v1::ListJudgesRequest request;
  request.set_parent(FullName("events", event));
  auto judges = connection.CallAllPages(&v1::EventsService::Stub::ListJudges, request);
  if (!judges.ok()) return names;
  for (const v1::Judge& judge : judges->judges()) {
    names[judge.name().substr(judge.name().rfind('/') + 1)] = judge.display_name();
  }
  return names;
}

absl::Status Explain(const Connection& connection, const v1::ExplainTotalRequest& request,
                     Context& context) {
  auto explained = connection.Call(&Stub::ExplainTotal, request);
  if (!explained.ok()) return explained.status();
  if (context.json) {
    context.out << ToJson(*explained);
    return absl::OkStatus();
  }
  google::protobuf::RepeatedPtrField<v1::Standing> line;
  *line.Add() = explained->standing();
  PrintStandings(context, line);
  context.out << "\n" << context.Say("评分规则 ", "rule pack ") << explained->rule_pack() << "\n";
  PrintDerivation(explained->derivation(), JudgeNames(connection, request.event()), context);
  return absl::OkStatus();
}

}  // namespace

void AddStandingsCommand(CLI::App& app, Context& context) {
  auto input = std::make_shared<BoardInput>();
  CLI::App* command = app.add_subcommand("standings", "全部名次 / all standings");
  AddBoardInput(*command, input);
  command->callback([&context, input] {
    Run(context,
        [&](const Connection& connection) { return PrintPage(connection, *input, context); });
  });
}

void AddBoardCommand(CLI::App& app, Context& context) {
  auto input = std::make_shared<BoardInput>();
  CLI::App* command = app.add_subcommand("board", "终端里的实时榜 / live board in the terminal");
  AddBoardInput(*command, input);
  command->add_option("--lines", input->lines, "行数 / lines")->capture_default_str();
  CLI::Option* watch =
      command->add_flag("--watch", input->watch, "持续刷新（默认）/ live (default)");
  command->add_flag("--once", input->once, "只显示一次 / once")->excludes(watch);
  command->callback([&context, input] {
    Run(context, [&](const Connection& connection) {
      return input->once ? PrintPage(connection, *input, context)
                         : Watch(connection, *input, context);
    });
  });
}

void AddExplainCommand(CLI::App& app, Context& context) {
  auto request = std::make_shared<v1::ExplainTotalRequest>();
  auto event = std::make_shared<std::string>();
  CLI::App* command = app.add_subcommand("explain", "总分怎么来的 / why a total is what it is");
  command->add_option("EVENT", *event, "比赛 / event")->required();
  command->add_option("--discipline", *request->mutable_discipline(), "赛项编号 / discipline")
      ->required();
  command->add_option("--code", *request->mutable_code(), "选手号 / code")->required();
  command->callback([&context, request, event] {
    request->set_event(FullName("events", *event));
    Run(context,
        [&](const Connection& connection) { return Explain(connection, *request, context); });
  });
}

}  // namespace touchstone::cli
