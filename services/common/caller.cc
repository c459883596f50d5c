#include "services/common/caller.h"

#include "services/common/errors.h"
#include "services/common/resource_name.h"

namespace touchstone {

const std::string& Caller::Person() const {
  return token == nullptr || token->account().empty() ? token_name : token->account();
}

absl::Status Caller::RequireEvent(std::string_view name) const {
  if (event.empty() && authenticated) return absl::OkStatus();
  if (!event.empty() && EventNameOf(name) == event) return absl::OkStatus();
  return MakeError(Reason::NOT_YOURS, "the token is for another event");
}

}  // namespace touchstone
