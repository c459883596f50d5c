#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace touchstone {

// How the digits behind the last one that is kept are treated.
enum class RoundingMode { kHalfUp, kHalfEven, kDown };

// Keep `places` digits behind the point. kHalfUp: a half goes away from zero.
struct Rounding {
  int places = 2;
  RoundingMode mode = RoundingMode::kHalfUp;
  friend bool operator==(const Rounding&, const Rounding&) = default;
};

// An exact rational number of any size: every mark, weight, total and tie-break value. Value type;
// a const object may be read by any number of threads. Arithmetic never rounds and never overflows;
// only Rounded() rounds, where a rule pack says so. Fractions of two 64-bit integers, which is all
// that a contest ever sees, are kept in place; only larger ones are allocated.
class Number {
 public:
  Number() = default;
  Number(std::int64_t value) : numerator_(value) {}  // NOLINT: marks are compared with integers

  // Reads "-12.50": optional minus, 1 to 12 digits, optionally a point and 1 to 12 digits; no
  // exponent, no spaces, no other script's digits. nullopt for anything else.
  static std::optional<Number> Parse(std::string_view text);

  // `numerator` / `denominator`. REQUIRES: denominator != 0.
  static Number Ratio(std::int64_t numerator, std::int64_t denominator);

  Number operator-() const;
  Number& operator+=(const Number& other);
  Number& operator-=(const Number& other);
  Number& operator*=(const Number& other);
  Number& operator/=(const Number& other);  // REQUIRES: other != 0
  friend Number operator+(Number a, const Number& b) { return a += b; }
  friend Number operator-(Number a, const Number& b) { return a -= b; }
  friend Number operator*(Number a, const Number& b) { return a *= b; }
  friend Number operator/(Number a, const Number& b) { return a /= b; }
  friend bool operator==(const Number& a, const Number& b);
  friend bool operator<(const Number& a, const Number& b);
  friend bool operator>(const Number& a, const Number& b) { return b < a; }
  friend bool operator<=(const Number& a, const Number& b) { return !(b < a); }
  friend bool operator>=(const Number& a, const Number& b) { return !(a < b); }

  Number Abs() const { return *this < Number(0) ? -*this : *this; }
  bool IsInteger() const;
  // The value rounded as `rounding` says. REQUIRES: 0 <= places <= 12.
  Number Rounded(const Rounding& rounding) const;
  // The integer part, towards negative infinity. REQUIRES: it fits into 64 bits.
  std::int64_t Floor() const;

  // The shortest decimal, "8.5"; "22/7" when there is no finite decimal.
  std::string ToString() const;
  // With exactly `places` digits behind the point: "8.50". Rounds half up if it must.
  // REQUIRES: 0 <= places <= 12.
  std::string ToFixed(int places) const;

 private:
  struct Big;  // a fraction that does not fit into 64 bits; never changes
  friend struct Arithmetic;

  // In lowest terms with a denominator above 0. Not read when `big_` is there.
  std::int64_t numerator_ = 0;
  std::int64_t denominator_ = 1;
  // Only for a value that does not fit, so that equal numbers look alike.
  std::shared_ptr<const Big> big_;
};

}  // namespace touchstone
