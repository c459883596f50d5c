#include "services/gateway/address_count.h"

namespace touchstone::gateway {

std::shared_ptr<void> AddressCount::Take(const std::string& address) {
  std::lock_guard lock(mutex_);
  if (sum_ >= total_) return nullptr;
  std::size_t& held = held_[address];
  if (held >= per_address_) return nullptr;
  ++held;
  ++sum_;
  return std::shared_ptr<void>(this, [this, address](void*) { GiveBack(address); });
}

void AddressCount::GiveBack(const std::string& address) {
  std::lock_guard lock(mutex_);
  --sum_;
  const auto found = held_.find(address);
  if (--found->second == 0) held_.erase(found);
}

std::size_t AddressCount::held() const {
  std::lock_guard lock(mutex_);
  return sum_;
}

}  // namespace touchstone::gateway
