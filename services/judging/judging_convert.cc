#include "services/judging/judging_convert.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

#include "services/common/errors.h"
#include "services/common/number.h"
#include "services/common/utf8.h"

namespace touchstone::judging {
namespace {

constexpr std::size_t kLongestId = 80;
constexpr std::size_t kLongestPath = 300;
constexpr std::size_t kLongestReason = 500;
constexpr std::uint32_t kMostRounds = 1000;

constexpr std::array<std::string_view, 5> kEventStates = {"", "DRAFT", "RUNNING", "LOCKED",
                                                          "PUBLISHED"};
constexpr std::array<std::string_view, 5> kBoardStates = {"", "LIVE", "FROZEN", "NUMBERS_ONLY",
                                                          "PUBLISHED"};

bool IsAsciiAlnumOrHyphen(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
}

// Collects what is wrong with an entry.
class EntryCheck {
 public:
  void Id(std::string field, const std::string& id, std::size_t least, std::size_t most) {
    if (id.size() < least || id.size() > most ||
        !std::all_of(id.begin(), id.end(), IsAsciiAlnumOrHyphen)) {
      wrong_.push_back({"entry." + std::move(field), "must be " + std::to_string(least) + " to " +
                                                         std::to_string(most) +
                                                         " letters, digits and hyphens"});
    }
  }
  void Text(std::string field, const std::string& text, std::size_t least, std::size_t most) {
    field = "entry." + std::move(field);
    if (!CountUtf8(text)) {
      not_utf8_.push_back({std::move(field), "is not valid UTF-8"});
    } else if (text.size() < least || text.size() > most) {
      wrong_.push_back({std::move(field), "must have " + std::to_string(least) + " to " +
                                              std::to_string(most) + " bytes"});
    }
  }
  void Require(bool holds, std::string field, std::string why) {
    if (!holds) wrong_.push_back({"entry." + std::move(field), std::move(why)});
  }
  absl::Status ToStatus() && {
    if (!not_utf8_.empty()) return MakeError(Reason::TEXT_NOT_UTF8, "", std::move(not_utf8_));
    if (!wrong_.empty()) return MakeError(Reason::ENTRY_MALFORMED, "", std::move(wrong_));
    return absl::OkStatus();
  }

 private:
  std::vector<FieldViolation> wrong_;
  std::vector<FieldViolation> not_utf8_;
};

template <typename Body>
void CheckEntrant(EntryCheck& check, const std::string& field, const Body& body) {
  check.Id(field + ".discipline", body.discipline(), 1, kLongestId);
  check.Id(field + ".entrant_code", body.entrant_code(), 1, 32);
}

void CheckMark(EntryCheck& check, const v1::Mark& mark) {
  CheckEntrant(check, "mark", mark);
  check.Text("mark.item", mark.item(), 1, kLongestPath);
  check.Text("mark.value", mark.value(), 0, 64);
  check.Require(mark.attempt() <= kMostRounds, "mark.attempt", "is too large");
  check.Require(mark.round() <= kMostRounds, "mark.round", "is too large");
  check.Id("mark.replaces", mark.replaces(), 0, 64);
  check.Require(mark.note_hash().empty() || mark.note_hash().size() == 32, "mark.note_hash",
                "must have 32 bytes");
  check.Require(mark.photo_hash().empty() || mark.photo_hash().size() == 32, "mark.photo_hash",
                "must have 32 bytes");
}

void CheckIncidentBody(EntryCheck& check, const v1::Incident& incident) {
  CheckEntrant(check, "incident", incident);
  check.Require(v1::Incident::Kind_IsValid(incident.kind()) &&
                    incident.kind() != v1::Incident::KIND_UNSPECIFIED,
                "incident.kind", "is required");
  check.Text("incident.scope", incident.scope(), 0, kLongestPath);
  check.Require(incident.attempt() <= kMostRounds, "incident.attempt", "is too large");
  check.Text("incident.rule", incident.rule(), 0, kLongestReason);
  check.Id("incident.judge", incident.judge(), 0, kLongestId);
  check.Id("incident.witness", incident.witness(), 0, kLongestId);
  check.Text("incident.reason", incident.reason(), 0, kLongestReason);
  check.Id("incident.revokes", incident.revokes(), 0, 64);
}

void CheckRescoreBody(EntryCheck& check, const v1::Rescore& rescore) {
  CheckEntrant(check, "rescore", rescore);
  check.Text("rescore.item", rescore.item(), 1, kLongestPath);
  check.Require(rescore.attempt() <= kMostRounds, "rescore.attempt", "is too large");
  check.Require(rescore.round() >= 1 && rescore.round() <= kMostRounds, "rescore.round",
                "must be 1 to 1000");
  check.Text("rescore.reason", rescore.reason(), 1, kLongestReason);
}

template <std::size_t kSize>
int IndexOf(const std::array<std::string_view, kSize>& names, std::string_view name) {
  const auto found = std::find(names.begin(), names.end(), name);
  return found == names.end() ? -1 : static_cast<int>(found - names.begin());
}

void CheckStateChangeBody(EntryCheck& check, const v1::StateChange& change) {
  check.Require(IndexOf(kEventStates, change.event_state()) >= 0, "state_change.event_state",
                "is no state");
  check.Require(IndexOf(kBoardStates, change.board_state()) >= 0, "state_change.board_state",
                "is no state");
  check.Text("state_change.reason", change.reason(), 0, kLongestReason);
}

int AttemptOf(std::uint32_t attempt) { return attempt == 0 ? 1 : static_cast<int>(attempt); }

absl::StatusOr<EntryBody> ToMark(const v1::Entry& entry) {
  const v1::Mark& message = entry.mark();
  Mark mark;
  mark.judge = entry.author();
  mark.item = message.item();
  mark.attempt = AttemptOf(message.attempt());
  mark.round = static_cast<int>(message.round());
  mark.not_attempted = message.not_attempted();
  mark.base_revision = message.base_revision();
  mark.unsure = message.unsure();
  mark.entry_id = entry.entry_id();
  mark.replaces = message.replaces();
  if (message.has_value()) {
    mark.value = Number::Parse(message.value());
    if (!mark.value) {
      return MakeError(Reason::MARK_NOT_A_NUMBER, "",
                       {{"entry.mark.value", "must be a decimal such as 8.25"}});
    }
  }
  return mark;
}

Incident ToIncident(const v1::Incident& message) {
  Incident incident;
  incident.kind = static_cast<IncidentKind>(message.kind());
  incident.scope = message.scope();
  incident.attempt = static_cast<int>(message.attempt());
  incident.rule = message.rule();
  incident.judge = message.judge();
  incident.witness = message.witness();
  incident.reason = message.reason();
  incident.revokes = message.revokes();
  return incident;
}

StateChange ToStateChange(const v1::StateChange& message) {
  StateChange change;
  const int event_state = IndexOf(kEventStates, message.event_state());
  const int board_state = IndexOf(kBoardStates, message.board_state());
  if (event_state > 0) change.event_state = static_cast<EventState>(event_state);
  if (board_state > 0) change.board_state = static_cast<BoardState>(board_state);
  change.reason = message.reason();
  return change;
}

}  // namespace

absl::Status ValidateEntry(const v1::Entry& entry) {
  EntryCheck check;
  check.Id("entry_id", entry.entry_id(), 16, 64);
  check.Id("event", entry.event(), 1, kLongestId);
  check.Id("author", entry.author(), 1, kLongestId);
  check.Text("device", entry.device(), 0, kLongestId);
  switch (entry.body_case()) {
    case v1::Entry::kMark:
      CheckMark(check, entry.mark());
      break;
    case v1::Entry::kSeal:
      CheckEntrant(check, "seal", entry.seal());
      check.Text("seal.module", entry.seal().module(), 1, kLongestPath);
      break;
    case v1::Entry::kIncident:
      CheckIncidentBody(check, entry.incident());
      break;
    case v1::Entry::kDecision:
      check.Id("decision.entry_id", entry.decision().entry_id(), 16, 64);
      check.Text("decision.reason", entry.decision().reason(), 1, kLongestReason);
      break;
    case v1::Entry::kRescore:
      CheckRescoreBody(check, entry.rescore());
      break;
    case v1::Entry::kStateChange:
      CheckStateChangeBody(check, entry.state_change());
      break;
    case v1::Entry::BODY_NOT_SET:
      check.Require(false, "body", "is required");
      break;
  }
  return std::move(check).ToStatus();
}

absl::StatusOr<EntryBody> ToBody(const v1::Entry& entry) {
  switch (entry.body_case()) {
    case v1::Entry::kMark:
      return ToMark(entry);
    case v1::Entry::kSeal:
      return Seal{entry.author(), entry.seal().module()};
    case v1::Entry::kIncident:
      return ToIncident(entry.incident());
    case v1::Entry::kDecision:
      return Decision{entry.decision().entry_id(), entry.decision().accept(),
                      entry.decision().reason()};
    case v1::Entry::kRescore:
      return Rescore{entry.rescore().item(), AttemptOf(entry.rescore().attempt()),
                     static_cast<int>(entry.rescore().round())};
    case v1::Entry::kStateChange:
      return ToStateChange(entry.state_change());
    case v1::Entry::BODY_NOT_SET:
      break;
  }
  return MakeError(Reason::ENTRY_MALFORMED, "", {{"entry.body", "is required"}});
}

EntrantReference ReferenceOf(const v1::Entry& entry) {
  switch (entry.body_case()) {
    case v1::Entry::kMark:
      return {entry.mark().discipline(), entry.mark().entrant_code()};
    case v1::Entry::kSeal:
      return {entry.seal().discipline(), entry.seal().entrant_code()};
    case v1::Entry::kIncident:
      return {entry.incident().discipline(), entry.incident().entrant_code()};
    case v1::Entry::kRescore:
      return {entry.rescore().discipline(), entry.rescore().entrant_code()};
    case v1::Entry::kDecision:
    case v1::Entry::kStateChange:
    case v1::Entry::BODY_NOT_SET:
      break;
  }
  return {};
}

v1::Disposition ToProto(Disposition disposition) {
  return static_cast<v1::Disposition>(disposition);
}
Disposition FromProto(v1::Disposition disposition) { return static_cast<Disposition>(disposition); }

EventState FromProto(v1::Event::State state) {
  return state == v1::Event::STATE_UNSPECIFIED ? EventState::kDraft
                                               : static_cast<EventState>(state);
}
v1::Event::State ToProto(EventState state) { return static_cast<v1::Event::State>(state); }
BoardState FromProto(v1::Event::BoardState state) {
  return state == v1::Event::BOARD_STATE_UNSPECIFIED ? BoardState::kNumbersOnly
                                                     : static_cast<BoardState>(state);
}
v1::Event::BoardState ToProto(BoardState state) {
  return static_cast<v1::Event::BoardState>(state);
}
std::string_view StateName(EventState state) {
  return kEventStates[static_cast<std::size_t>(state)];
}
std::string_view StateName(BoardState state) {
  return kBoardStates[static_cast<std::size_t>(state)];
}

static_assert(static_cast<int>(Disposition::kQuarantined) == v1::DISPOSITION_QUARANTINED);
static_assert(static_cast<int>(EventState::kPublished) == v1::Event::STATE_PUBLISHED);
static_assert(static_cast<int>(BoardState::kPublished) == v1::Event::BOARD_STATE_PUBLISHED);
static_assert(static_cast<int>(IncidentKind::kRevoked) == v1::Incident::KIND_REVOKED);

}  // namespace touchstone::judging
