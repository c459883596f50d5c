#include "services/gateway/wrong_codes.h"

namespace touchstone::gateway {

bool WrongCodes::IsAskedBy(const std::string& method) {
  return method == "/touchstone.v1.DocumentsService/CheckCertificate" ||
         method == "/touchstone.v1.DocumentsService/GetBadgeStatus";
}

WrongCodes::WrongCodes(const Limits& limits)
    : time_(limits.wrong_code_time), count_(limits.wrong_codes_per_address, limits.wrong_codes) {}

WrongCodes::Try WrongCodes::Begin(const std::string& address, Time now) {
  std::lock_guard lock(mutex_);
  while (!wrong_.empty() && wrong_.front().first <= now) wrong_.pop_front();
  return count_.Take(address);
}

void WrongCodes::Wrong(Try wrong, Time now) {
  std::lock_guard lock(mutex_);
  wrong_.emplace_back(now + time_, std::move(wrong));
}

}  // namespace touchstone::gateway
