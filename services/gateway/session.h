#pragma once

#include <memory>

#include "services/gateway/bridge.h"
#include "services/gateway/connection.h"
#include "services/gateway/cors.h"
#include "services/gateway/limits.h"
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

}  // namespace touchstone::gateway
