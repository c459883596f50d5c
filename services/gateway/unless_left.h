#pragma once

#include <functional>

#include "services/gateway/connection.h"
#include "services/gateway/http_reader.h"

namespace touchstone::gateway {

// Does `work` to its end, and calls `left` when the client of `reader` leaves meanwhile. What
// `work` throws comes out when nobody watches the client any more.
Awaitable<bool> UnlessLeft(HttpReader& reader, std::function<void()> left, Awaitable<bool> work);

}  // namespace touchstone::gateway
