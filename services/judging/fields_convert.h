#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "services/common/errors.h"
#include "services/common/number.h"
#include "services/judging/rule_pack.h"
#include "touchstone/v1/rule_pack.pb.h"

namespace touchstone::judging {

// Reads the fields of a message and remembers every one that is wrong, with its path. A read that
// fails gives a harmless value, so that reading goes on to the end. Not thread-safe.
class ConvertFields {
 public:
  // What a number may be.
  enum class Sign { kAny, kNotNegative, kPositive };

  void Wrong(std::string path, std::string why);
  // `holds`, and if not, a violation.
  bool Require(bool holds, const std::string& path, const std::string& why);

  // nullopt for an empty text.
  std::optional<Number> OptionalNumber(const std::string& path, const std::string& text,
                                       Sign sign = Sign::kNotNegative);
  Number NumberOr(const std::string& path, const std::string& text, const Number& fallback,
                  Sign sign = Sign::kNotNegative);
  Number RequiredNumber(const std::string& path, const std::string& text,
                        Sign sign = Sign::kNotNegative);
  // An integer of 0 to `most`.
  int Count(const std::string& path, std::uint32_t value, int most);
  // A Chinese text is needed.
  Text RequiredText(const std::string& path, const v1::Text& text);
  // Lower-case letters, digits and hyphens; at most 64 of them.
  std::string ResourceName(const std::string& path, const std::string& id);
  // A step of a path in a scheme: letters, digits, '-', '_' and '.'; at most 64 of them.
  std::string Segment(const std::string& path, const std::string& id);
  Rounding ReadRounding(const std::string& path, const v1::Rounding& rounding);

  // OK when nothing was wrong.
  absl::Status ToStatus(Reason reason) const;

 private:
  std::vector<FieldViolation> violations_;
};

// "item_rules[2]" of "item_rules" and 2; "a.b" of "a" and "b".
std::string Indexed(const std::string& path, int index);
std::string Joined(const std::string& path, std::string_view field);

}  // namespace touchstone::judging
