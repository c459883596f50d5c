#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace touchstone::gateway {

// Counts what each address holds, and says no when it is too much. Thread-safe.
class AddressCount {
 public:
  // At most `per_address` of one address and `total` of all.
  AddressCount(std::size_t per_address, std::size_t total)
      : per_address_(per_address), total_(total) {}

  // One more; given back when the last copy of the pointer goes. Null: it would be too much. The
  // count outlives the pointers.
  std::shared_ptr<void> Take(const std::string& address);
  // Of all addresses.
  std::size_t held() const;

 private:
  void GiveBack(const std::string& address);

  const std::size_t per_address_;
  const std::size_t total_;
  mutable std::mutex mutex_;
  std::map<std::string, std::size_t> held_;  // guarded by mutex_
  std::size_t sum_ = 0;                      // guarded by mutex_
};

}  // namespace touchstone::gateway
