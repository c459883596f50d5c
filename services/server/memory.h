#pragma once

#include <cstddef>

namespace touchstone {

// Bytes of memory that this process may use: those of the machine, or fewer where its control group
// (a container, a unit of systemd) has a limit.
std::size_t UsableMemory();

}  // namespace touchstone
