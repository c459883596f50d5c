#pragma once

#include <string_view>

namespace touchstone::cli {

// How a person reads a value of an enum of the API.
struct EnumWord {
  std::string_view value;  // "STATE_RUNNING"
  std::string_view zh;
  std::string_view en;
};

// nullptr for a value that has no word.
const EnumWord* FindEnumWord(std::string_view value);

}  // namespace touchstone::cli
