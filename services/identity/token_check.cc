#include "services/identity/token_check.h"

#include <string>
#include <utility>
#include <vector>

#include "services/common/access.h"
#include "services/common/errors.h"
#include "services/common/resource_name.h"

namespace touchstone::identity {
namespace {

constexpr RoleSet kTraining{v1::ROLE_TRAINER, v1::ROLE_TRAINING_DEPARTMENT, v1::ROLE_WORKER};
constexpr RoleSet kAnyEvent{v1::ROLE_ORGANISER, v1::ROLE_AUDITOR};

}  // namespace

absl::Status CheckToken(const v1::Token& token, const std::string& field) {
  std::vector<FieldViolation> wrong;
  if (token.role() == v1::ROLE_TABLET) {
    wrong.push_back({field + ".role", "is made by pairing a tablet"});
  }
  const bool training = kTraining.Has(token.role());
  if (training && !token.event().empty()) {
    wrong.push_back({field + ".event", "is not for training roles"});
  }
  if (!training && !kAnyEvent.Has(token.role()) && token.event().empty()) {
    wrong.push_back({field + ".event", "is required for this role"});
  }
  if (token.role() == v1::ROLE_JUDGE) {
    auto judge = ParseResourceNameIn("judges", token.judge(), field + ".judge");
    if (!judge.ok() || ResourceName("events", judge->event) != token.event()) {
      wrong.push_back(
          {field + ".judge", "must be a judge of the event: events/{event}/judges/{judge}"});
    }
  } else if (!token.judge().empty()) {
    wrong.push_back({field + ".judge", "is for judges only"});
  }
  if (training) {
    if (!ParseResourceName("companies", token.company()).ok()) {
      wrong.push_back({field + ".company", "must be companies/{company}"});
    }
  } else if (!token.company().empty()) {
    wrong.push_back({field + ".company", "is for training roles only"});
  }
  if (token.role() == v1::ROLE_WORKER) {
    if (!ParseResourceName("workers", token.worker()).ok()) {
      wrong.push_back({field + ".worker", "must be workers/{worker}"});
    }
  } else if (!token.worker().empty()) {
    wrong.push_back({field + ".worker", "is for workers only"});
  }
  if (wrong.empty()) return absl::OkStatus();
  return MakeError(Reason::REQUEST_INVALID, "the token does not fit its role", std::move(wrong));
}

}  // namespace touchstone::identity
