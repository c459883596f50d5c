#pragma once

#include <CLI/CLI.hpp>

#include "clients/cli/context.h"

// One function for each noun of the command line; each stands in the file of its noun. It adds the
// noun's subcommands to `app`; their callbacks run when the line has been read and end with
// context.Finish(). `context` must outlive `app`.
namespace touchstone::cli {

// Offline nouns.
void AddArchiveCommand(CLI::App& app, Context& context);
void AddCaCommand(CLI::App& app, Context& context);
void AddPackCommand(CLI::App& app, Context& context);
void AddSchemeCommand(CLI::App& app, Context& context);
void AddScoreCommand(CLI::App& app, Context& context);

// Online nouns.
void AddAccountCommand(CLI::App& app, Context& context);
void AddAssignmentCommand(CLI::App& app, Context& context);
void AddBoardCommand(CLI::App& app, Context& context);
void AddDemoCommand(CLI::App& app, Context& context);
void AddCompanyCommand(CLI::App& app, Context& context);
void AddDecisionCommand(CLI::App& app, Context& context);
void AddDisciplineCommand(CLI::App& app, Context& context);
void AddEntrantCommand(CLI::App& app, Context& context);
void AddEventCommand(CLI::App& app, Context& context);
void AddExplainCommand(CLI::App& app, Context& context);
void AddIncidentCommand(CLI::App& app, Context& context);
void AddJudgeCommand(CLI::App& app, Context& context);
void AddMarkCommand(CLI::App& app, Context& context);
void AddRescoreCommand(CLI::App& app, Context& context);
void AddSheetCommand(CLI::App& app, Context& context);
void AddStandingsCommand(CLI::App& app, Context& context);
void AddTabletCommand(CLI::App& app, Context& context);
void AddTeamCommand(CLI::App& app, Context& context);
void AddTokenCommand(CLI::App& app, Context& context);
void AddWorkerCommand(CLI::App& app, Context& context);
void AddImportCommand(CLI::App& app, Context& context);
void AddAttendanceCommand(CLI::App& app, Context& context);
void AddBatchCommand(CLI::App& app, Context& context);
void AddCertificateCommand(CLI::App& app, Context& context);
void AddCareerCommand(CLI::App& app, Context& context);
void AddEvaluationCommand(CLI::App& app, Context& context);
void AddFileCommand(CLI::App& app, Context& context);
void AddFindingCommand(CLI::App& app, Context& context);
void AddLadderCommand(CLI::App& app, Context& context);
void AddMentorCommand(CLI::App& app, Context& context);
void AddPlanCommand(CLI::App& app, Context& context);
void AddProgrammeCommand(CLI::App& app, Context& context);
void AddRecordCommand(CLI::App& app, Context& context);
void AddReportCommand(CLI::App& app, Context& context);
void AddSampleCommand(CLI::App& app, Context& context);
void AddSiteCommand(CLI::App& app, Context& context);
void AddWageCommand(CLI::App& app, Context& context);
void AddWageRuleCommand(CLI::App& app, Context& context);

}  // namespace touchstone::cli
