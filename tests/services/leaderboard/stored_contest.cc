#include "tests/services/leaderboard/stored_contest.h"

#include <cstdlib>
#include <utility>

#include "services/judging/contest_convert.h"
#include "services/judging/rule_pack_convert.h"
#include "services/leaderboard/followed_event.h"
#include "services/leaderboard/leaderboard_convert.h"
#include "services/ledger/archive.h"
#include "services/ledger/envelope_store.h"
#include "storage/keys.h"
#include "storage/records.h"
#include "tests/support/dice.h"
#include "tests/support/random_contest.h"
#include "touchstone/storage/v1/records.pb.h"

namespace touchstone::leaderboard {
namespace {

namespace keys = storage::keys;

void Check(bool good) {
  if (!good) std::abort();
}

template <class Stored, class Content>
void PutRules(const std::string& kind, const Content& content,
              Content* (Stored::*mutable_content)(), storage::WriteBatch& batch) {
  Stored stored;
  *(stored.*mutable_content)() = content;
  const std::string id = judging::ResourceId(content.id(), judging::ContentHash(content));
  batch.Put(keys::Resource(kind, id), stored.SerializeAsString());
}

}  // namespace

StoredContest::StoredContest(storage::KvStore& store, v1::EventArchive archive)
    : store_(store), archive_(std::move(archive)) {
  storage::WriteBatch batch;
  batch.Put(keys::Resource("event", "ev"), archive_.event().SerializeAsString());
  for (const v1::RulePack& pack : archive_.rule_packs()) {
    PutRules("rulePack", pack, &v1::StoredRulePack::mutable_rule_pack, batch);
  }
  for (const v1::Scheme& scheme : archive_.schemes()) {
    PutRules("scheme", scheme, &v1::StoredScheme::mutable_scheme, batch);
  }
  const auto put = [&](const char* kind, const auto& resources, bool in_event) {
    for (const auto& resource : resources) {
      const std::string_view id = judging::LastSegment(resource.name());
      batch.Put(in_event ? keys::ResourceIn("ev", kind, id) : keys::Resource(kind, id),
                resource.SerializeAsString());
    }
  };
  put("company", archive_.companies(), false);
  put("worker", archive_.workers(), false);
  put("discipline", archive_.disciplines(), true);
  put("team", archive_.teams(), true);
  put("entrant", archive_.entrants(), true);
  put("judge", archive_.judges(), true);
  put("assignment", archive_.assignments(), true);
  Check(store_.CommitSync(std::move(batch)).ok());
}

void StoredContest::Write(int count) {
  storage::WriteBatch batch;
  for (; count > 0 && written_ < envelopes(); --count, ++written_) {
    v1::Envelope envelope;
    v1::Entry entry;
    Check(envelope.ParseFromString(archive_.envelopes(written_)));
    Check(entry.ParseFromString(envelope.entry()));
    positions_[entry.entry_id()] = envelope.position();
    const auto decided = positions_.find(entry.decision().entry_id());
    ledger::PutEnvelope("ev", entry, envelope, archive_.envelopes(written_),
                        decided == positions_.end() ? 0 : decided->second, batch);
  }
  Check(store_.CommitSync(std::move(batch)).ok());
}

void StoredContest::PutResource(const std::string& kind, const std::string& name,
                                const google::protobuf::Message& resource) {
  const std::string_view id = judging::LastSegment(name);
  storage::v1::ResourceChanged changed;
  changed.set_name(name);
  storage::WriteBatch batch;
  batch.Put(
      name.starts_with("events/") ? keys::ResourceIn("ev", kind, id) : keys::Resource(kind, id),
      resource.SerializeAsString());
  batch.AppendToFeed(static_cast<std::uint32_t>(storage::FeedEventType::kResourceChanged),
                     changed.SerializeAsString());
  Check(store_.CommitSync(std::move(batch)).ok());
}

v1::EventArchive RandomHistory(std::uint64_t seed) {
  v1::EventArchive archive = testing::RandomContest(seed);
  testing::Dice dice(seed + 1000);
  v1::EventArchive mixed = archive;
  mixed.clear_entries();
  int changes = 0;
  for (const v1::Entry& entry : archive.entries()) {
    *mixed.add_entries() = entry;
    if (!dice.Percent(4)) continue;
    v1::Entry& change = *mixed.add_entries();
    change.set_entry_id("board-change-" + std::to_string(100'000 + ++changes));
    change.set_event("ev");
    change.set_author("chief");
    const std::vector<std::string> states = {"LIVE", "FROZEN", "FROZEN", "NUMBERS_ONLY"};
    change.mutable_state_change()->set_board_state(dice.Pick(states));
  }
  auto sealed = ledger::SealArchive(mixed);
  Check(sealed.ok());
  return std::move(sealed->archive);
}

std::string TellBoards(const FollowedEvent& event, const v1::EventArchive& archive) {
  std::vector<BoardId> boards;
  for (Group group : {Group::kEntrants, Group::kCompanies, Group::kTeams}) {
    boards.push_back({"", "", group});
    for (const v1::Discipline& discipline : archive.disciplines()) {
      const std::string id(judging::LastSegment(discipline.name()));
      boards.push_back({id, "", group});
      for (const v1::Stage& stage : discipline.stages()) boards.push_back({id, stage.id(), group});
    }
  }
  return event.Look([&](const EventBoard& board) {
    std::string told;
    for (Audience audience : {Audience::kStaff, Audience::kPublic}) {
      const View view = ViewOf(audience, board.setting());
      for (const BoardId& id : boards) {
        const auto page = board.Lines(id, view, 0, 100'000);
        told += "== " + id.discipline + "/" + id.stage + "/" +
                std::to_string(static_cast<int>(id.group)) + (view.frozen_copy ? " frozen" : "") +
                (view.names ? " names" : "") + "\n";
        if (!page.ok()) {
          told += std::string(page.status().message()) + "\n";
          continue;
        }
        for (const Line& line : page->lines) {
          told += ToProto(line, id.group, "ev").ShortDebugString() + "\n";
        }
      }
    }
    return told;
  });
}

void DeleteSnapshots(storage::KvStore& store) {
  const std::string prefix = keys::SnapshotPrefix("leaderboard");
  storage::WriteBatch batch;
  Check(store
            .Scan(prefix, storage::PrefixEnd(prefix),
                  [&](std::string_view key, std::string_view) {
                    batch.Delete(std::string(key));
                    return true;
                  })
            .ok());
  Check(store.CommitSync(std::move(batch)).ok());
}

}  // namespace touchstone::leaderboard
