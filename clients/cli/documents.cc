#include "clients/cli/documents.h"

#include <memory>
#include <ostream>

#include "clients/cli/noun.h"
#include "clients/cli/record_input.h"
#include "clients/cli/rule_files.h"
#include "touchstone/v1/training_document.grpc.pb.h"

namespace touchstone::cli {
namespace {

using DocumentsStub = v1::DocumentsService::Stub;

struct DocumentInput {
  std::string worker;
  std::string type;
  std::string known;
  std::string code;
  std::string out;
};

absl::Status Write(Context& context, const absl::StatusOr<v1::Document>& document,
                   const std::string& out) {
  if (!document.ok()) return document.status();
  const std::string path = out.empty() ? document->file_name() : out;
  if (absl::Status written = WriteFile(path, document->content()); !written.ok()) return written;
  context.out << context.Say("已写入 ", "wrote ") << path << "\n";
  return absl::OkStatus();
}

absl::Status WriteRecord(const Connection& connection, const DocumentInput& input,
                         v1::ExportFileRequest::Format format, Context& context) {
  v1::ExportFileRequest request;
  request.set_worker(FullName("workers", input.worker));
  request.set_format(format);
  if (!input.known.empty()) {
    auto known = ParseKnownTime(input.known);
    if (!known.ok()) return known.status();
    *request.mutable_known_time() = *known;
  }
  return Write(context, connection.Call(&DocumentsStub::ExportFile, request), input.out);
}

absl::Status WriteCertificate(const Connection& connection, const DocumentInput& input,
                              v1::ExportCertificateRequest::Format format, Context& context) {
  v1::ExportCertificateRequest request;
  request.set_worker(FullName("workers", input.worker));
  request.set_certificate_type(CertificateTypeName(input.type));
  request.set_format(format);
  return Write(context, connection.Call(&DocumentsStub::ExportCertificate, request), input.out);
}

absl::Status Verify(const Connection& connection, const DocumentInput& input, Context& context) {
  static const std::vector<Column> columns = {{"certificate_type", "证书", "certificate"},
                                              {"authority", "发证机关", "authority"},
                                              {"number", "证号", "number"},
                                              {"holder", "持证人", "holder"},
                                              {"valid", "有效", "valid"},
                                              {"reason", "结论", "reason"},
                                              {"explanation", "说明", "explanation"},
                                              {"valid_from", "有效自", "valid from"},
                                              {"valid_to", "有效至", "valid to"},
                                              {"date", "日期", "day"}};
  v1::CheckCertificateRequest request;
  request.set_code(input.code);
  return ShowOneOr(context, columns, connection.Call(&DocumentsStub::CheckCertificate, request));
}

// Adds a command that runs `function` with what was typed.
template <typename Function>
CLI::App* Add(CLI::App& command, Context& context, const std::shared_ptr<DocumentInput>& input,
              const char* name, const char* help, Function function) {
  CLI::App* sub = command.add_subcommand(name, help);
  sub->callback([&context, input, function] {
    Run(context,
        [&](const Connection& connection) { return function(connection, *input, context); });
  });
  return sub;
}

void AddOut(CLI::App* sub, const std::shared_ptr<DocumentInput>& input) {
  sub->add_option("WORKER", input->worker, "工人编号 / id of the worker")->required();
  sub->add_option("-o,--out", input->out, "文件 / file");
}

}  // namespace

void AddFileDocuments(CLI::App& command, Context& context) {
  auto input = std::make_shared<DocumentInput>();
  const auto add = [&](const char* name, const char* help, v1::ExportFileRequest::Format format) {
    CLI::App* sub =
        Add(command, context, input, name, help,
            [format](const Connection& connection, const DocumentInput& typed, Context& to) {
              return WriteRecord(connection, typed, format, to);
            });
    AddOut(sub, input);
    sub->add_option("--known", input->known, "截至何时所知 / as known at");
  };
  add("pdf", "培训档案 PDF / training record as PDF", v1::ExportFileRequest::FORMAT_PDF);
  add("xapi", "xAPI 语句 / statements of xAPI", v1::ExportFileRequest::FORMAT_XAPI);
}

void AddCertificateDocuments(CLI::App& command, Context& context) {
  auto input = std::make_shared<DocumentInput>();
  const auto add = [&](const char* name, const char* help,
                       v1::ExportCertificateRequest::Format format) {
    CLI::App* sub =
        Add(command, context, input, name, help,
            [format](const Connection& connection, const DocumentInput& typed, Context& to) {
              return WriteCertificate(connection, typed, format, to);
            });
    AddOut(sub, input);
    sub->add_option("TYPE", input->type, "证书类型 / type of certificate")->required();
  };
  add("pdf", "证书 PDF，带查验二维码 / certificate as PDF with a QR code",
      v1::ExportCertificateRequest::FORMAT_PDF);
  add("badge", "Open Badges 3.0 徽章 / badge", v1::ExportCertificateRequest::FORMAT_BADGE);
  CLI::App* verify =
      Add(command, context, input, "verify", "凭查验码查验 / check by its code", Verify);
  verify->add_option("CODE", input->code, "查验码 / code on the certificate")->required();
}

absl::Status WriteLapses(const Connection& connection, const v1::ListLapsesRequest& lapses,
                         const std::string& out, Context& context) {
  v1::ExportLapsesRequest request;
  request.set_parent(lapses.parent());
  request.set_from_date(lapses.from_date());
  request.set_days(lapses.days());
  request.set_site(lapses.site());
  if (!out.ends_with(".ics") && !out.ends_with(".xlsx")) {
    return absl::InvalidArgumentError("--out: .ics | .xlsx");
  }
  request.set_format(out.ends_with(".ics") ? v1::ExportLapsesRequest::FORMAT_ICALENDAR
                                           : v1::ExportLapsesRequest::FORMAT_XLSX);
  return Write(context, connection.Call(&DocumentsStub::ExportLapses, request), out);
}

}  // namespace touchstone::cli
