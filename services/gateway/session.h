#pragma once

#include <memory>

#include "services/gateway/bridge.h"
#include "services/gateway/connection.h"
#include "services/gateway/cors.h"
#include "services/gateway/limits.h"
#include "services/gateway/onboarding.h"
#include "services/gateway/static_files.h"

namespace touchstone::gateway {

// What answers the requests of a browser.
struct Site {
  Bridge& bridge;
  const StaticFiles& files;
  const Cors& cors;
  const Limits& limits;
};

// Serves one connection to its end.
Awaitable<void> ServeSite(Connection& connection, const Site& site);
// Likewise, for tablets that do not trust the site yet.
Awaitable<void> ServeOnboarding(Connection& connection, const Onboarding& onboarding,
                                const Limits& limits);

}  // namespace touchstone::gateway
