#include <iostream>

#include "clients/cli/commands.h"

namespace touchstone::cli {
namespace {

int Main(int argc, char** argv) {
  Context context(std::cout, std::cerr);
  context.language = LanguageFromEnvironment();

  CLI::App app("touchstone: 技能竞赛评分 / scoring of skills contests", "touchstone");
  app.fallthrough();
  app.require_subcommand(1);
  app.add_flag("--json", context.json, "给程序读的 JSON / JSON for programs");
  app.add_option("--lang", context.language, "语言 zh|en / language")
      ->transform(CLI::CheckedTransformer(
          std::map<std::string, Language>{{"zh", Language::kChinese}, {"en", Language::kEnglish}}));
  app.add_option("--server", context.server, "服务器 HOST:PORT / server")
      ->envname("TOUCHSTONE_SERVER")
      ->capture_default_str();
  app.add_option("--token", context.token, "令牌，或 @文件 / token, or @FILE")
      ->envname("TOUCHSTONE_TOKEN");

  AddArchiveCommand(app, context);
  AddCaCommand(app, context);
  AddPackCommand(app, context);
  AddSchemeCommand(app, context);
  AddScoreCommand(app, context);
  AddEventCommand(app, context);
  AddDisciplineCommand(app, context);
  AddCompanyCommand(app, context);
  AddWorkerCommand(app, context);
  AddTeamCommand(app, context);
  AddEntrantCommand(app, context);
  AddJudgeCommand(app, context);
  AddAssignmentCommand(app, context);
  AddImportCommand(app, context);
  AddTokenCommand(app, context);
  AddAccountCommand(app, context);
  AddTabletCommand(app, context);
  AddMarkCommand(app, context);
  AddSheetCommand(app, context);
  AddIncidentCommand(app, context);
  AddDecisionCommand(app, context);
  AddRescoreCommand(app, context);
  AddBoardCommand(app, context);
  AddStandingsCommand(app, context);
  AddExplainCommand(app, context);
  AddDemoCommand(app, context);
  AddSiteCommand(app, context);
  AddProgrammeCommand(app, context);
  AddBatchCommand(app, context);
  AddAttendanceCommand(app, context);
  AddRecordCommand(app, context);
  AddCertificateCommand(app, context);
  AddFileCommand(app, context);
  AddPlanCommand(app, context);
  AddFindingCommand(app, context);
  AddEvaluationCommand(app, context);
  AddMentorCommand(app, context);
  AddLadderCommand(app, context);
  AddCareerCommand(app, context);
  AddWageRuleCommand(app, context);
  AddWageCommand(app, context);
  AddReportCommand(app, context);
  AddSampleCommand(app, context);

  CLI11_PARSE(app, argc, argv);
  return context.exit_code;
}

}  // namespace
}  // namespace touchstone::cli

int main(int argc, char** argv) { return touchstone::cli::Main(argc, argv); }
