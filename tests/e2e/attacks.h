#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "tests/e2e/wire.h"

namespace touchstone::e2e {

// What an attacker of a hall's network can reach, and what he may have got hold of.
struct Scene {
  Door plain;
  Door tls;
  std::string judge;  // secrets of tokens
  std::string organiser;
};

using Until = std::chrono::steady_clock::time_point;

// Something that a client does and no honest one would. It ends at `until` or before, by itself,
// and has closed its connections then.
struct Attack {
  std::string name;
  std::function<void(const Scene&, Until until)> run;
};

// On connections, HTTP and TLS.
std::vector<Attack> AttacksOnConnections();
// On the services behind them.
std::vector<Attack> AttacksOnCalls();

// The source of the n-th connection of an attacker who has an address for each hundred.
inline int SourceOf(int n) { return 2 + n / 100 % 200; }
std::vector<Wire> OpenMany(const Door& door, int count, Until until, bool handshake = true);
// Sends `text` again and again on a connection each, waiting for an answer only when told so.
void Storm(const Door& door, const std::function<std::string(int)>& text, Until until,
           bool wait_for_answer);

}  // namespace touchstone::e2e
