#include "services/tables/stable_id.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>

namespace touchstone::tables {

std::string StableId(const std::string& prefix, const std::string& text) {
  const bool plain = text.size() <= 40 && std::all_of(text.begin(), text.end(), [](char c) {
                       return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
                     });
  if (plain && !text.empty()) return text;
  std::uint64_t hash = 14695981039346656037u;  // FNV-1a
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211u;
  char digits[24];
  std::snprintf(digits, sizeof digits, "-%016llx", static_cast<unsigned long long>(hash));
  return prefix + digits;
}

}  // namespace touchstone::tables
