#include "services/identity/roles.h"

namespace touchstone::identity {
namespace {

constexpr RoleSet kOrganiser{v1::ROLE_ORGANISER};
constexpr RoleSet kChief{v1::ROLE_CHIEF_JUDGE};
constexpr RoleSet kGroupLeader{v1::ROLE_GROUP_LEADER};
constexpr RoleSet kJudge{v1::ROLE_JUDGE};
constexpr RoleSet kEncryption{v1::ROLE_ENCRYPTION_JUDGE};
constexpr RoleSet kReview{v1::ROLE_SUPERVISOR, v1::ROLE_ARBITER};
constexpr RoleSet kDesk{v1::ROLE_DESK};
constexpr RoleSet kAuditor{v1::ROLE_AUDITOR};
constexpr RoleSet kDepartment{v1::ROLE_TRAINING_DEPARTMENT};
constexpr RoleSet kWorker{v1::ROLE_WORKER};
constexpr RoleSet kPublic{v1::ROLE_PUBLIC};
constexpr RoleSet kTablet{v1::ROLE_TABLET};
// Nobody by his role: the request holds the secret.
constexpr RoleSet kNobody;

// Who keeps training records for a company.
constexpr RoleSet kCompany = kDepartment | RoleSet{v1::ROLE_TRAINER};
constexpr RoleSet kTraining = kCompany | kWorker;
// Who reads the training records of a company, or of all.
constexpr RoleSet kRecords = kOrganiser | kAuditor | kCompany;
// Who reads what a company pays.
constexpr RoleSet kWages = kOrganiser | kAuditor | kDepartment;

// Who works at an event.
constexpr RoleSet kStaff =
    kOrganiser | kChief | kGroupLeader | kJudge | kEncryption | kReview | kDesk | kAuditor;
constexpr RoleSet kEverybody = kStaff | kTraining | kPublic;
// Who hands tablets out at an event.
constexpr RoleSet kPairing = kOrganiser | kChief | kDesk;
// Who may know which person or team is behind a code. No judge is among them.
constexpr RoleSet kNames = kOrganiser | kDesk | kEncryption;
// Who may know which judge marks what.
constexpr RoleSet kPanels = kOrganiser | kChief | kGroupLeader | kReview | kAuditor;

constexpr AccessRule kTable[] = {
    {"touchstone.v1.IdentityService.CreateToken", kOrganiser, Scope::kOwnEvent, "token.event"},
    {"touchstone.v1.IdentityService.ListTokens", kOrganiser, Scope::kEveryEvent, ""},
    {"touchstone.v1.IdentityService.RevokeToken", kOrganiser, Scope::kAny, ""},
    {"touchstone.v1.IdentityService.WhoAmI", kEverybody | kTablet, Scope::kAny, ""},

    {"touchstone.v1.AccountsService.CreateAccount", kOrganiser, Scope::kAny, ""},
    {"touchstone.v1.AccountsService.ListAccounts", kOrganiser, Scope::kEveryEvent, ""},
    {"touchstone.v1.AccountsService.UpdateAccount", kOrganiser, Scope::kAny, ""},
    {"touchstone.v1.AccountsService.InviteAccount", kOrganiser, Scope::kAny, ""},
    {"touchstone.v1.AccountsService.AcceptInvitation", kNobody, Scope::kOpen, ""},
    {"touchstone.v1.AccountsService.SignIn", kNobody, Scope::kOpen, ""},
    {"touchstone.v1.AccountsService.SwitchGrant", kEverybody, Scope::kAny, ""},
    {"touchstone.v1.AccountsService.SignOut", kEverybody, Scope::kAny, ""},

    {"touchstone.v1.TabletsService.CreatePairing", kPairing, Scope::kOwnEvent, "parent"},
    {"touchstone.v1.TabletsService.PairTablet", kNobody, Scope::kOpen, ""},
    {"touchstone.v1.TabletsService.AcceptTablet", kPairing, Scope::kOwnEvent, "name"},
    {"touchstone.v1.TabletsService.RevokeTablet", kPairing, Scope::kOwnEvent, "name"},
    {"touchstone.v1.TabletsService.ListTablets", kPairing | kAuditor, Scope::kOwnEvent, "parent"},
    {"touchstone.v1.TabletsService.GetOwnTablet", kTablet | kJudge, Scope::kAny, ""},
    {"touchstone.v1.TabletsService.ResetJudgePin", kOrganiser | kChief, Scope::kOwnEvent, "name"},
    {"touchstone.v1.TabletsService.SignInJudge", kTablet, Scope::kAny, ""},

    {"touchstone.v1.EventsService.CreateCompany", kOrganiser, Scope::kAny, ""},
    {"touchstone.v1.EventsService.GetCompany", kNames | kPanels, Scope::kAny, ""},
    {"touchstone.v1.EventsService.ListCompanies", kNames | kPanels, Scope::kAny, ""},
    {"touchstone.v1.EventsService.UpdateCompany", kOrganiser, Scope::kAny, ""},
    {"touchstone.v1.EventsService.CreateWorker", kOrganiser, Scope::kAny, ""},
    {"touchstone.v1.EventsService.GetWorker", kNames, Scope::kAny, ""},
    {"touchstone.v1.EventsService.ListWorkers", kNames, Scope::kAny, ""},
    {"touchstone.v1.EventsService.UpdateWorker", kOrganiser, Scope::kAny, ""},

    {"touchstone.v1.EventsService.CreateEvent", kOrganiser, Scope::kEveryEvent, ""},
    {"touchstone.v1.EventsService.GetEvent", kStaff, Scope::kOwnEvent, "name"},
    {"touchstone.v1.EventsService.ListEvents", kOrganiser | kAuditor, Scope::kEveryEvent, ""},
    {"touchstone.v1.EventsService.UpdateEvent", kOrganiser, Scope::kOwnEvent, "event.name"},
    {"touchstone.v1.EventsService.StartEvent", kOrganiser, Scope::kOwnEvent, "name"},
    {"touchstone.v1.EventsService.LockEvent", kOrganiser | kChief, Scope::kOwnEvent, "name"},
    {"touchstone.v1.EventsService.UnlockEvent", kOrganiser | kChief, Scope::kOwnEvent, "name"},
    {"touchstone.v1.EventsService.PublishEvent", kOrganiser | kChief, Scope::kOwnEvent, "name"},
    {"touchstone.v1.EventsService.SetBoardState", kOrganiser | kChief, Scope::kOwnEvent, "name"},
    {"touchstone.v1.EventsService.ExportEvent", kOrganiser | kAuditor, Scope::kOwnEvent, "name"},
    {"touchstone.v1.EventsService.ImportEvent", kOrganiser, Scope::kEveryEvent, ""},

    {"touchstone.v1.EventsService.CreateDiscipline", kOrganiser, Scope::kOwnEvent, "parent"},
    {"touchstone.v1.EventsService.GetDiscipline", kStaff | kPublic, Scope::kOwnEvent, "name"},
    {"touchstone.v1.EventsService.ListDisciplines", kStaff | kPublic, Scope::kOwnEvent, "parent"},
    {"touchstone.v1.EventsService.UpdateDiscipline", kOrganiser, Scope::kOwnEvent,
     "discipline.name"},
    {"touchstone.v1.EventsService.CreateTeam", kOrganiser, Scope::kOwnEvent, "parent"},
    {"touchstone.v1.EventsService.GetTeam", kNames, Scope::kOwnEvent, "name"},
    {"touchstone.v1.EventsService.ListTeams", kNames, Scope::kOwnEvent, "parent"},
    {"touchstone.v1.EventsService.UpdateTeam", kOrganiser, Scope::kOwnEvent, "team.name"},
    {"touchstone.v1.EventsService.CreateEntrant", kOrganiser, Scope::kOwnEvent, "parent"},
    {"touchstone.v1.EventsService.GetEntrant", kNames, Scope::kOwnEvent, "name"},
    {"touchstone.v1.EventsService.ListEntrants", kNames, Scope::kOwnEvent, "parent"},
    {"touchstone.v1.EventsService.UpdateEntrant", kOrganiser | kDesk, Scope::kOwnEvent,
     "entrant.name"},
    {"touchstone.v1.EventsService.CreateJudge", kOrganiser, Scope::kOwnEvent, "parent"},
    {"touchstone.v1.EventsService.GetJudge", kPanels, Scope::kOwnEvent, "name"},
    {"touchstone.v1.EventsService.ListJudges", kPanels, Scope::kOwnEvent, "parent"},
    {"touchstone.v1.EventsService.UpdateJudge", kOrganiser, Scope::kOwnEvent, "judge.name"},
    {"touchstone.v1.EventsService.CreateAssignment", kOrganiser, Scope::kOwnEvent, "parent"},
    {"touchstone.v1.EventsService.GetAssignment", kPanels, Scope::kOwnEvent, "name"},
    {"touchstone.v1.EventsService.ListAssignments", kPanels, Scope::kOwnEvent, "parent"},
    {"touchstone.v1.EventsService.UpdateAssignment", kOrganiser, Scope::kOwnEvent,
     "assignment.name"},

    {"touchstone.v1.EventsService.CreateRulePack", kOrganiser, Scope::kAny, ""},
    {"touchstone.v1.EventsService.GetRulePack", kStaff, Scope::kAny, ""},
    {"touchstone.v1.EventsService.ListRulePacks", kStaff, Scope::kAny, ""},
    {"touchstone.v1.EventsService.CreateScheme", kOrganiser, Scope::kAny, ""},
    {"touchstone.v1.EventsService.GetScheme", kStaff, Scope::kAny, ""},
    {"touchstone.v1.EventsService.ListSchemes", kStaff, Scope::kAny, ""},

    {"touchstone.v1.JudgingService.RecordEntry", kJudge, Scope::kOwnJudge, "", true},
    {"touchstone.v1.JudgingService.BatchRecordEntries", kJudge, Scope::kOwnJudge, "parent", true},
    {"touchstone.v1.JudgingService.StreamEntries", kJudge, Scope::kOwnJudge, "", true},
    {"touchstone.v1.JudgingService.PutPhoto", kJudge, Scope::kOwnJudge, "parent"},
    {"touchstone.v1.JudgingService.GetPhoto", kJudge | kOrganiser | kChief | kReview,
     Scope::kOwnJudge, "parent"},
    {"touchstone.v1.JudgingService.SealSheet", kJudge, Scope::kOwnJudge, "parent"},
    {"touchstone.v1.JudgingService.GetSheet", kJudge | kOrganiser | kChief | kReview,
     Scope::kOwnJudge, "parent"},
    {"touchstone.v1.JudgingService.ListSheets",
     kJudge | kOrganiser | kChief | kGroupLeader | kReview, Scope::kOwnJudge, "parent"},
    {"touchstone.v1.JudgingService.RecordIncident", kChief, Scope::kOwnEvent, "parent"},
    {"touchstone.v1.JudgingService.ListIncidents", kOrganiser | kChief | kReview | kAuditor,
     Scope::kOwnEvent, "parent"},
    {"touchstone.v1.JudgingService.OpenRescore", kChief, Scope::kOwnEvent, "parent"},
    {"touchstone.v1.JudgingService.DecideEntry", kChief, Scope::kOwnEvent, "parent"},
    {"touchstone.v1.JudgingService.ListWaitingEntries", kOrganiser | kChief | kReview,
     Scope::kOwnEvent, "parent"},
    {"touchstone.v1.JudgingService.ListEnvelopes", kOrganiser | kReview | kAuditor,
     Scope::kOwnEvent, "parent"},

    {"touchstone.v1.LeaderboardService.ListStandings", kEverybody, Scope::kPublishedOpen, ""},
    {"touchstone.v1.LeaderboardService.GetStanding", kEverybody, Scope::kPublishedOpen, ""},
    {"touchstone.v1.LeaderboardService.ExplainTotal", kEverybody, Scope::kPublishedOpen, ""},
    {"touchstone.v1.LeaderboardService.WatchStandings", kEverybody, Scope::kPublishedOpen, ""},
    {"touchstone.v1.LeaderboardService.GetEventBoards", kEverybody, Scope::kPublishedOpen, ""},
    {"touchstone.v1.LeaderboardService.ListPublishedEvents", kEverybody, Scope::kPublishedOpen, ""},

    {"touchstone.v1.TrainingService.CreateProgramme", kOrganiser | kDepartment, Scope::kOwnCompany,
     ""},
    {"touchstone.v1.TrainingService.GetProgramme", kRecords | kWorker, Scope::kOwnCompany, ""},
    {"touchstone.v1.TrainingService.ListProgrammes", kRecords | kWorker, Scope::kOwnCompany, ""},
    {"touchstone.v1.TrainingService.UpdateProgramme", kOrganiser | kDepartment, Scope::kOwnCompany,
     ""},
    {"touchstone.v1.TrainingService.CreateSite", kOrganiser | kDepartment, Scope::kOwnCompany, ""},
    {"touchstone.v1.TrainingService.GetSite", kRecords | kWorker, Scope::kOwnCompany, ""},
    {"touchstone.v1.TrainingService.ListSites", kRecords | kWorker, Scope::kOwnCompany, ""},
    {"touchstone.v1.TrainingService.UpdateSite", kOrganiser | kDepartment, Scope::kOwnCompany, ""},
    {"touchstone.v1.TrainingService.CreateBatch", kOrganiser | kCompany, Scope::kOwnCompany, ""},
    {"touchstone.v1.TrainingService.GetBatch", kRecords | kWorker, Scope::kOwnCompany, ""},
    {"touchstone.v1.TrainingService.ListBatches", kRecords | kWorker, Scope::kOwnCompany, ""},
    {"touchstone.v1.TrainingService.UpdateBatch", kOrganiser | kCompany, Scope::kOwnCompany, ""},
    {"touchstone.v1.TrainingService.CreatePlanItem", kOrganiser | kDepartment, Scope::kOwnCompany,
     ""},
    {"touchstone.v1.TrainingService.GetPlanItem", kRecords, Scope::kOwnCompany, ""},
    {"touchstone.v1.TrainingService.ListPlanItems", kRecords, Scope::kOwnCompany, ""},
    {"touchstone.v1.TrainingService.UpdatePlanItem", kOrganiser | kDepartment, Scope::kOwnCompany,
     ""},
    {"touchstone.v1.TrainingService.ListCertificateTypes", kRecords | kWorker, Scope::kOwnCompany,
     ""},
    {"touchstone.v1.TrainingService.AppendRecords", kOrganiser | kCompany | kWorker,
     Scope::kOwnCompany, ""},
    {"touchstone.v1.TrainingService.GetRecord", kRecords | kWorker, Scope::kOwnCompany, ""},
    {"touchstone.v1.TrainingService.ListRecords", kRecords | kWorker, Scope::kOwnCompany, ""},
    {"touchstone.v1.TrainingService.ListFiles", kRecords, Scope::kOwnCompany, ""},
    {"touchstone.v1.TrainingService.CheckLicence", kRecords | kWorker, Scope::kOwnCompany, ""},
    {"touchstone.v1.TrainingService.ListLicences", kRecords, Scope::kOwnCompany, ""},
    {"touchstone.v1.TrainingService.ListLapses", kRecords, Scope::kOwnCompany, ""},
    {"touchstone.v1.TrainingService.SumHours", kRecords | kWorker, Scope::kOwnCompany, ""},
    {"touchstone.v1.TrainingService.ListAttendances", kRecords, Scope::kOwnCompany, ""},
    {"touchstone.v1.TrainingService.CountTraining", kRecords, Scope::kOwnCompany, ""},
    {"touchstone.v1.TrainingService.ComparePlan", kRecords, Scope::kOwnCompany, ""},

    {"touchstone.v1.DocumentsService.ExportFile", kRecords | kWorker, Scope::kOwnCompany, ""},
    {"touchstone.v1.DocumentsService.ExportCertificate", kOrganiser | kCompany | kWorker,
     Scope::kOwnCompany, ""},
    {"touchstone.v1.DocumentsService.ExportLapses", kRecords, Scope::kOwnCompany, ""},
    {"touchstone.v1.DocumentsService.CheckCertificate", kNobody, Scope::kOpen, ""},
    {"touchstone.v1.DocumentsService.GetBadgeKeys", kNobody, Scope::kOpen, ""},
    {"touchstone.v1.DocumentsService.GetBadgeStatus", kNobody, Scope::kOpen, ""},

    {"touchstone.v1.ImportsService.CreateImport", kOrganiser | kCompany, Scope::kOwnCompany, ""},
    {"touchstone.v1.ImportsService.UploadImport", kOrganiser | kCompany, Scope::kOwnCompany, ""},
    {"touchstone.v1.ImportsService.RunImport", kOrganiser | kCompany, Scope::kOwnCompany, ""},
    {"touchstone.v1.ImportsService.GetImport", kRecords, Scope::kOwnCompany, ""},
    {"touchstone.v1.ImportsService.ListImports", kRecords, Scope::kOwnCompany, ""},
    {"touchstone.v1.ImportsService.RevertImport", kOrganiser | kDepartment, Scope::kOwnCompany, ""},
    {"touchstone.v1.ImportsService.GetImportTemplate", kOrganiser | kCompany, Scope::kOwnCompany,
     ""},

    {"touchstone.v1.ProgressService.CreateLadder", kOrganiser | kDepartment, Scope::kOwnCompany,
     ""},
    {"touchstone.v1.ProgressService.GetLadder", kRecords | kWorker, Scope::kOwnCompany, ""},
    {"touchstone.v1.ProgressService.ListLadders", kRecords | kWorker, Scope::kOwnCompany, ""},
    {"touchstone.v1.ProgressService.UpdateLadder", kOrganiser | kDepartment, Scope::kOwnCompany,
     ""},
    {"touchstone.v1.ProgressService.CreateWageRule", kOrganiser | kDepartment, Scope::kOwnCompany,
     ""},
    {"touchstone.v1.ProgressService.GetWageRule", kWages, Scope::kOwnCompany, ""},
    {"touchstone.v1.ProgressService.ListWageRules", kWages, Scope::kOwnCompany, ""},
    {"touchstone.v1.ProgressService.UpdateWageRule", kOrganiser | kDepartment, Scope::kOwnCompany,
     ""},
    {"touchstone.v1.ProgressService.ListFindings", kRecords, Scope::kOwnCompany, ""},
    {"touchstone.v1.ProgressService.SumEvaluations", kRecords | kWorker, Scope::kOwnCompany, ""},
    {"touchstone.v1.ProgressService.ListMentorContracts", kRecords, Scope::kOwnCompany, ""},
    {"touchstone.v1.ProgressService.CheckCareer", kRecords | kWorker, Scope::kOwnCompany, ""},
    {"touchstone.v1.ProgressService.ProposeWages", kWages, Scope::kOwnCompany, ""},
    {"touchstone.v1.ProgressService.OfferPlanItems", kRecords, Scope::kOwnCompany, ""},
};

}  // namespace

std::span<const AccessRule> AuthorisationTable() { return kTable; }

}  // namespace touchstone::identity
