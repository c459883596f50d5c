#include "tests/services/server/yard.h"

#include <cstdio>
#include <cstdlib>
#include <utility>

#include "services/common/resource_name.h"
#include "tests/services/ledger/small_contest.h"
#include "tests/support/call_with.h"

namespace touchstone::testing {
namespace {

using Events = v1::EventsService::Stub;
using Judging = v1::JudgingService::Stub;
using Tablets = v1::TabletsService::Stub;

template <class T>
T Must(absl::StatusOr<T> result, const char* step) {
  if (!result.ok()) {
    std::fprintf(stderr, "Yard: %s: %s\n", step, result.status().ToString().c_str());
    std::abort();
  }
  return *std::move(result);
}

void AddPeople(v1::EventArchive& archive, const SmallContest& contest) {
  for (const auto& [id, name] : {std::pair{"c-a", canary::kCompany}, {"c-b", "Beishan"}}) {
    v1::Company& company = *archive.add_companies();
    company.set_name(ResourceName("companies", id));
    company.set_display_name(name);
  }
  v1::Team& team = *archive.add_teams();
  team.set_name(contest.Name("teams", "t1"));
  team.set_display_name(canary::kTeam);
  team.set_company("companies/c-a");
  for (int i = 0; i < archive.entrants_size(); ++i) {
    const std::string number = std::to_string(i + 1);
    const std::string company = i == 2 ? "companies/c-b" : "companies/c-a";
    v1::Worker& worker = *archive.add_workers();
    worker.set_name("workers/w" + number);
    worker.set_display_name(canary::kWorkerName + number);
    worker.set_company(company);
    worker.set_staff_number(canary::kStaffNumber + number);
    v1::Entrant& entrant = *archive.mutable_entrants(i);
    entrant.set_code("10" + number);
    entrant.set_worker(worker.name());
    entrant.set_company(company);
    entrant.set_display_name(canary::kEntrantName + number);
    if (i < 2) entrant.set_team(team.name());
  }
  for (v1::Judge& judge : *archive.mutable_judges()) {
    judge.set_display_name(canary::kJudgeName + judge.name().substr(judge.name().size() - 1));
  }
  archive.mutable_judges(0)->set_company("companies/c-b");
}

// Judge 3 stands in for judge 1 at the entrant whom he may not mark.
void AddStandIn(v1::EventArchive& archive, const SmallContest& contest) {
  v1::Judge& judge = *archive.add_judges();
  judge.set_name(contest.Name("judges", "j3"));
  v1::Assignment& assignment = *archive.add_assignments();
  assignment.set_name(contest.Name("assignments", "a3"));
  assignment.set_judge(judge.name());
  assignment.set_discipline(contest.Name("disciplines", "d1"));
  assignment.add_entrants(contest.Name("entrants", "n3"));
  assignment.set_state(v1::Assignment::STATE_ACTIVE);
}

}  // namespace

v1::EventArchive Yard::Archive(const std::string& event) {
  const SmallContest contest{.event = event, .entrants = 4, .state = v1::Event::STATE_DRAFT};
  v1::EventArchive archive = contest.Archive();
  for (v1::SchemePart& part : *archive.mutable_schemes(0)->mutable_parts()) {
    for (v1::SchemeItem& item : *part.mutable_modules(0)->mutable_blocks(0)->mutable_items()) {
      if (item.kind() == v1::ITEM_KIND_POINTS) item.set_step("0.01");
    }
  }
  AddStandIn(archive, contest);
  AddPeople(archive, contest);
  return archive;
}

Yard::Yard(TestServer& server, std::string id, Options options)
    : server_(server),
      id_(std::move(id)),
      events_(server.Stub<v1::EventsService>()),
      judging_(server.Stub<v1::JudgingService>()),
      tablets_(server.Stub<v1::TabletsService>()),
      organiser_(server.Organiser()) {
  SetUp();
  if (options.state == v1::Event::STATE_DRAFT) return;
  v1::ChangeEventStateRequest start;
  start.set_name(name());
  Must(CallWith<v1::Event>(*events_, &Events::StartEvent, organiser_, start), "start");
  Finish("101", canary::kSealedMarks);
  FinishHalf("102");
  v1::RecordIncidentRequest fault;
  fault.set_parent(name());
  fault.set_entry_id(EntryId(id_ + "-fault"));
  fault.mutable_incident()->set_kind(v1::Incident::KIND_EQUIPMENT_FAULT);
  fault.mutable_incident()->set_discipline("d1");
  fault.mutable_incident()->set_entrant_code("102");
  fault.mutable_incident()->set_rule("6.2");
  fault.mutable_incident()->set_reason(canary::kIncidentReason);
  Must(CallWith<v1::RecordIncidentResponse>(*judging_, &Judging::RecordIncident,
                                            Token(v1::ROLE_CHIEF_JUDGE), fault),
       "incident");
  if (options.board != v1::Event::BOARD_STATE_NUMBERS_ONLY) Show(options.board);
  if (options.board == v1::Event::BOARD_STATE_FROZEN) Finish("104", kLaterMarks);
  if (options.state == v1::Event::STATE_RUNNING) return;
  Lock();
  RecordLate();
  if (options.state == v1::Event::STATE_PUBLISHED) Publish();
}

void Yard::SetUp() {
  const std::string bytes = Archive(id_).SerializeAsString();
  auto context = TestServer::Context(organiser_);
  v1::Event event;
  auto writer = events_->ImportEvent(context.get(), &event);
  v1::ImportEventRequest request;
  request.set_chunk(bytes);
  writer->Write(request);
  writer->WritesDone();
  const absl::Status status = FromGrpcStatus(writer->Finish());
  Must(status.ok() ? absl::StatusOr<v1::Event>(event) : absl::StatusOr<v1::Event>(status),
       "import");
}

const std::string& Yard::Token(v1::Role role) {
  std::string& secret = tokens_[role];
  if (!secret.empty()) return secret;
  v1::Token token;
  token.set_role(role);
  const bool training =
      role == v1::ROLE_TRAINER || role == v1::ROLE_TRAINING_DEPARTMENT || role == v1::ROLE_WORKER;
  if (training) {
    token.set_company("companies/c-a");
  } else {
    token.set_event(name());
  }
  if (role == v1::ROLE_JUDGE) token.set_judge(Name("judges", "j1"));
  return secret = server_.NewToken(token);
}

const std::string& Yard::Judge(const std::string& id) {
  std::string& secret = judges_[id];
  if (secret.empty()) secret = server_.JudgeToken(id_, id);
  return secret;
}

std::string Yard::EntryId(const std::string& id) {
  return id + std::string(id.size() < 16 ? 16 - id.size() : 0, '-');
}

v1::Entry Yard::Mark(const std::string& id, const std::string& judge, const std::string& code,
                     const std::string& item, const std::string& value) const {
  v1::Entry entry;
  entry.set_entry_id(EntryId(id));
  entry.set_event(id_);
  entry.set_author(judge);
  v1::Mark& mark = *entry.mutable_mark();
  mark.set_discipline("d1");
  mark.set_entrant_code(code);
  mark.set_item("p/m/b/" + item);
  mark.set_value(value);
  mark.set_note_hash(canary::kNoteHash);
  return entry;
}

void Yard::Record(const v1::Entry& entry, const std::string& secret) {
  v1::RecordEntryRequest request;
  *request.mutable_entry()->mutable_entry() = entry;
  Must(CallWith<v1::RecordEntryResponse>(*judging_, &Judging::RecordEntry, secret, request),
       "record");
}

void Yard::MarkAndSeal(const std::string& judge, const std::string& code, const char* first,
                       const char* second, bool faults) {
  v1::BatchRecordEntriesRequest request;
  request.set_parent(name());
  const auto next = [this] { return id_ + "-entry-" + std::to_string(++entries_); };
  *request.add_entries()->mutable_entry() = Mark(next(), judge, code, "a1", first);
  *request.add_entries()->mutable_entry() = Mark(next(), judge, code, "a2", second);
  if (faults) *request.add_entries()->mutable_entry() = Mark(next(), judge, code, "f", "0");
  v1::Entry& seal = *request.add_entries()->mutable_entry();
  seal.set_entry_id(EntryId(next()));
  seal.set_event(id_);
  seal.set_author(judge);
  seal.mutable_seal()->set_discipline("d1");
  seal.mutable_seal()->set_entrant_code(code);
  seal.mutable_seal()->set_module("p/m");
  const auto response = Must(CallWith<v1::BatchRecordEntriesResponse>(
                                 *judging_, &Judging::BatchRecordEntries, Judge(judge), request),
                             "batch");
  for (const v1::EntryResult& result : response.results()) {
    if (result.receipt().disposition() == v1::DISPOSITION_COUNTED) continue;
    std::fprintf(stderr, "Yard: %s\n", result.ShortDebugString().c_str());
    std::abort();
  }
}

void Yard::Finish(const std::string& code, const char (&values)[4][5]) {
  MarkAndSeal("j1", code, values[0], values[1], true);
  MarkAndSeal("j2", code, values[2], values[3], false);
}

void Yard::FinishHalf(const std::string& code) {
  MarkAndSeal("j2", code, canary::kHiddenMarks[0], canary::kHiddenMarks[1], true);
}

void Yard::Show(v1::Event::BoardState board) {
  v1::SetBoardStateRequest request;
  request.set_name(name());
  request.set_board_state(board);
  Must(CallWith<v1::Event>(*events_, &Events::SetBoardState, organiser_, request), "board");
}

void Yard::Lock() {
  v1::ChangeEventStateRequest request;
  request.set_name(name());
  Must(CallWith<v1::Event>(*events_, &Events::LockEvent, organiser_, request), "lock");
}

void Yard::Publish() {
  v1::ChangeEventStateRequest request;
  request.set_name(name());
  request.set_force(true);
  Must(CallWith<v1::Event>(*events_, &Events::PublishEvent, organiser_, request), "publish");
}

void Yard::RecordLate() {
  Record(Mark(LateEntry(), "j1", "102", "a1", canary::kWaitingMark), Judge("j1"));
}

v1::CreatePairingResponse Yard::NewPairing(const std::string& secret) {
  v1::CreatePairingRequest request;
  request.set_parent(name());
  return Must(
      CallWith<v1::CreatePairingResponse>(*tablets_, &Tablets::CreatePairing, secret, request),
      "pairing");
}

void Yard::Revoke(const Tablet& tablet) {
  v1::RevokeTabletRequest request;
  request.set_name(tablet.name);
  Must(CallWith<v1::Tablet>(*tablets_, &Tablets::RevokeTablet, organiser_, request), "revoke");
}

std::string Yard::Scheme() {
  v1::GetDisciplineRequest request;
  request.set_name(Name("disciplines", "d1"));
  return Must(CallWith<v1::Discipline>(*events_, &Events::GetDiscipline, organiser_, request),
              "discipline")
      .scheme();
}

std::unique_ptr<Yard::Tablet> Yard::NewTablet(const std::string& pairs,
                                              const std::string& accepts) {
  auto tablet = std::make_unique<Tablet>();
  v1::CreatePairingRequest begin;
  begin.set_parent(name());
  const auto pairing =
      Must(CallWith<v1::CreatePairingResponse>(*tablets_, &Tablets::CreatePairing, pairs, begin),
           "pairing");
  v1::PairTabletRequest pair;
  pair.set_secret(pairing.secret());
  pair.set_pin(pairing.pin());
  pair.set_public_key(tablet->key.PublicKey());
  pair.set_label("7");
  auto paired =
      Must(CallWith<v1::PairTabletResponse>(*tablets_, &Tablets::PairTablet, "", pair), "pair");
  tablet->name = paired.tablet().name();
  tablet->secret = paired.secret();
  if (accepts.empty()) return tablet;
  v1::AcceptTabletRequest accept;
  accept.set_name(tablet->name);
  Must(CallWith<v1::Tablet>(*tablets_, &Tablets::AcceptTablet, accepts, accept), "accept");
  return tablet;
}

std::string Yard::NewPin(const std::string& judge) {
  v1::ResetJudgePinRequest request;
  request.set_name(Name("judges", judge));
  return Must(CallWith<v1::ResetJudgePinResponse>(*tablets_, &Tablets::ResetJudgePin, organiser_,
                                                  request),
              "pin")
      .pin();
}

std::string Yard::SignIn(const Tablet& tablet, const std::string& judge, const std::string& pin) {
  v1::SignInJudgeRequest request;
  request.set_judge(judge);
  request.set_pin(pin);
  return Must(CallWith<v1::SignInJudgeResponse>(*tablets_, &Tablets::SignInJudge, tablet.secret,
                                                request),
              "sign in")
      .secret();
}

v1::EntryToRecord Yard::Signed(const Tablet& tablet, v1::Entry entry) {
  entry.set_device(tablet.name.substr(tablet.name.rfind('/') + 1));
  v1::EntryToRecord made;
  made.set_entry_bytes(entry.SerializeAsString());
  made.set_signature(tablet.key.Sign(made.entry_bytes()));
  return made;
}

}  // namespace touchstone::testing
