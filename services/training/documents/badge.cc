#include "services/training/documents/badge.h"

#include <nlohmann/json.hpp>

#include "absl/time/time.h"
#include "services/training/documents/stable_uuid.h"

namespace touchstone::training {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::int64_t kSecond = 1'000'000;

std::string InBothLanguages(const v1::Text& text) {
  if (text.zh().empty() || text.en().empty()) return text.zh() + text.en();
  return text.zh() + " / " + text.en();
}

std::string ToText(const Json& json) {
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

// What one must have done to hold it: the sentences of the rules.
std::string Narrative(const v1::CertificateType& type) {
  std::string text;
  for (const v1::RuleSource& rule : type.rules()) {
    if (!text.empty()) text += "\n";
    text += "- " + InBothLanguages(rule.sentence());
  }
  return text;
}

Json Profile(const std::string& id, const std::string& name) {
  return {{"id", id}, {"type", Json::array({"Profile"})}, {"name", name}};
}

Json Achievement(const Badge& badge) {
  const std::string authority = InBothLanguages(badge.type.authority());
  const std::string name = InBothLanguages(badge.type.display_name());
  Json achievement;
  achievement["id"] =
      "urn:uuid:" + StableUuid(badge.public_url + "/certificateTypes/" + badge.type.id());
  achievement["type"] = Json::array({"Achievement"});
  achievement["achievementType"] = "License";
  achievement["name"] = name;
  achievement["description"] = name + " (" + badge.type.category() + ")";
  achievement["criteria"]["narrative"] = Narrative(badge.type);
  achievement["creator"] =
      Profile("urn:uuid:" + StableUuid(badge.public_url + "/authorities/" + authority), authority);
  return achievement;
}

Json Subject(const Badge& badge) {
  Json person;
  person["type"] = "IdentityObject";
  person["hashed"] = false;
  person["identityHash"] = badge.holder;
  person["identityType"] = "name";
  Json subject;
  subject["id"] = "urn:uuid:" + StableUuid(badge.public_url + "/" + badge.worker);
  subject["type"] = Json::array({"AchievementSubject"});
  subject["identifier"] = Json::array({person});
  subject["licenseNumber"] = badge.number;
  subject["achievement"] = Achievement(badge);
  return subject;
}

std::string StatusAddress(const std::string& public_url, const std::string& code) {
  return public_url + "/badges/status/" + code;
}

}  // namespace

std::string UtcTime(Instant instant) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", absl::FromUnixMicros(instant.micros),
                          absl::UTCTimeZone());
}

std::string BadgeId(const std::string& code) {
  return "urn:uuid:" + StableUuid("touchstone:badge:" + code);
}

std::string BadgePayload(const Badge& badge) {
  const Json subject = Subject(badge);
  Json payload;
  payload["@context"] = Json::array({"https://www.w3.org/ns/credentials/v2",
                                     "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
                                     "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"});
  payload["id"] = BadgeId(badge.code);
  payload["type"] = Json::array({"VerifiableCredential", "OpenBadgeCredential"});
  payload["name"] = InBothLanguages(badge.type.display_name());
  payload["issuer"] = Profile(badge.public_url, "试金石 touchstone");
  payload["validFrom"] = UtcTime(badge.valid_from);
  if (badge.ends) payload["validUntil"] = UtcTime(*badge.ends);
  payload["credentialSubject"] = subject;
  payload["credentialStatus"]["id"] = StatusAddress(badge.public_url, badge.code);
  payload["credentialStatus"]["type"] = "1EdTechRevocationList";
  payload["iss"] = badge.public_url;
  payload["sub"] = subject["id"];
  payload["jti"] = payload["id"];
  payload["nbf"] = badge.valid_from.micros / kSecond;
  if (badge.ends) payload["exp"] = badge.ends->micros / kSecond;
  return ToText(payload);
}

std::string BadgeStatusList(const std::string& public_url, const std::string& code,
                            const std::optional<v1::Text>& reason) {
  Json list;
  list["id"] = StatusAddress(public_url, code);
  list["issuer"] = public_url;
  list["revokedCredential"] = Json::array();
  if (reason) {
    Json revoked;
    revoked["id"] = BadgeId(code);
    revoked["revoked"] = true;
    revoked["revocationReason"] = InBothLanguages(*reason);
    list["revokedCredential"].push_back(revoked);
  }
  return ToText(list);
}

}  // namespace touchstone::training
