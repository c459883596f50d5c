#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace touchstone::storage {

// A set of writes that is applied as a whole or not at all, the conditions under which it may be
// applied, and the events that it appends to the feed. A plain value: building one has no effect.
class WriteBatch {
 public:
  struct Write {
    std::string key;
    std::optional<std::string> value;  // no value: the key is deleted
  };
  struct Precondition {
    std::string key;
    std::optional<std::string> value;  // no value: the key must be absent
  };
  struct Append {
    std::uint32_t type;  // meaning: `records.h`; stable for ever, since it is on disk
    std::string payload;
  };

  // Later writes to one key win over earlier ones in the same batch.
  void Put(std::string key, std::string value) {
    writes_.push_back({std::move(key), std::move(value)});
  }
  void Delete(std::string key) { writes_.push_back({std::move(key), std::nullopt}); }

  // Conditions are checked against the state just before this batch, including every batch that
  // was submitted earlier.
  void ExpectAbsent(std::string key) { preconditions_.push_back({std::move(key), std::nullopt}); }
  void ExpectValue(std::string key, std::string value) {
    preconditions_.push_back({std::move(key), std::move(value)});
  }

  // Events get consecutive feed positions in the order of these calls.
  void AppendToFeed(std::uint32_t type, std::string payload) {
    appends_.push_back({type, std::move(payload)});
  }

  const std::vector<Write>& writes() const { return writes_; }
  const std::vector<Precondition>& preconditions() const { return preconditions_; }
  const std::vector<Append>& appends() const { return appends_; }

 private:
  std::vector<Write> writes_;
  std::vector<Precondition> preconditions_;
  std::vector<Append> appends_;
};

}  // namespace touchstone::storage
