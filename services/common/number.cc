#include "services/common/number.h"

#include <algorithm>
#include <bit>
#include <limits>
#include <utility>

#include <boost/multiprecision/cpp_int.hpp>

namespace touchstone {
namespace {

using boost::multiprecision::cpp_int;
using boost::multiprecision::cpp_rational;
__extension__ typedef __int128 Wide;  // holds any sum or product of two 64-bit fractions
__extension__ typedef unsigned __int128 UnsignedWide;

constexpr int kMaxDigits = 12;  // before and behind the point of a text

bool Fits(Wide value) {
  return value >= std::numeric_limits<std::int64_t>::min() &&
         value <= std::numeric_limits<std::int64_t>::max();
}

bool Fits(const cpp_int& value) {
  return value >= std::numeric_limits<std::int64_t>::min() &&
         value <= std::numeric_limits<std::int64_t>::max();
}

std::uint64_t Gcd(std::uint64_t a, std::uint64_t b) {
  if (a == 0 || b == 0) return a | b;
  const int twos = std::countr_zero(a | b);
  a >>= std::countr_zero(a);
  while (b != 0) {
    b >>= std::countr_zero(b);
    if (a > b) std::swap(a, b);
    b -= a;
  }
  return a << twos;
}

UnsignedWide Gcd(UnsignedWide a, UnsignedWide b) {
  constexpr UnsignedWide kNarrow = std::numeric_limits<std::uint64_t>::max();
  while (a > kNarrow || b > kNarrow) {
    if (b == 0) return a;
    a %= b;
    std::swap(a, b);
  }
  return Gcd(static_cast<std::uint64_t>(a), static_cast<std::uint64_t>(b));
}

cpp_int ToBig(Wide value) {
  const bool negative = value < 0;
  const UnsignedWide size = negative ? -static_cast<UnsignedWide>(value) : value;
  cpp_int big = static_cast<std::uint64_t>(size >> 64);
  big <<= 64;
  big += static_cast<std::uint64_t>(size);
  return negative ? cpp_int(-big) : big;
}

// 10 to the `exponent`, which is at most 36.
Wide PowerOfTen(int exponent) {
  Wide power = 1;
  for (; exponent > 0; --exponent) power *= 10;
  return power;
}

// The integer next to numerator / denominator. REQUIRES: denominator > 0.
template <typename Integer>
Integer RoundQuotient(const Integer& numerator, const Integer& denominator, RoundingMode mode) {
  Integer quotient = numerator / denominator;  // towards zero
  const Integer rest = numerator - quotient * denominator;
  const Integer twice = (rest < 0 ? Integer(-rest) : rest) * 2;
  const bool is_half = twice == denominator;
  const bool away =
      mode != RoundingMode::kDown &&
      (twice > denominator || (is_half && (mode == RoundingMode::kHalfUp || quotient % 2 != 0)));
  if (away) quotient += numerator < 0 ? -1 : 1;
  return quotient;
}

// Digits of `value` with a point before the last `places` of them.
std::string PutPoint(const cpp_int& value, int places) {
  std::string digits = cpp_int(value < 0 ? cpp_int(-value) : value).str();
  const auto behind = static_cast<std::size_t>(places);
  if (digits.size() <= behind) digits.insert(0, behind + 1 - digits.size(), '0');
  if (places > 0) digits.insert(digits.size() - behind, 1, '.');
  return value < 0 ? "-" + digits : digits;
}

// How often `factor` divides `value`, which it is then divided by.
int TakeOut(cpp_int& value, int factor) {
  int count = 0;
  for (; value % factor == 0; ++count) value /= factor;
  return count;
}

}  // namespace

struct Number::Big {
  cpp_rational value;
};

// The two representations behind Number, and the way from one to the other.
struct Arithmetic {
  // REQUIRES: denominator > 0.
  static Number Make(Wide numerator, Wide denominator) {
    if (Fits(numerator) && Fits(denominator)) {
      return MakeSmall(static_cast<std::int64_t>(numerator),
                       static_cast<std::int64_t>(denominator));
    }
    const UnsignedWide size = numerator < 0 ? -static_cast<UnsignedWide>(numerator) : numerator;
    const auto divisor = static_cast<Wide>(Gcd(size, static_cast<UnsignedWide>(denominator)));
    numerator /= divisor;
    denominator /= divisor;
    if (!Fits(numerator) || !Fits(denominator)) {
      return MakeBig(cpp_rational(ToBig(numerator), ToBig(denominator)));
    }
    Number number(static_cast<std::int64_t>(numerator));
    number.denominator_ = static_cast<std::int64_t>(denominator);
    return number;
  }

  // REQUIRES: denominator > 0.
  static Number MakeSmall(std::int64_t numerator, std::int64_t denominator) {
    Number number(numerator);
    if (denominator == 1) return number;
    const auto size = numerator < 0 ? -static_cast<std::uint64_t>(numerator)
                                    : static_cast<std::uint64_t>(numerator);
    const auto divisor =
        static_cast<std::int64_t>(Gcd(size, static_cast<std::uint64_t>(denominator)));
    number.numerator_ = numerator / divisor;
    number.denominator_ = denominator / divisor;
    return number;
  }

  static Number MakeBig(cpp_rational value) {
    const cpp_int top = boost::multiprecision::numerator(value);
    const cpp_int bottom = boost::multiprecision::denominator(value);
    Number number;
    if (Fits(top) && Fits(bottom)) {
      number.numerator_ = static_cast<std::int64_t>(top);
      number.denominator_ = static_cast<std::int64_t>(bottom);
    } else {
      number.big_ = std::make_shared<const Number::Big>(Number::Big{std::move(value)});
    }
    return number;
  }

  static cpp_rational Whole(const Number& number) {
    return number.big_ ? number.big_->value
                       : cpp_rational(cpp_int(number.numerator_), cpp_int(number.denominator_));
  }
};

std::optional<Number> Number::Parse(std::string_view text) {
  const bool negative = !text.empty() && text.front() == '-';
  if (negative) text.remove_prefix(1);
  const auto point = std::min(text.find('.'), text.size());
  const auto before = point;
  const auto behind = point == text.size() ? 0 : text.size() - point - 1;
  if (before < 1 || before > kMaxDigits || behind > kMaxDigits) return std::nullopt;
  if (point != text.size() && behind == 0) return std::nullopt;
  Wide digits = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i == point) continue;
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    digits = digits * 10 + (text[i] - '0');
  }
  return Arithmetic::Make(negative ? -digits : digits, PowerOfTen(static_cast<int>(behind)));
}

Number Number::Ratio(std::int64_t numerator, std::int64_t denominator) {
  const Wide sign = denominator < 0 ? -1 : 1;
  return Arithmetic::Make(sign * numerator, sign * denominator);
}

Number Number::operator-() const {
  if (big_) return Arithmetic::MakeBig(-big_->value);
  return Arithmetic::Make(-static_cast<Wide>(numerator_), denominator_);
}

Number& Number::operator+=(const Number& other) {
  if (big_ || other.big_) {
    return *this = Arithmetic::MakeBig(Arithmetic::Whole(*this) + Arithmetic::Whole(other));
  }
  const Wide a = denominator_;
  const Wide b = other.denominator_;
  if (a == b) return *this = Arithmetic::Make(static_cast<Wide>(numerator_) + other.numerator_, a);
  return *this = Arithmetic::Make(numerator_ * b + other.numerator_ * a, a * b);
}

Number& Number::operator-=(const Number& other) { return *this += -other; }

Number& Number::operator*=(const Number& other) {
  if (big_ || other.big_) {
    return *this = Arithmetic::MakeBig(Arithmetic::Whole(*this) * Arithmetic::Whole(other));
  }
  return *this = Arithmetic::Make(static_cast<Wide>(numerator_) * other.numerator_,
                                  static_cast<Wide>(denominator_) * other.denominator_);
}

Number& Number::operator/=(const Number& other) {
  if (big_ || other.big_) {
    return *this = Arithmetic::MakeBig(Arithmetic::Whole(*this) / Arithmetic::Whole(other));
  }
  const Wide sign = other.numerator_ < 0 ? -1 : 1;
  return *this = Arithmetic::Make(sign * numerator_ * other.denominator_,
                                  sign * denominator_ * other.numerator_);
}

bool operator==(const Number& a, const Number& b) {
  if (a.big_ || b.big_) return a.big_ && b.big_ && a.big_->value == b.big_->value;
  return a.numerator_ == b.numerator_ && a.denominator_ == b.denominator_;
}

bool operator<(const Number& a, const Number& b) {
  if (a.big_ || b.big_) return Arithmetic::Whole(a) < Arithmetic::Whole(b);
  if (a.denominator_ == b.denominator_) return a.numerator_ < b.numerator_;
  return static_cast<Wide>(a.numerator_) * b.denominator_ <
         static_cast<Wide>(b.numerator_) * a.denominator_;
}

bool Number::IsInteger() const {
  return big_ ? boost::multiprecision::denominator(big_->value) == 1 : denominator_ == 1;
}

Number Number::Rounded(const Rounding& rounding) const {
  const Wide unit = PowerOfTen(rounding.places);
  if (!big_) {
    const Wide scaled = numerator_ * unit;
    return Arithmetic::Make(RoundQuotient<Wide>(scaled, denominator_, rounding.mode), unit);
  }
  const cpp_int big_unit = ToBig(unit);
  const cpp_int scaled = boost::multiprecision::numerator(big_->value) * big_unit;
  const cpp_int bottom = boost::multiprecision::denominator(big_->value);
  return Arithmetic::MakeBig(
      cpp_rational(RoundQuotient<cpp_int>(scaled, bottom, rounding.mode), big_unit));
}

std::int64_t Number::Floor() const {
  const Number towards_zero = Rounded({.places = 0, .mode = RoundingMode::kDown});
  return towards_zero.numerator_ - (*this < towards_zero ? 1 : 0);
}

std::string Number::ToString() const {
  const cpp_rational whole = Arithmetic::Whole(*this);
  const cpp_int top = boost::multiprecision::numerator(whole);
  const cpp_int bottom = boost::multiprecision::denominator(whole);
  if (bottom == 1) return top.str();
  cpp_int rest = bottom;
  const int places = std::max(TakeOut(rest, 2), TakeOut(rest, 5));
  if (rest != 1) return top.str() + "/" + bottom.str();
  return PutPoint(
      top * boost::multiprecision::pow(cpp_int(10), static_cast<unsigned>(places)) / bottom,
      places);
}

std::string Number::ToFixed(int places) const {
  const cpp_rational rounded = Arithmetic::Whole(Rounded({.places = places}));
  const cpp_int unit = ToBig(PowerOfTen(places));
  return PutPoint(boost::multiprecision::numerator(rounded) * unit /
                      boost::multiprecision::denominator(rounded),
                  places);
}

}  // namespace touchstone
