#include <unistd.h>
#include <xlsxwriter.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "services/training/certificate_type_convert.h"
#include "services/training/documents/lapse_files.h"
#include "services/training/training_convert.h"

namespace touchstone::training {
namespace {

struct Column {
  const char* heading;
  double width;
};
constexpr Column kColumns[] = {
    {"到期日 Lapses", 14}, {"工人 Worker", 14},         {"姓名 Name", 16}, {"证书 Certificate", 36},
    {"证号 Number", 22},   {"办理 What is needed", 20}, {"地点 Site", 28}};

// A spreadsheet that gets the text by another way must not take it for a formula.
std::string Inert(const std::string& text) {
  const bool formula =
      !text.empty() && std::string_view("=+-@\t\r").find(text[0]) != std::string_view::npos;
  return formula ? "'" + text : text;
}

void WriteRows(lxw_worksheet* sheet, const std::vector<v1::Lapse>& lapses) {
  lxw_row_t row = 0;
  for (const v1::Lapse& lapse : lapses) {
    const v1::CertificateType* type = FindShippedCertificateType(LastId(lapse.certificate_type()));
    const std::string name = type == nullptr ? lapse.certificate_type() : type->display_name().zh();
    const std::string cells[] = {
        lapse.date(),         LastId(lapse.worker()),
        lapse.display_name(), name,
        lapse.number(),       lapse.renewal() ? "延期 renewal" : "复审 review",
        LastId(lapse.site())};
    ++row;
    lxw_col_t column = 0;
    for (const std::string& cell : cells) {
      worksheet_write_string(sheet, row, column++, Inert(cell).c_str(), nullptr);
    }
  }
}

bool WriteWorkbook(const std::string& path, const std::vector<v1::Lapse>& lapses) {
  lxw_workbook* workbook = workbook_new(path.c_str());
  if (workbook == nullptr) return false;
  lxw_worksheet* sheet = workbook_add_worksheet(workbook, "到期证书 lapses");
  lxw_format* heading = workbook_add_format(workbook);
  format_set_bold(heading);
  lxw_col_t column = 0;
  for (const Column& each : kColumns) {
    worksheet_set_column(sheet, column, column, each.width, nullptr);
    worksheet_write_string(sheet, 0, column++, each.heading, heading);
  }
  worksheet_freeze_panes(sheet, 1, 0);
  WriteRows(sheet, lapses);
  return workbook_close(workbook) == LXW_NO_ERROR;
}

}  // namespace

std::string LapseTable(const std::vector<v1::Lapse>& lapses) {
  // The library writes into files only.
  std::error_code error;
  std::string path =
      (std::filesystem::temp_directory_path(error) / "touchstone-lapses-XXXXXX").string();
  const int descriptor = ::mkstemp(path.data());
  if (descriptor < 0) return "";
  ::close(descriptor);
  const bool written = WriteWorkbook(path, lapses);
  std::ifstream in(path, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  std::filesystem::remove(path, error);
  return written ? bytes : std::string();
}

}  // namespace touchstone::training
