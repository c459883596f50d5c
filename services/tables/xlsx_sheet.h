#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "services/tables/row_reader.h"
#include "services/tables/table.h"
#include "services/tables/xml_reader.h"

// What the parts of an xlsx file say, as their XML is read.
namespace touchstone::tables {

// The value of an attribute; empty when there is none.
std::string Attribute(const XmlAttributes& attributes, std::string_view name);

// The texts that cells refer to, one behind the other in one block.
class SharedTexts {
 public:
  std::size_t size() const { return ends_.size(); }
  std::size_t bytes() const { return text_.size(); }
  // REQUIRES: index < size().
  std::string_view At(std::size_t index) const;
  void Add(std::string_view text);

 private:
  std::string text_;
  std::vector<std::uint32_t> ends_;
};

// sharedStrings.xml: <si> holds <t> or several <r><t>; <rPh> holds readings, which are no text.
class SharedTextsHandler : public XmlHandler {
 public:
  SharedTextsHandler(std::string place, const Limits& limits, SharedTexts& texts)
      : place_(std::move(place)), limits_(limits), texts_(texts) {}
  absl::Status Start(std::string_view name, const XmlAttributes& attributes) override;
  absl::Status End(std::string_view name) override;
  absl::Status Text(std::string_view text) override;

 private:
  const std::string place_;
  const Limits limits_;
  SharedTexts& texts_;
  std::string text_;
  bool in_text_ = false;
  bool phonetic_ = false;
};

// worksheets/sheetN.xml. Rows that are complete wait in rows().
class SheetHandler : public XmlHandler {
 public:
  SheetHandler(const SharedTexts& texts, std::string place, const Limits& limits)
      : texts_(texts), place_(std::move(place)), limits_(limits) {}
  absl::Status Start(std::string_view name, const XmlAttributes& attributes) override;
  absl::Status End(std::string_view name) override;
  absl::Status Text(std::string_view text) override;

  std::deque<Row>& rows() { return rows_; }
  const std::vector<MergedRange>& merged() const { return merged_; }

 private:
  absl::Status StartRow(const XmlAttributes& attributes);
  absl::Status StartCell(const XmlAttributes& attributes);
  absl::Status EndCell();
  absl::Status TakeValue();
  absl::Status Merge(const XmlAttributes& attributes);
  absl::Status Damaged(const std::string& where) const;
  absl::Status TooLong() const;

  const SharedTexts& texts_;
  const std::string place_;
  const Limits limits_;
  std::deque<Row> rows_;
  std::vector<MergedRange> merged_;
  Row row_;
  bool in_row_ = false;
  std::size_t count_ = 0;  // of rows
  Cell cell_;
  std::size_t column_ = 0;
  std::size_t cells_ = 0;
  std::string reference_;
  std::string type_;
  std::string value_;
  bool taking_text_ = false;
  bool phonetic_ = false;
};

}  // namespace touchstone::tables
