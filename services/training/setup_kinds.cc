#include "services/training/setup_kinds.h"

#include <algorithm>
#include <map>
#include <set>
#include <vector>

#include "google/protobuf/util/message_differencer.h"
#include "services/common/errors.h"
#include "services/common/resource_name.h"
#include "services/training/civil_time.h"
#include "services/training/local_day.h"
#include "services/training/progress_setup.h"
#include "services/training/training_access.h"
#include "services/training/training_convert.h"
#include "services/training/training_setup.h"

namespace touchstone::training {
namespace {

using google::protobuf::Message;

absl::Status Invalid(const std::string& field, const std::string& what,
                     Reason reason = Reason::REQUEST_INVALID) {
  return MakeError(reason, field + ": " + what, {{field, what}});
}

absl::Status CheckCompany(const storage::KvStore& store, const std::string& name,
                          const std::string& field) {
  auto id = ParseResourceName("companies", name, field);
  if (!id.ok()) return id.status();
  auto found = store.Get(storage::keys::Resource("company", *id));
  if (!found.ok()) return StoreError(found.status());
  if (*found) return absl::OkStatus();
  return Invalid(field, "there is no such company", Reason::REFERENCE_UNKNOWN);
}

absl::Status CheckSite(const storage::KvStore& store, const std::string& name,
                       const std::string& field) {
  auto site = ReadSite(store, name);
  if (!site.ok()) return site.status();
  if (*site) return absl::OkStatus();
  return Invalid(field, "there is no such site", Reason::REFERENCE_UNKNOWN);
}

absl::Status CheckProgramme(const storage::KvStore& store, const v1::Programme& programme) {
  if (programme.company().empty()) return absl::OkStatus();
  return CheckCompany(store, programme.company(), "programme.company");
}

absl::Status CheckSite(const storage::KvStore& store, v1::Site& site) {
  if (site.time_zone().empty()) site.set_time_zone(kDefaultTimeZone);
  if (!IsTimeZone(site.time_zone())) return Invalid("site.time_zone", "is no time zone");
  const std::string company = CompanyOfSite(site.name());
  return CheckCompany(store, company, "parent");
}

absl::Status CheckSessions(const v1::Batch& batch) {
  std::set<std::string> ids;
  for (int i = 0; i < batch.sessions_size(); ++i) {
    const v1::Session& session = batch.sessions(i);
    const std::string field = "batch.sessions[" + std::to_string(i) + "].";
    if (!ids.insert(session.id()).second) return Invalid(field + "id", "occurs twice");
    if (!CivilDate::Parse(session.date())) {
      return Invalid(field + "date", "is no day of the calendar");
    }
    const auto hours = Number::Parse(session.class_hours());
    if (!hours || *hours <= Number(0) || *hours > Number(24)) {
      return Invalid(field + "class_hours", "is more than 0 and at most 24");
    }
  }
  return absl::OkStatus();
}

// Sessions that somebody attended stay.
absl::Status CheckAttended(const storage::KvStore& store, const v1::Batch& before,
                           const v1::Batch& after) {
  for (const v1::Session& session : before.sessions()) {
    const bool same = std::any_of(
        after.sessions().begin(), after.sessions().end(), [&](const v1::Session& other) {
          return google::protobuf::util::MessageDifferencer::Equals(session, other);
        });
    if (same) continue;
    const std::string prefix = storage::keys::AttendancePrefix(LastId(before.name()), session.id());
    bool attended = false;
    absl::Status scanned = store.Scan(prefix, storage::PrefixEnd(prefix), [&](auto, auto) {
      attended = true;
      return false;
    });
    if (!scanned.ok()) return StoreError(scanned);
    if (attended) {
      return Invalid("batch.sessions", session.id() + " was attended", Reason::FIELD_IMMUTABLE);
    }
  }
  return absl::OkStatus();
}

absl::Status CheckBatch(const storage::KvStore& store, const Caller& caller,
                        const v1::Batch* before, v1::Batch& batch) {
  std::stable_sort(batch.mutable_sessions()->begin(), batch.mutable_sessions()->end(),
                   [](const auto& a, const auto& b) { return a.date() < b.date(); });
  if (absl::Status s = CheckSessions(batch); !s.ok()) return s;
  if (before != nullptr) {
    if (before->programme() != batch.programme()) {
      return Invalid("batch.programme", "never changes", Reason::FIELD_IMMUTABLE);
    }
    if (before->site() != batch.site()) {
      return Invalid("batch.site", "never changes", Reason::FIELD_IMMUTABLE);
    }
    return CheckAttended(store, *before, batch);
  }
  if (absl::Status s = CheckSite(store, batch.site(), "batch.site"); !s.ok()) return s;
  auto programme = ReadProgramme(store, batch.programme());
  if (!programme.ok()) return programme.status();
  if (*programme &&
      ((*programme)->company().empty() || RequireCompany(caller, (*programme)->company()).ok())) {
    return absl::OkStatus();
  }
  return Invalid("batch.programme", "there is no such programme", Reason::REFERENCE_UNKNOWN);
}

absl::Status CheckPlanItem(const storage::KvStore& store, const v1::PlanItem& item) {
  auto name = ParseCompanyChild("planItems", item.name());
  if (!name.ok()) return name.status();
  if (CompanyOfSite(item.site()) != ResourceName("companies", name->company)) {
    return Invalid("plan_item.site", "is no site of the company", Reason::REFERENCE_UNKNOWN);
  }
  return CheckSite(store, item.site(), "plan_item.site");
}

}  // namespace

const SetupKind& KindOf(const google::protobuf::Descriptor& resource) {
  static const auto* const kinds = new std::map<std::string, SetupKind>{
      {"Programme", {"programme", "programmes", false}},
      {"Site", {"site", "sites", true}},
      {"Batch", {"batch", "batches", false}},
      {"PlanItem", {"plan_item", "planItems", true}},
      {"Ladder", {"ladder", "ladders", true}},
      {"WageRule", {"wage_rule", "wageRules", true}},
  };
  return kinds->at(resource.name());
}

std::string CompanyOf(const Message& resource) {
  if (const auto* programme = dynamic_cast<const v1::Programme*>(&resource)) {
    return programme->company();
  }
  if (const auto* batch = dynamic_cast<const v1::Batch*>(&resource)) {
    return CompanyOfSite(batch->site());
  }
  const std::string name = resource.GetReflection()->GetString(
      resource, resource.GetDescriptor()->FindFieldByName("name"));
  auto child = ParseCompanyChild(KindOf(*resource.GetDescriptor()).collection, name);
  return child.ok() ? ResourceName("companies", child->company) : std::string();
}

absl::Status CheckSetup(const storage::KvStore& store, const Caller& caller, const Message* before,
                        Message& after) {
  if (auto* batch = dynamic_cast<v1::Batch*>(&after)) {
    return CheckBatch(store, caller, static_cast<const v1::Batch*>(before), *batch);
  }
  if (auto* site = dynamic_cast<v1::Site*>(&after)) return CheckSite(store, *site);
  if (auto* item = dynamic_cast<v1::PlanItem*>(&after)) return CheckPlanItem(store, *item);
  if (auto* ladder = dynamic_cast<v1::Ladder*>(&after)) {
    absl::Status company = CheckCompany(store, CompanyOf(*ladder), "parent");
    return company.ok() ? CheckLadder(*ladder) : company;
  }
  if (auto* rule = dynamic_cast<v1::WageRule*>(&after)) {
    absl::Status company = CheckCompany(store, CompanyOf(*rule), "parent");
    return company.ok() ? CheckWageRule(*rule) : company;
  }
  return CheckProgramme(store, static_cast<const v1::Programme&>(after));
}

}  // namespace touchstone::training
