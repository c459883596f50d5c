#pragma once

#include <cstdint>
#include <string>

#include "clients/cli/sample_files.h"

// Sample files as rows of files_schema.sql, in the text format of COPY.
namespace touchstone::bench {

// The columns of the table record in the order in which RecordRow() gives them.
inline constexpr char kRecordColumns[] =
    "worker, position, recorded, recorded_on, entered_by, entered_as, date, end_date, kind, type, "
    "replaces, batch, basis, attempt, halves, flag, score, number, place, what, team, note, "
    "evidence";

// Appends the row of the record at `position` of the worker's file; `recorded` in microseconds
// since 1970.
void AppendRecordRow(std::size_t worker, std::size_t position, const v1::Record& record,
                     std::int64_t recorded, std::string& rows);

}  // namespace touchstone::bench
