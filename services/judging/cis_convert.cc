#include "services/judging/cis_convert.h"

#include <algorithm>
#include <charconv>

#include "services/judging/cis_builder.h"
#include "services/judging/cis_calculation.h"

namespace touchstone::judging {
namespace {

// Columns of the sheet "CIS Marking Scheme Import".
enum Column : std::size_t { kA, kB, kC, kD, kE, kF, kG, kH, kI, kJ, kK, kL, kM, kN };

std::string Trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  const std::size_t first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return "";
  return std::string(text.substr(first, text.find_last_not_of(kSpace) - first + 1));
}

std::string At(const CisRows& rows, std::size_t row, std::size_t column) {
  if (row >= rows.size() || column >= rows[row].size()) return "";
  return Trimmed(rows[row][column]);
}

// An id that a spreadsheet may hold as a number: "1" for "1.0".
std::string IdAt(const CisRows& rows, std::size_t row, std::size_t column) {
  const std::string text = At(rows, row, column);
  const auto number = NumberFromSpreadsheet(text);
  return number && number->IsInteger() ? number->ToString() : text;
}

bool IsAspectsHeader(const CisRows& rows, std::size_t row) {
  return At(rows, row, kA).starts_with("Sub") && At(rows, row, kD).starts_with("Aspect");
}

// The tables above the aspects.
void ReadHead(const CisRows& rows, std::size_t end, CisBuilder& builder) {
  builder.SetName(At(rows, 0, kA));
  enum { kNothing, kSections, kCriteria } table = kNothing;
  for (std::size_t row = 0; row < end; ++row) {
    const std::string first = IdAt(rows, row, kA);
    if (first == "Section") {
      table = kSections;
    } else if (first == "ID") {
      table = kCriteria;
    } else if (first.empty()) {
      table = kNothing;
    } else if (table == kSections) {
      builder.AddSection(first, At(rows, row, kB), At(rows, row, kI), At(rows, row, kJ));
    } else if (table == kCriteria) {
      builder.AddCriterion(first, At(rows, row, kB), At(rows, row, kK));
    }
  }
}

// The rows 0 to 3 under a judged aspect. Returns the last of them.
std::size_t ReadLevels(const CisRows& rows, std::size_t row, CisAspect& aspect) {
  for (std::size_t next = row + 1; next < rows.size(); ++next) {
    const auto level = NumberFromSpreadsheet(At(rows, next, kF));
    if (!At(rows, next, kD).empty() || !level || !level->IsInteger() || *level < 0 || *level > 3)
      return next - 1;
    aspect.levels[static_cast<std::size_t>(level->Floor())] = At(rows, next, kG);
  }
  return rows.size() - 1;
}

CisAspect ReadAspect(const CisRows& rows, std::size_t row) {
  CisAspect aspect;
  aspect.row = static_cast<int>(row) + 1;
  aspect.type = At(rows, row, kD);
  aspect.description = At(rows, row, kE);
  aspect.extra = At(rows, row, kG);
  aspect.requirement = At(rows, row, kH);
  aspect.section = IdAt(rows, row, kI);
  aspect.calculation_row = At(rows, row, kJ);
  aspect.max = At(rows, row, kK);
  return aspect;
}

}  // namespace

std::optional<Number> NumberFromSpreadsheet(std::string_view text) {
  constexpr std::size_t kMostDigits = 40;
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  if (text.empty() || text.size() > kMostDigits + 8) return std::nullopt;
  Number value;
  int digits = 0;
  int exponent = 0;
  bool point = false;
  std::size_t at = 0;
  for (; at < text.size() && text[at] != 'e' && text[at] != 'E'; ++at) {
    if (text[at] == '.' && !point) {
      point = true;
      continue;
    }
    if (text[at] < '0' || text[at] > '9') return std::nullopt;
    value = value * 10 + (text[at] - '0');
    ++digits;
    if (point) --exponent;
  }
  if (digits == 0) return std::nullopt;
  if (at < text.size()) {
    std::string_view written = text.substr(at + 1);
    if (written.starts_with('+')) written.remove_prefix(1);
    int shift = 0;
    const auto [end, error] =
        std::from_chars(written.data(), written.data() + written.size(), shift);
    if (error != std::errc() || end != written.data() + written.size() || shift > 12 || shift < -40)
      return std::nullopt;
    exponent += shift;
  }
  for (; exponent > 0; --exponent) value *= 10;
  for (; exponent < 0; ++exponent) value /= 10;
  if (value >= Number(1000000000000)) return std::nullopt;
  const Number nearest = value.Rounded({6, RoundingMode::kHalfEven});
  if ((value - nearest).Abs() > Number::Ratio(1, 1000000000)) return std::nullopt;
  return negative ? -nearest : nearest;
}

absl::StatusOr<CisImport> SchemeFromCisSheet(const CisRows& marking, const CisRows& calculations,
                                             const std::string& id) {
  CisBuilder builder(id, ReadCisCalculations(calculations, 0, std::nullopt));
  std::size_t row = 0;
  while (row < marking.size() && !IsAspectsHeader(marking, row)) ++row;
  ReadHead(marking, row, builder);
  CisAspect sub;
  for (; row < marking.size(); ++row) {
    if (IsAspectsHeader(marking, row)) {
      const std::string label = At(marking, row, kL);
      if (label.starts_with("Criterion "))
        builder.AddCachedCriterionSum(label.substr(10), At(marking, row, kN));
      sub = CisAspect();
      continue;
    }
    if (const std::string sub_id = At(marking, row, kA); !sub_id.empty()) {
      sub.sub_id = sub_id;
      sub.sub_name = At(marking, row, kB);
      sub.day = At(marking, row, kC);
    }
    if (At(marking, row, kD).empty()) {
      if (!At(marking, row, kK).empty())
        builder.Warn("MARK_WITHOUT_ASPECT", "row " + std::to_string(row + 1),
                     "第 " + std::to_string(row + 1) + " 行有分值但没有类型，未读入",
                     "row " + std::to_string(row + 1) + " has marks but no type and is not read");
      continue;
    }
    CisAspect aspect = ReadAspect(marking, row);
    aspect.sub_id = sub.sub_id;
    aspect.sub_name = sub.sub_name;
    aspect.day = sub.day;
    row = ReadLevels(marking, row, aspect);
    if (absl::Status status = builder.AddAspect(aspect); !status.ok()) return status;
  }
  return std::move(builder).Finish();
}

bool IsCisAspectsTable(const CisRows& rows) {
  if (rows.empty()) return false;
  const auto has = [&](std::string_view title) {
    return std::find(rows[0].begin(), rows[0].end(), title) != rows[0].end();
  };
  return has("sub_id") && has("type") && has("max_mark");
}

absl::StatusOr<CisImport> SchemeFromCisTables(const CisRows& aspects, const CisRows& calculations,
                                              const CisRows& criteria, const std::string& id) {
  const auto column = [](const CisRows& rows, std::string_view title) {
    if (rows.empty()) return std::size_t{0};
    return static_cast<std::size_t>(std::find(rows[0].begin(), rows[0].end(), title) -
                                    rows[0].begin());
  };
  CisBuilder builder(id, ReadCisCalculations(calculations, column(calculations, "name"), 0));
  for (std::size_t row = 1; row < criteria.size(); ++row) {
    const auto cell = [&](std::string_view title) {
      return IdAt(criteria, row, column(criteria, title));
    };
    if (cell("kind") == "criterion") {
      builder.AddCriterion(cell("id"), cell("name"), cell("mark"));
    } else if (cell("kind") == "wsos") {
      builder.AddSection(cell("id"), cell("name"), cell("mark"), cell("aspect_marks_in_file"));
    }
  }
  for (std::size_t row = 1; row < aspects.size(); ++row) {
    const auto cell = [&](std::string_view title) {
      return At(aspects, row, column(aspects, title));
    };
    if (cell("type").empty() && cell("sub_id").empty() && cell("max_mark").empty()) continue;
    CisAspect aspect;
    aspect.row = static_cast<int>(row) + 1;
    aspect.sub_id = cell("sub_id");
    aspect.sub_name = cell("sub_name");
    aspect.day = cell("day");
    aspect.type = cell("type");
    aspect.description = cell("aspect");
    aspect.extra = cell("extra");
    aspect.requirement = cell("requirement");
    aspect.section = IdAt(aspects, row, column(aspects, "wsos"));
    aspect.calculation_row = cell("calc_row");
    aspect.max = cell("max_mark");
    for (std::size_t level = 0; level < 4; ++level)
      aspect.levels[level] = cell("j" + std::to_string(level));
    if (absl::Status status = builder.AddAspect(aspect); !status.ok()) return status;
  }
  return std::move(builder).Finish();
}

}  // namespace touchstone::judging
