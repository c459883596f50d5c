#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "storage/kv_store.h"
#include "touchstone/v1/archive.pb.h"
#include "touchstone/v1/ledger.pb.h"

// An archive's event in a store, envelope by envelope.
namespace touchstone::leaderboard {

class StoredContest {
 public:
  // Writes the set-up; the event is that of the archive, "ev". The archive is sealed. The process
  // ends when the store refuses.
  StoredContest(storage::KvStore& store, v1::EventArchive archive);

  int envelopes() const { return archive_.envelopes_size(); }
  int written() const { return written_; }
  // Writes the next `count` envelopes, with their feed events; fewer at the end.
  void Write(int count);
  // Writes a resource of the event again, with its feed event.
  void PutResource(const std::string& kind, const std::string& name,
                   const google::protobuf::Message& resource);

  v1::EventArchive& archive() { return archive_; }

 private:
  storage::KvStore& store_;
  v1::EventArchive archive_;
  std::map<std::string, std::uint64_t> positions_;  // by entry id
  int written_ = 0;
};

// A sealed archive with a random history and random changes of what the board shows.
v1::EventArchive RandomHistory(std::uint64_t seed);

// Every board of the event as staff and as the public see it, as text.
class FollowedEvent;
std::string TellBoards(const FollowedEvent& event, const v1::EventArchive& archive);

// Takes the leaderboard's snapshots out of the store.
void DeleteSnapshots(storage::KvStore& store);

}  // namespace touchstone::leaderboard
