#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

#include "services/common/errors.h"
#include "services/training/documents/documents_service.h"
#include "services/training/documents/file_document.h"
#include "services/training/documents/lapse_files.h"
#include "services/training/documents/record_pdf.h"
#include "services/training/documents/xapi_statements.h"
#include "services/training/training_convert.h"

namespace touchstone {
namespace {

using training::LastId;

// Three for each worker of the largest companies. Some 30 bytes each in a table.
constexpr std::size_t kMostLapses = 50'000;
// Of a calendar, which has some 900 bytes for each: the gateway takes answers of 16 MB.
constexpr std::size_t kMostBytes = 15'000'000;

absl::Status TooMany(const std::string& what) {
  return MakeError(Reason::REQUEST_INVALID, "",
                   {{"days", "more certificates lapse than fit into " + what +
                                 "; ask for fewer days or for one site"}});
}

}  // namespace

Awaitable<absl::Status> DocumentsService::DoExportFile(Call call,
                                                       const v1::ExportFileRequest& request,
                                                       v1::Document& response) const {
  auto file =
      training::ReadFileDocument(store_, types_, clock_, call.caller(), request, public_url_);
  if (!file.ok()) co_return file.status();
  const std::string name = "training-record-" + LastId(request.worker());
  if (request.format() == v1::ExportFileRequest::FORMAT_XAPI) {
    response.set_media_type("application/json");
    response.set_file_name(name + ".json");
    response.set_content(training::XapiStatements(*file));
  } else {
    response.set_media_type("application/pdf");
    response.set_file_name(name + ".pdf");
    response.set_content(training::RecordPdf(*file));
  }
  co_return Written(response);
}

Awaitable<absl::Status> DocumentsService::DoExportLapses(Call call,
                                                         const v1::ExportLapsesRequest& request,
                                                         v1::Document& response) const {
  v1::ListLapsesRequest question;
  question.set_parent(request.parent());
  question.set_from_date(request.from_date());
  question.set_days(request.days());
  question.set_site(request.site());
  question.set_page_size(1000);
  std::vector<v1::Lapse> lapses;
  do {
    v1::ListLapsesResponse page;
    absl::Status listed = co_await queries_.ListLapses(call, question, page);
    if (!listed.ok()) co_return listed;
    std::move(page.mutable_lapses()->begin(), page.mutable_lapses()->end(),
              std::back_inserter(lapses));
    question.set_page_token(page.next_page_token());
    if (lapses.size() > kMostLapses) co_return TooMany("a file");
  } while (!question.page_token().empty());
  const std::string name = "lapses-" + LastId(request.parent());
  if (request.format() == v1::ExportLapsesRequest::FORMAT_XLSX) {
    response.set_media_type("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
    response.set_file_name(name + ".xlsx");
    absl::StatusOr<std::string> table = training::LapseTable(lapses);
    if (!table.ok()) co_return table.status();
    response.set_content(*std::move(table));
  } else {
    response.set_media_type("text/calendar; charset=utf-8");
    response.set_file_name(name + ".ics");
    auto calendar = training::LapseCalendar(
        public_url_, lapses, training::ToInstant(touchstone::ToTimestamp(clock_.Now())),
        kMostBytes);
    if (!calendar) co_return TooMany("a calendar (a table holds more)");
    response.set_content(*std::move(calendar));
  }
  co_return Written(response);
}

}  // namespace touchstone
