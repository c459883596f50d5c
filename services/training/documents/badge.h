#pragma once

#include <optional>
#include <string>

#include "services/training/civil_time.h"
#include "touchstone/v1/certificate_type.pb.h"
#include "touchstone/v1/rule_pack.pb.h"

// Certificates as Open Badges 3.0 (1EdTech), in the data model of Verifiable Credentials 2.0 (W3C).
// Pure.
namespace touchstone::training {

// What a badge says.
struct Badge {
  std::string public_url;  // of the hall, without a slash at the end
  std::string code;        // by which everybody can check the certificate
  std::string worker;      // `workers/{worker}`
  std::string holder;      // his name
  v1::CertificateType type;
  std::string number;           // on the certificate
  Instant valid_from;           // its first moment, and the first one after it
  std::optional<Instant> ends;  // computed from the type; absent: it does not end by itself
};

// The id of the badge with this code, everywhere: "urn:uuid:…".
std::string BadgeId(const std::string& code);

// The payload of its token: the credential, and iss, sub, jti, nbf and exp of RFC 7519 (Open Badges
// 3.0, section 8.2.4). JSON.
std::string BadgePayload(const Badge& badge);

// The revocation list of the badge with this code (1EdTech Revocation List Status Method 1.0):
// names it when there is a `reason` why its certificate is not valid. JSON.
std::string BadgeStatusList(const std::string& public_url, const std::string& code,
                            const std::optional<v1::Text>& reason);

// "2026-01-01T00:00:00Z".
std::string UtcTime(Instant instant);

}  // namespace touchstone::training
