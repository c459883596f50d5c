#include "services/training/file_states.h"

#include <algorithm>
#include <utility>

#include "absl/strings/numbers.h"

namespace touchstone::training {
namespace {

// Whether it counts without a second person.
bool CountsAtOnce(const v1::Record& record) {
  if (record.has_confirmation() || record.entered_as() == v1::ROLE_ORGANISER) return true;
  Fact fact;
  fact.on = CivilDate::Parse(record.date()).value_or(CivilDate());
  fact.recorded_on = CivilDate::Parse(record.record_date()).value_or(fact.on);
  return !NeedsApproval(fact);
}

}  // namespace

std::optional<std::size_t> FileStates::Find(const std::string& id) const {
  if (const auto found = by_id_.find(id); found != by_id_.end()) return found->second;
  std::size_t position = 0;
  if (!absl::SimpleAtoi(id, &position) || position == 0 || position > size()) return std::nullopt;
  if (id != std::to_string(position) || has_own_id_[position - 1]) return std::nullopt;
  return position - 1;
}

void FileStates::TakeIn(std::vector<v1::Record>& records, std::size_t end) {
  while (size() < end) {
    const std::size_t index = size();
    v1::Record& record = records[index];
    std::string id = LastId(record.name());
    has_own_id_.push_back(id != std::to_string(index + 1));
    if (has_own_id_[index]) by_id_.emplace(std::move(id), index);
    Counting& own = counting_.emplace_back();
    replacer_.push_back(0);
    if (CountsAtOnce(record)) own.from = ToInstant(record.record_time());
    record.set_state(own.from ? v1::Record::STATE_COUNTED : v1::Record::STATE_WAITING);
    record.clear_verified_by();
    record.clear_confirm_time();
    if (record.has_confirmation()) Confirm(records, record);
    if (own.from && !record.replaces().empty()) Replace(records, index);
  }
}

void FileStates::Confirm(std::vector<v1::Record>& records, const v1::Record& confirmation) {
  const auto found = Find(LastId(confirmation.confirmation().record()));
  if (!found) return;
  v1::Record& confirmed = records[*found];
  if (confirmed.entered_by() == confirmation.entered_by()) return;
  Counting& counting = counting_[*found];
  const Instant now = ToInstant(confirmation.record_time());
  if (confirmation.entered_as() != v1::ROLE_WORKER) {
    if (confirmed.verified_by().empty()) confirmed.set_verified_by(confirmation.entered_by());
  } else if (!counting.confirmed) {
    counting.confirmed = now;
    *confirmed.mutable_confirm_time() = ToTimestamp(now);
  }
  if (counting.from) return;
  counting.from = now;
  if (replacer_[*found] == 0) confirmed.set_state(v1::Record::STATE_COUNTED);
  if (!confirmed.replaces().empty()) Replace(records, *found);
}

void FileStates::Replace(std::vector<v1::Record>& records, std::size_t index) {
  const v1::Record& record = records[index];
  const auto found = Find(LastId(record.replaces()));
  if (!found) return;
  const Instant from = *counting_[index].from;
  std::optional<Instant>& to = counting_[*found].to;
  to = std::min(to.value_or(from), from);
  if (replacer_[*found] > index + 1) return;
  replacer_[*found] = index + 1;
  records[*found].set_state(record.has_withdrawal() ? v1::Record::STATE_WITHDRAWN
                                                    : v1::Record::STATE_REPLACED);
}

std::vector<v1::Record> RecordsAt(std::vector<v1::Record>&& records, Instant moment) {
  std::vector<v1::Record> known = std::move(records);
  std::erase_if(known, [moment](const v1::Record& record) {
    return ToInstant(record.record_time()) > moment;
  });
  FileStates states(known);
  return known;
}

}  // namespace touchstone::training
