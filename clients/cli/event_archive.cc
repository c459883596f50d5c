#include "clients/cli/event_archive.h"

#include <fstream>
#include <nlohmann/json.hpp>
#include <ostream>
#include <sstream>

#include "clients/cli/message_fields.h"
#include "clients/cli/noun.h"
#include "clients/cli/rule_files.h"
#include "services/common/errors.h"
#include "services/judging/judging_convert.h"
#include "services/ledger/archive.h"

namespace touchstone::cli {
namespace {

constexpr std::size_t kChunk = 64 * 1024;
constexpr std::chrono::minutes kLongDeadline{10};

struct ArchiveInput {
  std::string event;
  std::string file;
  bool without_names = false;
};

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream bytes;
  if (!file || !(bytes << file.rdbuf())) return absl::NotFoundError("cannot read " + path);
  return std::move(bytes).str();
}

absl::StatusOr<std::string> Download(const Connection& connection, const ArchiveInput& input) {
  v1::ExportEventRequest request;
  request.set_name(FullName("events", input.event));
  request.set_without_names(input.without_names);
  auto call = connection.NewCall(kLongDeadline);
  v1::EventsService::Stub stub(connection.channel());
  auto reader = stub.ExportEvent(call.get(), request);
  std::string bytes;
  v1::ExportEventResponse response;
  while (reader->Read(&response)) bytes += response.chunk();
  if (grpc::Status status = reader->Finish(); !status.ok()) return FromGrpcStatus(status);
  return bytes;
}

absl::Status Export(const Connection& connection, const ArchiveInput& input, Context& context) {
  absl::StatusOr<std::string> bytes = Download(connection, input);
  if (!bytes.ok()) return bytes.status();
  if (input.file.ends_with(".json")) {
    absl::StatusOr<v1::EventArchive> archive = ledger::ReadArchive(*bytes, bytes->size());
    if (!archive.ok()) return archive.status();
    bytes = ledger::WriteArchive(*archive, ledger::ArchiveFormat::kJson);
    if (!bytes.ok()) return bytes.status();
  }
  if (absl::Status written = WriteFile(input.file, *bytes); !written.ok()) return written;
  if (!context.json) {
    context.out << context.Say("已导出到 ", "Exported to ") << input.file << context.Say("，", ", ")
                << bytes->size() << context.Say(" 字节", " bytes") << "\n";
  }
  return absl::OkStatus();
}

absl::Status Import(const Connection& connection, const ArchiveInput& input, Context& context) {
  absl::StatusOr<std::string> bytes = ReadFile(input.file);
  if (!bytes.ok()) return bytes.status();
  v1::Event event;
  auto call = connection.NewCall(kLongDeadline);
  v1::EventsService::Stub stub(connection.channel());
  auto writer = stub.ImportEvent(call.get(), &event);
  v1::ImportEventRequest request;
  for (std::size_t sent = 0; sent < bytes->size(); sent += kChunk) {
    request.set_chunk(bytes->substr(sent, kChunk));
    if (!writer->Write(request)) break;
  }
  writer->WritesDone();
  if (grpc::Status status = writer->Finish(); !status.ok()) return FromGrpcStatus(status);
  ShowOne(context,
          {{"name", "编号", "id"}, {"display_name", "名称", "name"}, {"state", "状态", "state"}},
          event);
  return absl::OkStatus();
}

std::string Hex(std::string_view bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string hex;
  for (unsigned char byte : bytes) (hex += kDigits[byte >> 4]) += kDigits[byte & 15];
  return hex;
}

// Walks the chain of an archive and says where it ends.
absl::Status Verify(const std::string& bytes, Context& context) {
  absl::StatusOr<v1::EventArchive> archive = ledger::ReadArchive(bytes, bytes.size());
  if (!archive.ok()) return archive.status();
  absl::StatusOr<ledger::VerifiedArchive> verified = ledger::VerifyArchive(*archive);
  if (!verified.ok()) return verified.status();
  const std::string leaf = Hex(verified->head.leaf);
  const std::string state(judging::StateName(verified->fold.event_state()));
  if (context.json) {
    context.out << nlohmann::ordered_json{{"event", archive->event().name()},
                                          {"state", state},
                                          {"position", verified->head.position},
                                          {"leaf", leaf}}
                       .dump(2)
                << "\n";
    return absl::OkStatus();
  }
  context.out << context.Say("记录链完整：", "The chain is whole: ") << verified->head.position
              << context.Say(" 条记录，状态 ", " entries, state ") << state << "\n"
              << context.Say("末端哈希 ", "last leaf ") << leaf << "\n"
              << context.Say("与回执或早先的哈希比对，可知链尾未被截断。",
                             "Compare it with a receipt or an earlier one: nothing was cut off.")
              << "\n";
  return absl::OkStatus();
}

absl::Status VerifyFile(const std::string& path, Context& context) {
  absl::StatusOr<std::string> bytes = ReadFile(path);
  return bytes.ok() ? Verify(*bytes, context) : bytes.status();
}

}  // namespace

void AddEventArchiveCommands(CLI::App& event, Context& context) {
  auto input = std::make_shared<ArchiveInput>();
  CLI::App* save = event.add_subcommand("export", "导出归档 / export an archive");
  save->add_option("EVENT", input->event, "比赛 / event")->required();
  save->add_option("FILE", input->file, "文件，.json 为 JSON，否则二进制 / file")->required();
  save->add_flag("--without-names", input->without_names, "不含人名 / leave names out");
  save->callback([&context, input] {
    Run(context, [&](const Connection& connection) { return Export(connection, *input, context); });
  });

  CLI::App* load = event.add_subcommand("import", "导入归档 / import an archive");
  load->add_option("FILE", input->file, "文件 / file")->required();
  load->callback([&context, input] {
    Run(context, [&](const Connection& connection) { return Import(connection, *input, context); });
  });

  CLI::App* verify = event.add_subcommand("verify", "验证记录链 / verify the chain");
  CLI::Option* name = verify->add_option("EVENT", input->event, "比赛 / event");
  verify->add_option("--archive", input->file, "归档文件 / archive file")->excludes(name);
  verify->callback([&context, input] {
    if (!input->file.empty()) return context.Finish(VerifyFile(input->file, context));
    if (input->event.empty()) throw CLI::RequiredError("EVENT | --archive");
    Run(context, [&](const Connection& connection) -> absl::Status {
      absl::StatusOr<std::string> bytes = Download(connection, *input);
      return bytes.ok() ? Verify(*bytes, context) : bytes.status();
    });
  });
}

}  // namespace touchstone::cli
