#include "services/judging/fields_convert.h"

#include <algorithm>
#include <utility>

namespace touchstone::judging {
namespace {

constexpr std::size_t kLongestId = 64;
constexpr std::size_t kLongestText = 2000;  // bytes
constexpr int kMostPlaces = 6;

bool IsLower(char c) { return c >= 'a' && c <= 'z'; }
bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

void ConvertFields::Wrong(std::string path, std::string why) {
  violations_.push_back({std::move(path), std::move(why)});
}

bool ConvertFields::Require(bool holds, const std::string& path, const std::string& why) {
  if (!holds) Wrong(path, why);
  return holds;
}

std::optional<Number> ConvertFields::OptionalNumber(const std::string& path,
                                                    const std::string& text, Sign sign) {
  if (text.empty()) return std::nullopt;
  const std::optional<Number> number = Number::Parse(text);
  if (!number.has_value()) {
    Wrong(path, "not a decimal number such as \"12.50\"");
    return std::nullopt;
  }
  if (sign != Sign::kAny) Require(*number >= 0, path, "may not be negative");
  if (sign == Sign::kPositive) Require(*number != 0, path, "may not be 0");
  return number;
}

Number ConvertFields::NumberOr(const std::string& path, const std::string& text,
                               const Number& fallback, Sign sign) {
  return OptionalNumber(path, text, sign).value_or(fallback);
}

Number ConvertFields::RequiredNumber(const std::string& path, const std::string& text, Sign sign) {
  Require(!text.empty(), path, "is required");
  return NumberOr(path, text, 1, sign);
}

int ConvertFields::Count(const std::string& path, std::uint32_t value, int most) {
  if (value > static_cast<std::uint32_t>(most)) {
    Wrong(path, "may not be over " + std::to_string(most));
    return 0;
  }
  return static_cast<int>(value);
}

Text ConvertFields::RequiredText(const std::string& path, const v1::Text& text) {
  Require(!text.zh().empty(), Joined(path, "zh"), "is required");
  Require(text.zh().size() <= kLongestText, Joined(path, "zh"), "is too long");
  Require(text.en().size() <= kLongestText, Joined(path, "en"), "is too long");
  return {text.zh(), text.en()};
}

std::string ConvertFields::ResourceName(const std::string& path, const std::string& id) {
  const bool fine = !id.empty() && id.size() <= kLongestId &&
                    std::all_of(id.begin(), id.end(),
                                [](char c) { return IsLower(c) || IsDigit(c) || c == '-'; });
  Require(fine, path, "must be 1 to 64 lower-case letters, digits and hyphens");
  return id;
}

std::string ConvertFields::Segment(const std::string& path, const std::string& id) {
  const bool fine =
      !id.empty() && id.size() <= kLongestId && std::all_of(id.begin(), id.end(), [](char c) {
        return IsLower(c) || IsUpper(c) || IsDigit(c) || c == '-' || c == '_' || c == '.';
      });
  Require(fine, path, "must be 1 to 64 letters, digits, '-', '_' or '.'");
  return id;
}

Rounding ConvertFields::ReadRounding(const std::string& path, const v1::Rounding& rounding) {
  Rounding result;
  result.places = Count(Joined(path, "places"), rounding.places(), kMostPlaces);
  switch (rounding.mode()) {
    case v1::Rounding::MODE_UNSPECIFIED:
    case v1::Rounding::MODE_HALF_UP:
      result.mode = RoundingMode::kHalfUp;
      break;
    case v1::Rounding::MODE_HALF_EVEN:
      result.mode = RoundingMode::kHalfEven;
      break;
    case v1::Rounding::MODE_DOWN:
      result.mode = RoundingMode::kDown;
      break;
    default:
      Wrong(Joined(path, "mode"), "is unknown");
  }
  return result;
}

absl::Status ConvertFields::ToStatus(Reason reason) const {
  if (violations_.empty()) return absl::OkStatus();
  const FieldViolation& first = violations_.front();
  return MakeError(reason, first.field + ": " + first.description, violations_);
}

std::string Indexed(const std::string& path, int index) {
  return path + "[" + std::to_string(index) + "]";
}

std::string Joined(const std::string& path, std::string_view field) {
  return path.empty() ? std::string(field) : path + "." + std::string(field);
}

}  // namespace touchstone::judging
