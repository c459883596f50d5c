#include "tests/e2e/import_tables.h"

#include <unistd.h>
#include <xlsxwriter.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <random>
#include <set>
#include <sstream>

namespace touchstone::e2e {
namespace {

enum class Error {
  kNobody,
  kOtherName,
  kNoType,
  kNoNumber,
  kLongNumber,
  kNoKind,
  kNoDay,
  kFormula,
  kTypedEnd,
  kRepeated,
  kCount
};

// One sheet with the columns A 工号, B 姓名, C 证书类型, D 证号, E 事项, F 日期, G 至.
class Writer {
 public:
  explicit Writer(const std::string& path) {
    lxw_workbook_options options{};
    options.constant_memory = 1;
    book_ = workbook_new_opt(path.c_str(), &options);
    sheet_ = workbook_add_worksheet(book_, "证书");
    day_ = workbook_add_format(book_);
    format_set_num_format(day_, "yyyy-mm-dd");
  }
  void Text(std::size_t row, int column, const std::string& text) {
    worksheet_write_string(sheet_, Row(row), Column(column), text.c_str(), nullptr);
  }
  void Day(std::size_t row, int column, int serial) {
    worksheet_write_number(sheet_, Row(row), Column(column), serial, day_);
  }
  void Formula(std::size_t row, int column) {
    worksheet_write_formula(sheet_, Row(row), Column(column), "=TODAY()", nullptr);
  }
  bool Close() { return workbook_close(book_) == LXW_NO_ERROR; }

 private:
  static lxw_row_t Row(std::size_t row) { return static_cast<lxw_row_t>(row - 1); }
  static lxw_col_t Column(int column) { return static_cast<lxw_col_t>(column); }

  lxw_workbook* book_;
  lxw_worksheet* sheet_;
  lxw_format* day_;
};

// Writes a row with the error in it; says how it must be named. A repeated row says what the row
// two above it says.
Planted WriteRow(Writer& writer, std::size_t row, std::size_t workers, const std::string& numbers,
                 Error error) {
  const auto is = [&](Error each) { return error == each; };
  const std::size_t says = is(Error::kRepeated) ? row - 2 : row;
  const std::string worker = "n-" + std::to_string(says % workers);
  writer.Text(row, 0, is(Error::kNobody) ? "n-nobody" : worker);
  if (is(Error::kOtherName)) writer.Text(row, 1, "别人");
  writer.Text(row, 2, is(Error::kNoType) ? "forklift-n9" : "forklift-n1");
  if (is(Error::kLongNumber)) writer.Text(row, 3, std::string(65, '9'));
  if (!is(Error::kLongNumber) && !is(Error::kNoNumber)) {
    writer.Text(row, 3, numbers + std::to_string(says));
  }
  writer.Text(row, 4, is(Error::kNoKind) ? "送证" : is(Error::kRepeated) ? "issued" : "发证");
  if (is(Error::kFormula)) {
    writer.Formula(row, 5);
  } else if (is(Error::kNoDay)) {
    writer.Text(row, 5, "2025-02-29");
  } else if (says % 2 == 0) {
    writer.Day(row, 5, 45658 + static_cast<int>(says % 300));  // 2025-01-01 and later
  } else {
    writer.Text(row, 5, "2025-03-0" + std::to_string(says % 9 + 1));
  }
  if (is(Error::kTypedEnd)) writer.Text(row, 6, "2029-01-01");
  switch (error) {
    case Error::kNobody:
      return {row, "A", "REFERENCE_UNKNOWN"};
    case Error::kOtherName:
      return {row, "B", "REFERENCE_UNKNOWN"};
    case Error::kNoType:
      return {row, "C", "REFERENCE_UNKNOWN"};
    case Error::kNoNumber:
    case Error::kLongNumber:
      return {row, "D", "REQUEST_INVALID"};
    case Error::kNoKind:
      return {row, "E", "REQUEST_INVALID"};
    case Error::kNoDay:
      return {row, "F", "REQUEST_INVALID"};
    case Error::kFormula:
      return {row, "F", "IMPORT_MALFORMED"};
    case Error::kTypedEnd:
      return {row, "G", "REQUEST_INVALID"};
    default:
      return {row, "", "ROW_REPEATED"};
  }
}

}  // namespace

CertificateTable MakeCertificates(std::size_t rows, std::size_t workers, std::size_t errors,
                                  std::uint32_t seed, const std::string& numbers) {
  std::mt19937 dice(seed);
  std::set<std::size_t> wrong;  // never one and the row that it would repeat
  while (wrong.size() < errors) {
    const std::size_t row = 4 + dice() % (rows - 4);
    if (!wrong.contains(row - 2) && !wrong.contains(row + 2)) wrong.insert(row);
  }
  const std::string path = std::filesystem::temp_directory_path() /
                           ("touchstone-import-" + std::to_string(::getpid()) + ".xlsx");
  CertificateTable table;
  Writer writer(path);
  const char* const head[] = {"工号", "姓名", "证书类型", "证号", "事项", "日期", "至"};
  for (int column = 0; column < 7; ++column) writer.Text(1, column, head[column]);
  for (std::size_t row = 2; row < rows + 2; ++row) {
    const bool is_wrong = wrong.contains(row);
    const auto error = is_wrong ? static_cast<Error>(dice() % static_cast<unsigned>(Error::kCount))
                                : Error::kCount;
    Planted planted = WriteRow(writer, row, workers, numbers, error);
    if (is_wrong) table.planted.push_back(std::move(planted));
  }
  if (writer.Close()) {
    std::ostringstream bytes;
    bytes << std::ifstream(path, std::ios::binary).rdbuf();
    table.xlsx = bytes.str();
  }
  ::unlink(path.c_str());
  std::sort(table.planted.begin(), table.planted.end());
  return table;
}

}  // namespace touchstone::e2e
