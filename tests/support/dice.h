#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

namespace touchstone::testing {

// Randomness that is the same on every machine for the same seed.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_(seed) {}

  // 0 to `count` - 1. REQUIRES: count > 0.
  int Below(int count) { return static_cast<int>(engine_() % static_cast<std::uint64_t>(count)); }
  int Between(int least, int most) { return least + Below(most - least + 1); }
  bool Percent(int chance) { return Below(100) < chance; }
  template <typename T>
  const T& Pick(const std::vector<T>& of) {
    return of[static_cast<std::size_t>(Below(static_cast<int>(of.size())))];
  }

 private:
  std::mt19937_64 engine_;
};

}  // namespace touchstone::testing
