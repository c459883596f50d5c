#pragma once

#include <string>
#include <vector>

#include "services/gateway/limits.h"

namespace touchstone::gateway {

// What a gateway is told; where it finds the services is told apart.
struct Settings {
  std::string listen;       // host:port; port 0: any free one
  std::string web_root;     // folder of the pages; empty: none
  std::string certificate;  // PEM files; both or none: plain HTTP
  std::string key;
  std::string onboarding_listen;  // host:port of the page for new tablets, plain HTTP; empty: none
  std::string onboarding_ca;      // PEM file of the authority that the page hands out
  std::vector<std::string> origins;  // other origins whose pages may call the services
  Limits limits;
};

}  // namespace touchstone::gateway
