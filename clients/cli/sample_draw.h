#pragma once

#include <cstddef>
#include <cstdint>

namespace touchstone::cli {

// Numbers that follow from the seed alone, on every machine (splitmix64).
class Draw {
 public:
  explicit Draw(std::uint64_t seed) : state_(seed) {}
  std::size_t Below(std::size_t count) { return static_cast<std::size_t>(Next() % count); }
  bool Percent(std::size_t chance) { return Below(100) < chance; }
  std::uint64_t Next() {
    std::uint64_t z = state_ += 0x9e3779b97f4a7c15;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }

 private:
  std::uint64_t state_;
};

}  // namespace touchstone::cli
