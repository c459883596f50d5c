#include "services/gateway/cors.h"

namespace touchstone::gateway {

Headers Cors::HeadersFor(const HttpRequest& request) const {
  if (origins_.empty()) return {};
  Headers headers{{"vary", "Origin"}};
  const std::string_view origin = request.Get("origin");
  if (!origins_.contains(origin)) return headers;
  headers.push_back({"access-control-allow-origin", std::string(origin)});
  headers.push_back({"access-control-expose-headers", "*"});
  return headers;
}

HttpResponse Cors::Preflight(const HttpRequest& request) const {
  HttpResponse response{204, {{"allow", "GET, HEAD, POST, OPTIONS"}}, ""};
  if (!origins_.contains(request.Get("origin"))) return response;
  response.headers = HeadersFor(request);
  response.headers.push_back({"access-control-allow-methods", "POST"});
  // Named one by one: a star would not cover authorization.
  response.headers.push_back(
      {"access-control-allow-headers", std::string(request.Get("access-control-request-headers"))});
  response.headers.push_back({"access-control-max-age", "7200"});
  return response;
}

}  // namespace touchstone::gateway
