#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "services/gateway/http.h"

// Which headers of a browser become metadata of a call, and which metadata become headers. Pure.
namespace touchstone::gateway {

// Names and values; those of names that end in `-bin` are raw bytes.
using Metadata = std::vector<std::pair<std::string, std::string>>;

// What a browser's request says to the service: `authorization` and headers of the application.
// Cookies, `sec-*`, `grpc-*`, hop-by-hop headers and those that speak of HTTP itself stay behind,
// and so does what gRPC could not carry.
//   INTERNAL  a `-bin` value is no base64
absl::StatusOr<Metadata> MetadataOf(const Headers& headers);

// Metadata of an answer as headers, `-bin` in base64; `grpc-*` and what HTTP itself uses left out.
Headers HeadersOf(const Metadata& metadata);

}  // namespace touchstone::gateway
