#include "services/training/imports/import_template.h"

#include <string>
#include <vector>

#include "services/tables/csv.h"
#include "services/tables/xlsx_writer.h"
#include "services/training/imports/import_columns_convert.h"

namespace touchstone::training {
namespace {

constexpr char kXlsx[] = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

std::vector<std::string> Explanation(const ImportColumn& column) {
  std::string words_zh;
  std::string words_en;
  for (const ImportWord& word : column.words) {
    words_zh += (words_zh.empty() ? "" : "、") + std::string(word.zh);
    words_en += (words_en.empty() ? "" : ", ") + std::string(word.en);
  }
  return {std::string(column.title),
          std::string(column.name),
          column.required ? "必填 / required" : "",
          std::string(column.help_zh),
          std::string(column.help_en),
          words_zh.empty() ? "" : words_zh + " / " + words_en,
          std::string(column.example)};
}

}  // namespace

absl::StatusOr<v1::Document> MakeTemplate(v1::ImportKind kind,
                                          v1::GetImportTemplateRequest::Format format) {
  const ImportTable& table = TableOf(kind);
  std::vector<std::string> head;
  std::vector<std::vector<std::string>> columns = {
      {"列", "column", "必填 / required", "说明", "explanation", "可填 / words", "例 / example"}};
  for (const ImportColumn& column : table.columns) {
    head.emplace_back(column.title);
    columns.push_back(Explanation(column));
  }
  v1::Document document;
  document.set_file_name(std::string(table.name));
  if (format == v1::GetImportTemplateRequest::FORMAT_CSV) {
    document.set_media_type("text/csv; charset=utf-8");
    *document.mutable_file_name() += ".csv";
    document.set_content("\xEF\xBB\xBF" + tables::CsvLine(head));
    return document;
  }
  auto content = tables::WriteXlsx({{std::string(table.title), {head}}, {"说明 columns", columns}});
  if (!content.ok()) return content.status();
  document.set_media_type(kXlsx);
  *document.mutable_file_name() += ".xlsx";
  document.set_content(*std::move(content));
  return document;
}

}  // namespace touchstone::training
