#include "tests/services/ledger/chain_audit.h"

#include <set>
#include <tuple>

#include "services/ledger/chain.h"
#include "services/ledger/entry.h"

namespace touchstone {

std::string AuditResult::ToString() const {
  return "acked=" + std::to_string(acked) + " lost=" + std::to_string(lost) +
         " dup=" + std::to_string(twice) + " altered=" + std::to_string(altered) +
         " overrun=" + std::to_string(overrun) + " chain=" + (chain_broken ? "BROKEN" : "ok");
}

void Acknowledgements::Add(const std::string& entry_bytes, const v1::Receipt& receipt) {
  std::lock_guard lock(mutex_);
  acked_[receipt.entry_id()] = {entry_bytes, receipt};
}

std::vector<std::string> Acknowledgements::EntryIds() const {
  std::lock_guard lock(mutex_);
  std::vector<std::string> ids;
  for (const auto& [id, acked] : acked_) ids.push_back(id);
  return ids;
}

AuditResult Acknowledgements::Audit(const std::string& event,
                                    const std::vector<std::string>& envelopes) const {
  std::lock_guard lock(mutex_);
  AuditResult result;
  result.acked = static_cast<int>(acked_.size());
  ledger::ChainVerifier verifier(event);
  std::set<std::string> seen;
  // Each judge's own cells; for these tests no mark is decided on and no item is shared.
  std::map<std::tuple<std::string, std::string, std::string>, std::uint32_t> revisions;
  for (const std::string& bytes : envelopes) {
    if (!verifier.Next(bytes).ok()) result.chain_broken = true;
    v1::Envelope envelope;
    v1::Entry entry;
    if (!envelope.ParseFromString(bytes) || !entry.ParseFromString(envelope.entry())) continue;
    if (!seen.insert(entry.entry_id()).second) {
      ++result.twice;
      continue;
    }
    if (const auto found = acked_.find(entry.entry_id()); found != acked_.end()) {
      const auto& [entry_bytes, receipt] = found->second;
      const bool same = entry_bytes == envelope.entry() &&
                        receipt.position() == envelope.position() &&
                        receipt.disposition() == envelope.disposition() &&
                        receipt.leaf() == ledger::LeafOf(bytes);
      if (!same) ++result.altered;
    }
    if (entry.has_mark() && envelope.disposition() == v1::DISPOSITION_COUNTED) {
      const auto& mark = entry.mark();
      auto& revision = revisions[{entry.author(), mark.entrant_code(), mark.item()}];
      if (mark.base_revision() != revision++) ++result.overrun;
    }
  }
  for (const auto& [id, acked] : acked_) {
    if (!seen.contains(id)) ++result.lost;
  }
  return result;
}

}  // namespace touchstone
