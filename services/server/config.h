#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "services/gateway/limits.h"

namespace touchstone {

// What `touchstoned` is told on its command line.
struct Config {
  std::string listen = "127.0.0.1:7443";  // host:port; port 0: any free one
  std::string unix_socket;                // path of a second, local entrance; empty: none
  std::string data_dir = "touchstone-data";
  std::string first_token_file;  // empty: `first-token` in data_dir
  std::string tls_certificate;   // PEM files: all three or none
  std::string tls_key;
  std::string tls_client_ca;
  std::string web_listen;       // host:port for browsers; empty: no gateway
  std::string web_root;         // folder of the pages; empty: none
  std::string web_certificate;  // PEM files: both or none
  std::string web_key;
  std::vector<std::string> web_origins;
  bool web_behind_proxy = false;  // a proxy on this machine counts what each address takes
  std::size_t web_connections = gateway::Limits().connections;
  // Half of them may be streams.
  std::size_t web_connections_per_address = gateway::Limits().connections_per_address;
  std::string onboarding_listen;  // host:port of the plain page for new tablets; empty: none
  std::string onboarding_ca;      // PEM file that the page hands out
  unsigned threads = 0;           // 0: one for each core
  bool json_log = false;

  std::string FirstTokenFile() const;
  std::string FirstInvitationFile() const;
  std::string ReceiptKeyFile() const;
  std::string StorePath() const;
  bool HasTls() const { return !tls_certificate.empty(); }
};

// What the command line asks for: to run with `config`, or to end with `exit_code` because help or
// the version was shown or an option was wrong; the texts were printed then.
struct CommandLine {
  Config config;
  std::optional<int> exit_code;
};
CommandLine ParseCommandLine(int argc, const char* const* argv);

// Whether only programs of this machine can connect to `address` (host:port).
bool IsLoopback(const std::string& address);

// Refuses what would be unsafe: an address that other machines can reach without TLS files, which
// make client certificates required; some but not all TLS files; a page for new tablets without
// pages over TLS; a proxy in front of pages that others reach past it. INVALID_ARGUMENT, in Chinese
// and English.
absl::Status CheckConfig(const Config& config);

}  // namespace touchstone
