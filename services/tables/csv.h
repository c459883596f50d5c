#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "services/tables/row_reader.h"
#include "services/tables/table.h"

namespace touchstone::tables {

// Reads CSV as RFC 4180 has it, and as spreadsheet programs write it: the separator is the comma,
// semicolon or tab that the first line has most of; lines end with CRLF, LF or CR; the text is
// UTF-8 with or without a mark, UTF-16 (known by its mark or its zero bytes), otherwise GB18030,
// which includes GBK. A row's number counts records, blank ones too. `file` is for messages.
// REQUEST_INVALID with row and column for an open quote, text behind a closing quote, or bytes of
// none of these encodings; IMPORT_TOO_LARGE with the place where a limit was passed.
absl::StatusOr<Workbook> ParseCsv(std::string_view bytes, std::string_view file,
                                  const Limits& limits = {});

// The same, record by record.
absl::StatusOr<std::unique_ptr<RowReader>> OpenCsv(std::string bytes, std::string file,
                                                   const Limits& limits);

// The bytes as UTF-8, found out as ParseCsv() does.
absl::StatusOr<std::string> DecodeText(std::string_view bytes, std::string_view file);

// One line of CSV with CRLF. Fields with separators, quotes or line breaks are quoted. A field that
// a spreadsheet program would take for a formula (it starts with = + - @, tab or CR and is no plain
// number) gets an apostrophe in front.
std::string CsvLine(const std::vector<std::string>& fields);

}  // namespace touchstone::tables
