#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

// The small certificate authority of a hall without internet. Its folder holds ca.crt and ca.key,
// of the server server.crt and server.key, and of other programs what they are called: PEM, P-256,
// keys readable by their owner only.
namespace touchstone::cli {

// Makes the folder and an authority in it, valid for 10 years.
//   ALREADY_EXISTS  there is one: tablets trust it already, a new one would lock them out
//   UNAVAILABLE     the folder cannot be written
absl::Status CreateAuthority(const std::filesystem::path& folder);

// Makes a key and a certificate for a server that is reached under `hosts` (IP addresses and DNS
// names), valid for 397 days counted from yesterday; replaces those that are there. Tablets that
// trust the authority trust it at once.
//   INVALID_ARGUMENT     no host, or one that is neither an address nor a name
//   FAILED_PRECONDITION  no authority in the folder; it has expired
//   UNAVAILABLE          a file cannot be read or written
absl::Status IssueServerCertificate(const std::filesystem::path& folder,
                                    const std::vector<std::string>& hosts);

// Likewise for a program that a server should let in, such as a gateway that runs alone: makes
// `name`.crt and `name`.key, which prove to servers of this authority that the program is ours, and
// to nobody that it is a server.
//   INVALID_ARGUMENT  `name` is not 1 to 32 of a-z, 0-9 and '-', or is "ca" or "server"
absl::Status IssueClientCertificate(const std::filesystem::path& folder, const std::string& name);

// What people compare and look after.
struct CertificateFacts {
  std::string name;
  std::string fingerprint;         // SHA-256 of the certificate, "AB:CD:…", as devices show it
  std::string valid_until;         // "Nov 22 12:00:00 2036 GMT"
  std::vector<std::string> hosts;  // of a server
};
// NOT_FOUND when there is no certificate in `file`.
absl::StatusOr<CertificateFacts> ReadCertificate(const std::filesystem::path& file);

}  // namespace touchstone::cli
