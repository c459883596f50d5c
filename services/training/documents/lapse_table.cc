#include <string_view>
#include <utility>

#include "services/tables/xlsx_writer.h"
#include "services/training/certificate_type_convert.h"
#include "services/training/documents/lapse_files.h"
#include "services/training/training_convert.h"

namespace touchstone::training {
namespace {

// A spreadsheet that gets the text by another way must not take it for a formula.
std::string Inert(const std::string& text) {
  constexpr std::string_view kBegins = "=+-@\t\r";
  const bool formula = !text.empty() && kBegins.find(text[0]) != std::string_view::npos;
  return formula ? "'" + text : text;
}

std::vector<std::string> RowOf(const v1::Lapse& lapse) {
  const v1::CertificateType* type = FindShippedCertificateType(LastId(lapse.certificate_type()));
  const std::string name = type == nullptr ? lapse.certificate_type() : type->display_name().zh();
  return {lapse.date(),
          LastId(lapse.worker()),
          Inert(lapse.display_name()),
          name,
          Inert(lapse.number()),
          lapse.renewal() ? "延期 renewal" : "复审 review",
          LastId(lapse.site())};
}

}  // namespace

absl::StatusOr<std::string> LapseTable(const std::vector<v1::Lapse>& lapses) {
  tables::TextSheet sheet{"到期证书 lapses",
                          {{"到期日 Lapses", "工人 Worker", "姓名 Name", "证书 Certificate",
                            "证号 Number", "办理 What is needed", "地点 Site"}}};
  for (const v1::Lapse& lapse : lapses) sheet.rows.push_back(RowOf(lapse));
  return tables::WriteXlsx({std::move(sheet)});
}

}  // namespace touchstone::training
