#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <boost/multiprecision/cpp_int.hpp>

namespace touchstone {

// How the digits behind the last one that is kept are treated.
enum class RoundingMode { kHalfUp, kHalfEven, kDown };

// Keep `places` digits behind the point. kHalfUp: a half goes away from zero.
struct Rounding {
  int places = 2;
  RoundingMode mode = RoundingMode::kHalfUp;
  friend bool operator==(const Rounding&, const Rounding&) = default;
};

// An exact rational number: every mark, weight, total and tie-break value. Value type.
// Arithmetic never rounds; only Rounded() does, where a rule pack says so.
class Number {
 public:
  Number() = default;
  Number(std::int64_t value) : value_(value) {}  // NOLINT: marks are compared with small integers

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
  friend bool operator==(const Number& a, const Number& b) { return a.value_ == b.value_; }
  friend bool operator<(const Number& a, const Number& b) { return a.value_ < b.value_; }
  friend bool operator>(const Number& a, const Number& b) { return b < a; }
  friend bool operator<=(const Number& a, const Number& b) { return !(b < a); }
  friend bool operator>=(const Number& a, const Number& b) { return !(a < b); }

  Number Abs() const { return *this < Number(0) ? -*this : *this; }
  bool IsInteger() const;
  // The value rounded as `rounding` says.
  Number Rounded(const Rounding& rounding) const;
  // The integer part, towards negative infinity.
  std::int64_t Floor() const;

  // The shortest decimal, "8.5"; "22/7" when there is no finite decimal.
  std::string ToString() const;
  // With exactly `places` digits behind the point: "8.50". Rounds half up if it must.
  std::string ToFixed(int places) const;

 private:
  boost::multiprecision::cpp_rational value_ = 0;
};

}  // namespace touchstone
