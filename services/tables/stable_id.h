#pragma once

#include <string>

namespace touchstone::tables {

// An id that is always the same for the same text, as rows of tables get them: the text itself when
// it is at most 40 of [a-z0-9-], otherwise prefix, hyphen and 16 hexadecimal digits (FNV-1a).
std::string StableId(const std::string& prefix, const std::string& text);

}  // namespace touchstone::tables
