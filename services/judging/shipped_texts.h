#pragma once

#include <string_view>
#include <vector>

namespace touchstone::judging {

// A text proto of the source tree that was built into the program.
struct ShippedText {
  std::string_view file_name;  // "electrician-30-70.txtpb", "schemes/forklift-park-2024.txtpb"
  std::string_view text;
};

// All of them, in the order of CMakeLists.txt. Thread-safe.
const std::vector<ShippedText>& ShippedTexts();

}  // namespace touchstone::judging
