#include "services/server/memory.h"

#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <string>

namespace touchstone {
namespace {

// The limit of our control group; 0: none.
std::size_t GroupLimit() {
  std::ifstream groups("/proc/self/cgroup");
  std::string line;
  while (std::getline(groups, line)) {
    if (!line.starts_with("0::")) continue;  // of version 2
    std::ifstream limit("/sys/fs/cgroup" + line.substr(3) + "/memory.max");
    std::size_t bytes = 0;
    return limit >> bytes ? bytes : 0;  // "max" is no number
  }
  return 0;
}

}  // namespace

std::size_t UsableMemory() {
  const long pages = ::sysconf(_SC_PHYS_PAGES);
  const long page = ::sysconf(_SC_PAGESIZE);
  if (pages <= 0 || page <= 0) return 0;
  const std::size_t machine = static_cast<std::size_t>(pages) * static_cast<std::size_t>(page);
  const std::size_t limit = GroupLimit();
  return limit > 0 ? std::min(machine, limit) : machine;
}

}  // namespace touchstone
