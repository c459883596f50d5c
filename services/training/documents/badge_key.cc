#include "services/training/documents/badge_key.h"

#include <nlohmann/json.hpp>

#include "absl/strings/escaping.h"
#include "services/common/hash.h"

namespace touchstone::training {
namespace {

using Json = nlohmann::ordered_json;

Json PublicJwk(const std::string& x, const std::string& id) {
  return {{"kty", "OKP"}, {"crv", "Ed25519"}, {"x", x},
          {"kid", id},    {"alg", "EdDSA"},   {"use", "sig"}};
}

}  // namespace

std::string Base64Url(std::string_view bytes) {
  std::string text;
  absl::WebSafeBase64Escape({bytes.data(), bytes.size()}, &text);
  return text;
}

BadgeKey::BadgeKey(std::string_view seed) : key_(seed), x_(Base64Url(key_.PublicKey())) {
  // RFC 7638: the required members in the order of their names, without spaces.
  id_ = Base64Url(Sha256(R"({"crv":"Ed25519","kty":"OKP","x":")" + x_ + R"("})"));
}

std::string BadgeKey::Jwk() const { return PublicJwk(x_, id_).dump(); }

std::string BadgeKey::JwkSet() const {
  Json set;
  set["keys"] = Json::array({PublicJwk(x_, id_)});
  return set.dump();
}

std::string BadgeKey::SignToken(std::string_view payload) const {
  const Json header = {{"alg", "EdDSA"}, {"typ", "JWT"}, {"kid", id_}, {"jwk", PublicJwk(x_, id_)}};
  const std::string signed_text = Base64Url(header.dump()) + "." + Base64Url(payload);
  return signed_text + "." + Base64Url(key_.Sign(signed_text));
}

}  // namespace touchstone::training
