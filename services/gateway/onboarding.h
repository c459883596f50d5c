#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "services/gateway/http.h"

namespace touchstone::gateway {

// Hands the certificate of a hall's authority to tablets, over plain HTTP: they cannot trust our
// TLS before they have it. Holds nothing secret and takes nothing; people compare the fingerprint.
// Immutable.
class Onboarding {
 public:
  // Reads the first certificate of `file` (PEM); the pages are on `pages_port`, over TLS.
  //   UNAVAILABLE  there is none
  static absl::StatusOr<Onboarding> Open(const std::string& file, int pages_port);

  // GET and HEAD of "/", the page, and of "/ca.crt", the certificate (DER). All other paths get
  // 404, other methods 405, and a Host that is no plain name or IPv4 address 400.
  HttpResponse Answer(const HttpRequest& request) const;

 private:
  Onboarding(std::string certificate, int pages_port);

  std::string certificate_;  // DER
  std::string fingerprint_;
  int pages_port_;
};

}  // namespace touchstone::gateway
