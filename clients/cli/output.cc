#include "clients/cli/output.h"

#include <algorithm>
#include <cstdint>
#include <ostream>

namespace touchstone::cli {
namespace {

// Takes one code point off the front; a byte that starts no valid sequence is taken alone.
char32_t TakeCodePoint(std::string_view& text) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  const std::uint8_t first = byte(0);
  const std::size_t length = first < 0x80   ? 1
                             : first < 0xC0 ? 1
                             : first < 0xE0 ? 2
                             : first < 0xF0 ? 3
                                            : 4;
  if (length == 1 || length > text.size()) {
    text.remove_prefix(1);
    return first;
  }
  char32_t point = first & (0x7F >> length);
  for (std::size_t i = 1; i < length; ++i) point = (point << 6) | (byte(i) & 0x3F);
  text.remove_prefix(length);
  return point;
}

// Unicode Standard Annex 11, classes W and F, in the blocks that names and rules use.
bool IsWide(char32_t point) {
  return (point >= 0x1100 && point <= 0x115F) || (point >= 0x2E80 && point <= 0x303E) ||
         (point >= 0x3041 && point <= 0xA4CF) || (point >= 0xAC00 && point <= 0xD7A3) ||
         (point >= 0xF900 && point <= 0xFAFF) || (point >= 0xFE30 && point <= 0xFE6F) ||
         (point >= 0xFF00 && point <= 0xFF60) || (point >= 0xFFE0 && point <= 0xFFE6) ||
         (point >= 0x1F300 && point <= 0x1F64F) || (point >= 0x1F900 && point <= 0x1F9FF) ||
         (point >= 0x20000 && point <= 0x3FFFD);
}

bool IsCombining(char32_t point) {
  return (point >= 0x0300 && point <= 0x036F) || (point >= 0x200B && point <= 0x200F) ||
         (point >= 0xFE00 && point <= 0xFE0F);
}

}  // namespace

int DisplayWidth(std::string_view text) {
  int width = 0;
  while (!text.empty()) {
    const char32_t point = TakeCodePoint(text);
    width += IsCombining(point) ? 0 : IsWide(point) ? 2 : 1;
  }
  return width;
}

void TextTable::Print(std::ostream& out) const {
  std::vector<std::string> titles;
  std::vector<int> widths;
  for (const Column& column : columns_) {
    titles.push_back(column.title);
    widths.push_back(DisplayWidth(column.title));
  }
  for (const auto& row : rows_)
    for (std::size_t i = 0; i < row.size(); ++i)
      widths[i] = std::max(widths[i], DisplayWidth(row[i]));
  PrintRow(titles, widths, out);
  int total = 0;
  for (const int width : widths) total += width + 2;
  out << std::string(static_cast<std::size_t>(std::max(0, total - 2)), '-') << "\n";
  for (const auto& row : rows_) PrintRow(row, widths, out);
}

void TextTable::PrintRow(const std::vector<std::string>& cells, const std::vector<int>& widths,
                         std::ostream& out) const {
  std::string line;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) line += "  ";
    const int gap = widths[i] - DisplayWidth(cells[i]);
    const std::string padding(static_cast<std::size_t>(gap), ' ');
    line += columns_[i].align == Align::kRight ? padding + cells[i] : cells[i] + padding;
  }
  line.erase(line.find_last_not_of(' ') + 1);
  out << line << "\n";
}

}  // namespace touchstone::cli
