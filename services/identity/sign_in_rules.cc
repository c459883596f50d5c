#include "services/identity/sign_in_rules.h"

namespace touchstone::identity {

LockOut LockOutAfter(const WrongTries& wrong, Secret secret, Time now) {
  if (secret == Secret::kPin && wrong.count >= kTriesBeforeNewPin) return {true, std::nullopt};
  if (wrong.count == 0 || wrong.count % kTriesBeforePause != 0) return {};
  const Time until = wrong.last + kPause;
  // A clock that was set back would make the pause as long as it was set back.
  if (now >= until || now < wrong.last) return {};
  return {true, until};
}

}  // namespace touchstone::identity
