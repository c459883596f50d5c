#pragma once

#include <string_view>
#include <vector>

namespace touchstone::training {

// A text proto of the source tree that was built into the program.
struct ShippedText {
  std::string_view file_name;  // "forklift-n1.txtpb"
  std::string_view text;
};

// All of them, in the order of CMakeLists.txt. Thread-safe.
const std::vector<ShippedText>& ShippedTexts();

}  // namespace touchstone::training
