#pragma once

#include <string>

#include "storage/kv_store.h"
#include "touchstone/v1/archive.pb.h"
#include "touchstone/v1/events.pb.h"
#include "touchstone/v1/ledger.pb.h"

// A contest that is as small as it can be: one discipline "d1", entrants "n1", "n2" … with the
// codes "1", "2" …, judges "j1", "j2" … who all mark everybody. One module "p/m" for a panel of all
// the judges, with the items "p/m/b/a1", "p/m/b/a2" … (0 to 10 points in halves, the judges' mean)
// and "p/m/b/f" (faults, one mark of the panel).
namespace touchstone {

struct SmallContest {
  std::string event = "e1";
  int entrants = 2;
  int judges = 2;
  int items = 2;
  bool running_total = false;  // of the pack
  v1::Event::State state = v1::Event::STATE_RUNNING;

  // The set-up, without entries; as ImportEvent takes it.
  v1::EventArchive Archive() const;
  // The same, as EventsService writes it.
  void PutInto(storage::KvStore& store) const;

  // Names of resources of the event: Name("judges", "j1").
  std::string Name(const std::string& collection, const std::string& id) const;
  static std::string Item(int number) { return "p/m/b/a" + std::to_string(number); }

  // Entries. Ids are padded to the 16 characters that they must have.
  v1::Entry Mark(const std::string& id, const std::string& judge, const std::string& code,
                 const std::string& item, const std::string& value,
                 std::uint32_t base_revision = 0) const;
  v1::Entry Seal(const std::string& id, const std::string& judge, const std::string& code) const;
  v1::Entry Decide(const std::string& id, const std::string& waiting, bool accept) const;
  v1::Entry ChangeState(const std::string& id, const std::string& state,
                        const std::string& reason = "") const;
  static std::string EntryId(const std::string& id);
};

}  // namespace touchstone
