#include <cstdint>
#include <string>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <boost/multiprecision/cpp_int.hpp>

#include "services/common/number.h"

// Number against the exact fractions of Boost, which share no code with its 64-bit arithmetic.
namespace touchstone {
namespace {

using Fraction = boost::multiprecision::cpp_rational;

struct Both {
  Number number;
  Fraction fraction;
};

// A value that often needs more than 64 bits when it is multiplied.
Both AnyValue() {
  const std::int64_t top = *rc::gen::oneOf(rc::gen::inRange<std::int64_t>(-1000, 1000),
                                           rc::gen::arbitrary<std::int64_t>());
  const std::int64_t bottom =
      *rc::gen::oneOf(rc::gen::element<std::int64_t>(1, 2, 3, 4, 7, 10, 100, 1000),
                      rc::gen::inRange<std::int64_t>(1, std::int64_t{1} << 62));
  return {Number::Ratio(top, bottom), Fraction(top, bottom)};
}

std::string TextOf(const Fraction& fraction) {
  return numerator(fraction).str() + "/" + denominator(fraction).str();
}

// The exact value, read back from the two parts of the number.
std::string TextOf(const Number& number) {
  const std::string text = number.ToString();
  if (text.find('/') != std::string::npos) return text;
  const auto point = text.find('.');
  if (point == std::string::npos) return text + "/1";
  std::string digits = text;
  digits.erase(point, 1);
  const bool negative = digits.front() == '-';
  if (negative) digits.erase(0, 1);
  digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size() - 1));
  const boost::multiprecision::cpp_int top(digits);
  const auto places = static_cast<unsigned>(text.size() - point - 1);
  const boost::multiprecision::cpp_int bottom =
      boost::multiprecision::pow(boost::multiprecision::cpp_int(10), places);
  return TextOf(Fraction(negative ? boost::multiprecision::cpp_int(-top) : top, bottom));
}

RC_GTEST_PROP(NumberPropertyTest, ArithmeticIsExact, ()) {
  const Both a = AnyValue();
  const Both b = AnyValue();
  RC_ASSERT(TextOf(a.number + b.number) == TextOf(Fraction(a.fraction + b.fraction)));
  RC_ASSERT(TextOf(a.number - b.number) == TextOf(Fraction(a.fraction - b.fraction)));
  RC_ASSERT(TextOf(a.number * b.number) == TextOf(Fraction(a.fraction * b.fraction)));
  RC_PRE(b.fraction != 0);
  RC_ASSERT(TextOf(a.number / b.number) == TextOf(Fraction(a.fraction / b.fraction)));
}

RC_GTEST_PROP(NumberPropertyTest, OrderIsThatOfFractions, ()) {
  const Both a = AnyValue();
  const Both b = AnyValue();
  RC_ASSERT((a.number < b.number) == (a.fraction < b.fraction));
  RC_ASSERT((a.number == b.number) == (a.fraction == b.fraction));
}

RC_GTEST_PROP(NumberPropertyTest, RoundingIsNearestAndHalvesGoAway, ()) {
  const Both a = AnyValue();
  const int places = *rc::gen::inRange(0, 7);
  const Fraction unit(1, boost::multiprecision::pow(boost::multiprecision::cpp_int(10),
                                                    static_cast<unsigned>(places)));
  const Fraction shifted = abs(a.fraction) / unit + Fraction(1, 2);
  const boost::multiprecision::cpp_int whole = numerator(shifted) / denominator(shifted);
  const Fraction expected = (a.fraction < 0 ? Fraction(-whole) : Fraction(whole)) * unit;
  RC_ASSERT(TextOf(a.number.Rounded({places, RoundingMode::kHalfUp})) == TextOf(expected));
}

RC_GTEST_PROP(NumberPropertyTest, TextOfADecimalIsReadBack, ()) {
  const std::int64_t digits = *rc::gen::inRange<std::int64_t>(-999'999'999'999, 999'999'999'999);
  const std::int64_t unit = *rc::gen::element<std::int64_t>(1, 10, 100, 1'000'000);
  const Number value = Number::Ratio(digits, unit);
  RC_ASSERT(Number::Parse(value.ToString()) == value);
  RC_ASSERT(Number::Parse(value.ToFixed(6)) == value);
}

}  // namespace
}  // namespace touchstone
