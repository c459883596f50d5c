#include "services/identity/wrong_tries.h"

#include <utility>
#include <vector>

#include "google/protobuf/util/time_util.h"
#include "services/common/errors.h"

namespace touchstone::identity {

absl::Status CheckLockOut(const WrongTries& wrong, Secret secret, Time now) {
  const LockOut lock = LockOutAfter(wrong, secret, now);
  if (!lock.locked) return absl::OkStatus();
  std::vector<std::pair<std::string, std::string>> metadata;
  if (lock.until) {
    metadata.emplace_back("until",
                          google::protobuf::util::TimeUtil::ToString(ToTimestamp(*lock.until)));
  }
  return MakeError(Reason::SIGN_IN_LOCKED, "", {}, std::move(metadata));
}

absl::Status WrongTriesByName::Begin(const std::string& name, Time now) {
  std::lock_guard lock(mutex_);
  if (tries_.size() >= kMostNames && !tries_.contains(name)) {
    std::erase_if(tries_, [now](const auto& each) { return each.second.last + kPause <= now; });
    if (tries_.size() >= kMostNames) return MakeError(Reason::SIGN_IN_BUSY);
  }
  WrongTries& tries = tries_[name];
  if (absl::Status s = CheckLockOut(tries, secret_, now); !s.ok()) return s;
  ++tries.count;
  tries.last = now;
  return absl::OkStatus();
}

void WrongTriesByName::Right(const std::string& name) {
  std::lock_guard lock(mutex_);
  tries_.erase(name);
}

void WrongTriesByName::NotTried(const std::string& name) {
  std::lock_guard lock(mutex_);
  const auto found = tries_.find(name);
  if (found == tries_.end()) return;
  if (--found->second.count == 0) tries_.erase(found);
}

}  // namespace touchstone::identity
