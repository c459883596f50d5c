// `touchstone ca`: certificates for a hall without internet.
#include <memory>
#include <nlohmann/json.hpp>
#include <ostream>

#include "clients/cli/ca_certificates.h"
#include "clients/cli/commands.h"

namespace touchstone::cli {
namespace {

struct CaInput {
  std::string folder;
  std::vector<std::string> hosts;
  std::string client;
};

std::string Joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

void Print(const CertificateFacts& facts, Context& context) {
  context.out << facts.name << "\n"
              << "  " << context.Say("SHA-256 指纹", "SHA-256 fingerprint") << ": "
              << facts.fingerprint << "\n"
              << "  " << context.Say("有效期至", "valid until") << ": " << facts.valid_until
              << "\n";
  if (facts.hosts.empty()) return;
  context.out << "  " << context.Say("地址", "hosts") << ": " << Joined(facts.hosts) << "\n";
}

nlohmann::ordered_json ToJson(const CertificateFacts& facts) {
  return {{"name", facts.name},
          {"fingerprint", facts.fingerprint},
          {"valid_until", facts.valid_until},
          {"hosts", facts.hosts}};
}

// The authority and, when there is one, the certificate of the server.
absl::Status Show(const std::filesystem::path& folder, Context& context) {
  const auto ca = ReadCertificate(folder / "ca.crt");
  if (!ca.ok()) return ca.status();
  const auto server = ReadCertificate(folder / "server.crt");
  if (context.json) {
    nlohmann::ordered_json shown = {{"ca", ToJson(*ca)}};
    if (server.ok()) shown["server"] = ToJson(*server);
    context.out << shown.dump(2) << "\n";
    return absl::OkStatus();
  }
  Print(*ca, context);
  if (server.ok()) Print(*server, context);
  return absl::OkStatus();
}

absl::Status Create(const CaInput& input, Context& context) {
  if (absl::Status s = CreateAuthority(input.folder); !s.ok()) return s;
  return Show(input.folder, context);
}

absl::Status Issue(const CaInput& input, Context& context) {
  if (!input.client.empty()) {
    const std::filesystem::path folder = input.folder;
    if (absl::Status s = IssueClientCertificate(folder, input.client); !s.ok()) return s;
    const auto made = ReadCertificate(folder / (input.client + ".crt"));
    if (!made.ok()) return made.status();
    if (context.json) {
      context.out << nlohmann::ordered_json{{"client", ToJson(*made)}}.dump(2) << "\n";
    } else {
      Print(*made, context);
    }
    return absl::OkStatus();
  }
  if (absl::Status s = IssueServerCertificate(input.folder, input.hosts); !s.ok()) return s;
  return Show(input.folder, context);
}

}  // namespace

void AddCaCommand(CLI::App& app, Context& context) {
  CLI::App* ca = app.add_subcommand("ca", "本场馆的证书 / certificates for a hall");
  ca->require_subcommand(1);
  auto input = std::make_shared<CaInput>();
  const auto add = [&](const char* name, const char* help) {
    CLI::App* command = ca->add_subcommand(name, help);
    command->add_option("DIR", input->folder, "证书文件夹 / folder of the certificates")
        ->required();
    return command;
  };
  add("create", "建立证书颁发机构 / make the authority")->callback([input, &context] {
    context.Finish(Create(*input, context));
  });
  CLI::App* issue = add(
      "issue", "为服务器或独立网关签发证书 / make a certificate for the server or a lone gateway");
  CLI::Option_group* whom = issue->add_option_group("whom");
  whom->add_option("--host", input->hosts,
                   "服务器的地址或域名，可多次 / address or name of the server, repeatable");
  whom->add_option(
      "--client", input->client,
      "服务器要放行的程序的名称，如 gateway / name of a program that the server lets in");
  whom->require_option(1);
  issue->callback([input, &context] { context.Finish(Issue(*input, context)); });
  add("show", "显示指纹，供与平板核对 / show the fingerprint that tablets are compared with")
      ->callback([input, &context] { context.Finish(Show(input->folder, context)); });
}

}  // namespace touchstone::cli
