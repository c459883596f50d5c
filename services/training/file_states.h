#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "services/training/training_convert.h"

namespace touchstone::training {

// Keeps `state`, `verified_by` and `confirm_time` of the records of one file as they are at its
// end, while records are added there. A record costs the same in a long file as in a short one.
// CheckRecord() needs records that have it. Always used with the same records; not thread-safe.
class FileStates {
 public:
  FileStates() = default;
  // Takes in all of `records`.
  explicit FileStates(std::vector<v1::Record>& records) { TakeIn(records, records.size()); }

  // Takes in the records from the size()-th to before the `end`-th: sets what is kept in them and
  // in the earlier ones that they confirm, correct or withdraw.
  void TakeIn(std::vector<v1::Record>& records, std::size_t end);

  std::size_t size() const { return counting_.size(); }
  // Index of the record with this id; nothing when there is none.
  std::optional<std::size_t> Find(const std::string& id) const;
  // Of the record at `index` < size().
  const Counting& counting(std::size_t index) const { return counting_[index]; }

 private:
  void Confirm(std::vector<v1::Record>& records, const v1::Record& confirmation);
  void Replace(std::vector<v1::Record>& records, std::size_t index);

  std::vector<Counting> counting_;
  std::vector<std::size_t> replacer_;  // 1 + the last record that counts and replaces it; 0: none
  std::vector<bool> has_own_id_;       // that is not its position
  std::unordered_map<std::string, std::size_t> by_id_;  // of those
};

// As RecordsAt(), of records that nobody else needs.
std::vector<v1::Record> RecordsAt(std::vector<v1::Record>&& records, Instant moment);

}  // namespace touchstone::training
