#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "tests/support/tablet_key.h"
#include "tests/support/test_server.h"
#include "touchstone/v1/accounts.grpc.pb.h"
#include "touchstone/v1/archive.pb.h"
#include "touchstone/v1/events.grpc.pb.h"
#include "touchstone/v1/judging.grpc.pb.h"
#include "touchstone/v1/ledger.pb.h"
#include "touchstone/v1/tablets.grpc.pb.h"

namespace touchstone::testing {

// What stands in no other place of a contest, so that it is found wherever it turns up.
namespace canary {
inline constexpr char kEntrantName[] = "Wangxuemei-entrant";
inline constexpr char kWorkerName[] = "Zhaotiezhu-worker";
inline constexpr char kCompany[] = "Huangshan-company";
inline constexpr char kTeam[] = "Changjiang-team";
inline constexpr char kStaffNumber[] = "SN-77310042";
inline constexpr char kJudgeName[] = "Sunyulan-judge";
inline constexpr char kIncidentReason[] = "incident-reason-5f2a";
inline constexpr char kDecisionReason[] = "decision-reason-8c1d";
inline constexpr char kUnlockReason[] = "unlock-reason-3e9b";
inline constexpr char kNoteHash[] =
    "note-hash-a41c-0123456789abcdef0";  // stands for 32 random bytes
// Marks of entrant 2, whose panel is not complete.
inline constexpr char kHiddenMarks[][5] = {"7.31", "6.83"};
// A late mark about entrant 2, which waits.
inline constexpr char kWaitingMark[] = "1.97";
// Marks of entrant 1, whose panel is complete.
inline constexpr char kSealedMarks[][5] = {"5.17", "4.29", "3.93", "2.67"};
// Totals of entrant 1, and of entrant 4, which came after the freeze.
inline constexpr char kTotal[] = "8.03";
inline constexpr char kLaterTotal[] = "18.08";
}  // namespace canary

// A contest, set up and run through the API alone, event by event of its life. Discipline "d1" with
// one module "p/m" of two marked items and a shared one, for a panel of two:
//
//   entrant  code  company  panel   in a running event
//   n1       101   c-a      j1 j2   marked and sealed by both
//   n2       102   c-a      j1 j2   marked and sealed by j2 only
//   n3       103   c-b      j2 j3   nothing; j1 is of c-b too, j3 stands in for him
//   n4       104   c-a      j1 j2   nothing; with `frozen`: sealed by both after the freeze
//
// Everything that is not public has a text or a number of its own; see `canary`.
class Yard {
 public:
  struct Options {
    v1::Event::State state = v1::Event::STATE_RUNNING;
    v1::Event::BoardState board = v1::Event::BOARD_STATE_NUMBERS_ONLY;
  };
  // The process ends when the server refuses a step.
  Yard(TestServer& server, std::string id, Options options);

  const std::string& id() const { return id_; }
  std::string name() const { return "events/" + id_; }
  std::string Name(const std::string& collection, const std::string& id) const {
    return name() + "/" + collection + "/" + id;
  }
  // Secrets of tokens for this event; for the training roles, of company c-a.
  const std::string& Token(v1::Role role);
  const std::string& Judge(const std::string& id);

  // Entries about this event. Ids are padded to 16 characters.
  v1::Entry Mark(const std::string& id, const std::string& judge, const std::string& code,
                 const std::string& item, const std::string& value) const;
  static std::string EntryId(const std::string& id);

  // A tablet that was paired by `pairs`, and let in when `accepts` is not empty.
  struct Tablet {
    std::string name, secret;
    TabletKey key;
  };
  v1::CreatePairingResponse NewPairing(const std::string& secret);
  std::unique_ptr<Tablet> NewTablet(const std::string& pairs, const std::string& accepts);
  // What a judge signs in with; and the secret of his session.
  std::string NewPin(const std::string& judge);
  std::string SignIn(const Tablet& tablet, const std::string& judge, const std::string& pin);
  // The entry as the tablet hands it in.
  static v1::EntryToRecord Signed(const Tablet& tablet, v1::Entry entry);

  void Revoke(const Tablet& tablet);

  // Steps. j1 and j2 give the values to the two items and seal; only j2 does.
  void Finish(const std::string& code, const char (&values)[4][5]);
  void FinishHalf(const std::string& code);
  void Show(v1::Event::BoardState board);
  void Lock();
  void Publish();
  // Adds an entry that waits for the chief judge: a mark of j1 after the lock.
  void RecordLate();
  std::string LateEntry() const { return EntryId(id_ + "-late"); }
  void Record(const v1::Entry& entry, const std::string& secret);
  // Name of the scheme of "d1".
  std::string Scheme();

  // The set-up as it is imported, in a draft.
  static v1::EventArchive Archive(const std::string& event);
  static constexpr char kLaterMarks[4][5] = {"9.87", "8.65", "9.41", "8.23"};

 private:
  void SetUp();
  void MarkAndSeal(const std::string& judge, const std::string& code, const char* first,
                   const char* second, bool faults);

  TestServer& server_;
  const std::string id_;
  std::unique_ptr<v1::EventsService::Stub> events_;
  std::unique_ptr<v1::JudgingService::Stub> judging_;
  std::unique_ptr<v1::TabletsService::Stub> tablets_;
  std::map<v1::Role, std::string> tokens_;
  std::map<std::string, std::string> judges_;
  std::string organiser_;
  int entries_ = 0;
};

}  // namespace touchstone::testing
