// Built where libpq is not installed.
#include "tests/bench/files_rival.h"

namespace touchstone::bench {

std::unique_ptr<FilesRival> FilesRival::Start(const std::string&) { return nullptr; }

}  // namespace touchstone::bench
