#include "tests/bench/import_rival.h"

#include <fstream>
#include <iterator>

#include "tests/bench/measure.h"
#include "tests/bench/process.h"

namespace touchstone::bench {
namespace {

constexpr std::size_t kPiece = 128 * 1024;

void RunFile(FilesRival& rival, const std::string& name) {
  std::ifstream file(std::string(TOUCHSTONE_BENCH_SOURCE "/") + name);
  rival.Run(std::string(std::istreambuf_iterator<char>(file), {}));
}

}  // namespace

void PrepareImport(FilesRival& rival, const cli::SampleFiles& files) {
  rival.Run("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
  RunFile(rival, "files_schema.sql");
  RunFile(rival, "import_schema.sql");
  for (int type = 1; type < 5; ++type) {
    rival.Run(std::string("INSERT INTO certificate_type VALUES ('") + kSampleTypes[type] + "', " +
              std::to_string(type) + ")");
  }
  rival.LoadPeople(files);
  rival.Run("VACUUM ANALYZE");
  rival.Run("CHECKPOINT");
}

double SecondsOfImport(FilesRival& rival, const std::string& csv, std::size_t rows) {
  const double start = Seconds();
  rival.Run(
      "BEGIN; CREATE TEMP TABLE staged(line int GENERATED ALWAYS AS IDENTITY, staff_number text, "
      "type text, number text, kind text, date text, office text) ON COMMIT DROP");
  rival.Copy(
      "staged(staff_number, type, number, kind, date, office) FROM STDIN "
      "(FORMAT csv, HEADER)",
      (csv.size() + kPiece - 1) / kPiece,
      [&csv](std::size_t i, std::string& piece) { piece.append(csv, i * kPiece, kPiece); });
  rival.Run("CALL import_staged(0, 1)");
  rival.Run("COMMIT");
  const double seconds = Seconds() - start;
  if (rival.Run("SELECT count(*) FROM record").at(0) != std::to_string(rows)) {
    Fail("PostgreSQL: the import made another number of records");
  }
  return seconds;
}

}  // namespace touchstone::bench
