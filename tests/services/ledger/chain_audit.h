#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "touchstone/v1/ledger.pb.h"

// What tests hold a chain against: everything that was acknowledged.
namespace touchstone {

struct AuditResult {
  int acked = 0;
  int lost = 0;     // acknowledged and not in the chain
  int twice = 0;    // in the chain more than once
  int altered = 0;  // other bytes, position or disposition than acknowledged
  int overrun = 0;  // counted although its author had not seen the mark before
  bool chain_broken = false;

  bool Sound() const {
    return lost == 0 && twice == 0 && altered == 0 && overrun == 0 && !chain_broken;
  }
  // "acked=3 lost=0 dup=0 altered=0 overrun=0 chain=ok"
  std::string ToString() const;
};

// Remembers acknowledgements. Thread-safe.
class Acknowledgements {
 public:
  void Add(const std::string& entry_bytes, const v1::Receipt& receipt);
  std::vector<std::string> EntryIds() const;
  // `envelopes`: the whole chain, in order.
  AuditResult Audit(const std::string& event, const std::vector<std::string>& envelopes) const;

 private:
  struct Acked {
    std::string bytes;
    v1::Receipt receipt;
  };
  mutable std::mutex mutex_;
  std::map<std::string, Acked> acked_;  // by entry id
};

}  // namespace touchstone
