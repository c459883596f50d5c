#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "services/common/clock.h"

// How many wrong tries a person has. Pure.
namespace touchstone::identity {

// After each 5 wrong tries in a row the next is not looked at for 5 minutes.
inline constexpr std::uint32_t kTriesBeforePause = 5;
inline constexpr std::chrono::minutes kPause{5};
// After 15 wrong PINs in a row none is looked at until a new PIN is made: 10^6 PINs give who tries
// them at most 15 chances in 10^6.
inline constexpr std::uint32_t kTriesBeforeNewPin = 15;

// Wrong tries in a row, and when the last one came.
struct WrongTries {
  std::uint32_t count = 0;
  Time last;
};

// What is tried: passwords are long, so a pause is enough for them.
enum class Secret { kPassword, kPin };

// Whether the next try is not even looked at.
struct LockOut {
  bool locked = false;
  std::optional<Time> until;  // absent: it does not end by itself
};
LockOut LockOutAfter(const WrongTries& wrong, Secret secret, Time now);

}  // namespace touchstone::identity
