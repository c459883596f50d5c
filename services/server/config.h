#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "services/gateway/settings.h"

namespace touchstone {

// What `touchstoned` is told on its command line.
struct Config {
  std::string listen = "127.0.0.1:7443";  // host:port; port 0: any free one
  std::string unix_socket;                // path of a second, local entrance; empty: none
  std::string data_dir = "touchstone-data";
  std::string first_token_file;  // empty: `first-token` in data_dir
  std::string public_url;        // empty: see PublicUrl()
  std::string tls_certificate;   // PEM files: all three or none
  std::string tls_key;
  std::string tls_client_ca;
  gateway::Settings web;          // `web.listen` empty: no gateway
  bool web_behind_proxy = false;  // a proxy on this machine counts what each address takes
  unsigned threads = 0;           // 0: one for each core
  unsigned cache_mb = 0;          // 0: an eighth of the machine's memory
  bool json_log = false;

  std::string FirstTokenFile() const;
  std::string FirstInvitationFile() const;
  std::string ReceiptKeyFile() const;
  std::string BadgeKeyFile() const;
  std::string CodeSecretFile() const;
  // Where everybody reaches the pages, without a slash at the end; when it was not said, where they
  // are served, under this machine's name when that is every address.
  std::string PublicUrl() const;
  std::string StorePath() const;
  // How much of what was read lately is kept, of so many bytes of memory; at least 64 MB.
  std::size_t CacheBytes(std::size_t memory) const;
  bool HasTls() const { return !tls_certificate.empty(); }
};

// The server of a gateway that runs alone.
struct Upstream {
  std::string address;      // host:port
  std::string ca;           // PEM files, all three or none: who signed the server's certificate,
  std::string certificate;  // and what the gateway shows to the server
  std::string key;

  bool HasTls() const { return !ca.empty(); }
};

// What the command line asks for: to run with `config`; with an `upstream`, to run no server but
// its gateway, for which only `web…` and `json_log` count; or to end with `exit_code` because help
// or the version was shown or an option was wrong; the texts were printed then.
struct CommandLine {
  Config config;
  std::optional<Upstream> upstream;
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
// Likewise for a gateway that runs alone; and tokens travel to other machines over mutual TLS only.
absl::Status CheckGateway(const Config& config, const Upstream& upstream);

}  // namespace touchstone
