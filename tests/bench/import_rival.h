#pragma once

#include <cstddef>
#include <string>

#include "tests/bench/files_rival.h"

// PostgreSQL takes a table of certificates in: COPY and the checks of import_schema.sql.
namespace touchstone::bench {

// Makes all tables anew, with the workers of the files and no records; what that
// left to write is on the disk then.
void PrepareImport(FilesRival& rival, const cli::SampleFiles& files);

// Takes the CSV in, in one transaction; returns the seconds of all of it. Ends the program unless
// that made `rows` new records.
double SecondsOfImport(FilesRival& rival, const std::string& csv, std::size_t rows);

}  // namespace touchstone::bench
