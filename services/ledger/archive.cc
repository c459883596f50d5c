#include "services/ledger/archive.h"

#include <map>
#include <utility>

#include "google/protobuf/util/json_util.h"
#include "services/common/errors.h"
#include "services/judging/contest_convert.h"
#include "services/judging/judging_convert.h"
#include "services/ledger/archive_check.h"
#include "services/ledger/chain.h"

namespace touchstone::ledger {
namespace {

absl::Status Invalid(std::string field, std::string why) {
  return MakeError(Reason::ARCHIVE_INVALID, "", {{std::move(field), std::move(why)}});
}

bool IsJson(std::string_view bytes) {
  const std::size_t first = bytes.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && bytes[first] == '{';
}

std::string_view WithoutByteOrderMark(std::string_view bytes) {
  return bytes.substr(0, 3) == "\xEF\xBB\xBF" ? bytes.substr(3) : bytes;
}

absl::Status CannotApply(const v1::Envelope& envelope, const absl::Status& why) {
  const std::string position = std::to_string(envelope.position());
  return MakeError(Reason::CHAIN_BROKEN,
                   "envelope " + position + " of the chain: " + std::string(why.message()), {},
                   {{"position", position}, {"why", "CANNOT_APPLY"}});
}

struct Walked {
  EventFold fold;
  ChainHead head;
};

absl::StatusOr<Walked> Walk(const v1::EventArchive& archive, const judging::Contest& contest) {
  ChainVerifier chain{std::string(judging::LastSegment(archive.event().name()))};
  Walked walked;
  for (const std::string& bytes : archive.envelopes()) {
    if (absl::Status s = chain.Next(bytes); !s.ok()) return s;
    const auto applied = walked.fold.Apply(contest, chain.envelope(), chain.entry());
    if (!applied.ok()) return CannotApply(chain.envelope(), applied.status());
  }
  walked.head = chain.head();
  return walked;
}

}  // namespace

absl::StatusOr<v1::EventArchive> ReadArchive(std::string_view bytes, std::size_t most_bytes) {
  if (bytes.size() > most_bytes) {
    return MakeError(Reason::IMPORT_TOO_LARGE, "", {},
                     {{"most_bytes", std::to_string(most_bytes)}});
  }
  v1::EventArchive archive;
  const std::string_view text = WithoutByteOrderMark(bytes);
  if (IsJson(text)) {
    const auto parsed =
        google::protobuf::util::JsonStringToMessage({text.data(), text.size()}, &archive);
    if (!parsed.ok()) return Invalid("archive", std::string(parsed.message()));
  } else if (!archive.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return Invalid("archive", "is neither JSON nor a serialised EventArchive");
  }
  return archive;
}

absl::StatusOr<std::string> WriteArchive(const v1::EventArchive& archive, ArchiveFormat format) {
  if (format == ArchiveFormat::kBinary) return archive.SerializeAsString();
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  std::string text;
  const auto printed = google::protobuf::util::MessageToJsonString(archive, &text, options);
  if (!printed.ok()) return Invalid("archive", std::string(printed.message()));
  return text;
}

absl::StatusOr<judging::Contest> ContestOf(const v1::EventArchive& archive) {
  if (absl::Status s = CheckArchive(archive); !s.ok()) return s;
  judging::Contest contest;
  for (const v1::Discipline& discipline : archive.disciplines()) {
    auto rules = judging::ToScoringRules(*FindRulePack(archive, discipline.rule_pack()),
                                         *FindScheme(archive, discipline.scheme()));
    if (!rules.ok()) return rules.status();
    contest.Put(judging::ToDiscipline(discipline, *std::move(rules)));
  }
  std::map<std::string, std::string> worker_names;
  for (const v1::Worker& worker : archive.workers()) {
    worker_names[worker.name()] = worker.display_name();
  }
  for (const v1::Entrant& entrant : archive.entrants()) {
    contest.Put(judging::ToEntrant(entrant, worker_names[entrant.worker()]));
  }
  for (const v1::Judge& judge : archive.judges()) contest.Put(judging::ToJudge(judge));
  for (const v1::Assignment& assignment : archive.assignments()) {
    contest.Put(judging::ToAssignment(assignment));
  }
  return contest;
}

bool IsSealed(const v1::EventArchive& archive) {
  if (!archive.entries().empty()) return false;
  return !archive.envelopes().empty() ||
         judging::FromProto(archive.event().state()) == judging::EventState::kDraft;
}

absl::StatusOr<VerifiedArchive> VerifyArchive(const v1::EventArchive& archive) {
  absl::StatusOr<judging::Contest> contest = ContestOf(archive);
  if (!contest.ok()) return contest.status();
  if (!IsSealed(archive)) return Invalid("entries", "are not sealed into envelopes");
  absl::StatusOr<Walked> walked = Walk(archive, *contest);
  if (!walked.ok()) return walked.status();
  if (judging::FromProto(archive.event().state()) != walked->fold.event_state()) {
    return Invalid("event.state", "is not the state that the chain ends in");
  }
  return VerifiedArchive{*std::move(contest), std::move(walked->fold), std::move(walked->head)};
}

absl::StatusOr<EventFold> FoldArchive(const v1::EventArchive& archive,
                                      const judging::Contest& contest) {
  absl::StatusOr<Walked> walked = Walk(archive, contest);
  if (!walked.ok()) return walked.status();
  return std::move(walked->fold);
}

}  // namespace touchstone::ledger
