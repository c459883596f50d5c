#pragma once

#include <set>
#include <string>
#include <vector>

#include "services/gateway/http.h"

namespace touchstone::gateway {

// Pages of which other origins may call the services. Our own pages need no permission. Immutable.
class Cors {
 public:
  // Origins such as "https://board.example.org"; without any, no other origin may.
  explicit Cors(const std::vector<std::string>& origins)
      : origins_(origins.begin(), origins.end()) {}

  // The answer to OPTIONS: 204, with permissions when the origin has them.
  HttpResponse Preflight(const HttpRequest& request) const;
  // What every other answer says to the origin of `request`.
  Headers HeadersFor(const HttpRequest& request) const;

 private:
  std::set<std::string, std::less<>> origins_;
};

}  // namespace touchstone::gateway
