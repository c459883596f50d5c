#include "services/tables/xlsx_writer.h"

#include <unistd.h>
#include <xlsxwriter.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "services/tables/table.h"

namespace touchstone::tables {
namespace {

// A name in the folder for temporary files; the file goes with the object.
class TemporaryFile {
 public:
  TemporaryFile() : path_(std::filesystem::temp_directory_path() / "touchstone-XXXXXX") {
    const int file = ::mkstemp(path_.data());
    if (file >= 0) ::close(file);
    is_there_ = file >= 0;
  }
  ~TemporaryFile() {
    if (is_there_) ::unlink(path_.c_str());
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;

  bool is_there() const { return is_there_; }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
  bool is_there_ = false;
};

void WriteSheet(lxw_workbook* book, const TextSheet& sheet, lxw_format* head, lxw_format* text) {
  lxw_worksheet* page = workbook_add_worksheet(book, sheet.name.c_str());
  worksheet_freeze_panes(page, 1, 0);
  constexpr double kWidth = 16;
  const std::size_t columns =
      sheet.rows.empty() ? 1 : std::max<std::size_t>(sheet.rows[0].size(), 1);
  worksheet_set_column(page, 0, static_cast<lxw_col_t>(columns - 1), kWidth, text);
  for (std::size_t row = 0; row < sheet.rows.size(); ++row) {
    for (std::size_t column = 0; column < sheet.rows[row].size(); ++column) {
      const std::string& value = sheet.rows[row][column];
      if (value.empty()) continue;
      worksheet_write_string(page, static_cast<lxw_row_t>(row), static_cast<lxw_col_t>(column),
                             value.c_str(), row == 0 ? head : text);
    }
  }
}

}  // namespace

absl::StatusOr<std::string> WriteXlsx(const std::vector<TextSheet>& sheets) {
  const TemporaryFile file;
  if (!file.is_there()) return absl::InternalError("no room for a temporary file");
  lxw_workbook_options options{};
  options.constant_memory = LXW_TRUE;  // rows go to a temporary file, one after the other
  lxw_workbook* book = workbook_new_opt(file.path().c_str(), &options);
  lxw_doc_properties properties{};
  properties.created = 946684800;  // 2000-01-01: files do not differ by when they were made
  workbook_set_properties(book, &properties);
  lxw_format* head = workbook_add_format(book);
  format_set_bold(head);
  format_set_num_format_index(head, 49);
  lxw_format* text = workbook_add_format(book);
  format_set_num_format_index(text, 49);  // "@": what people type stays as they type it
  for (const TextSheet& sheet : sheets) WriteSheet(book, sheet, head, text);
  if (workbook_close(book) != LXW_NO_ERROR) return absl::InternalError("an xlsx was not written");
  return ReadFile(file.path(), std::size_t{1} << 30);
}

}  // namespace touchstone::tables
