#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

// How values are written in HTTP headers and in gRPC-Web's text mode. Pure.
namespace touchstone::gateway {

// RFC 4648 with padding.
std::string Base64(std::string_view bytes);
// Without padding, as gRPC writes `-bin` values.
std::string Base64Unpadded(std::string_view bytes);
// Reads base64 that is padded, not padded, or made of several padded pieces one after the other.
// nullopt for anything else.
std::optional<std::string> FromBase64(std::string_view text);

// `grpc-message`: bytes outside of printable ASCII and '%' as %XX.
std::string PercentEncode(std::string_view text);
// %XX as bytes; nullopt when a '%' is followed by something else.
std::optional<std::string> PercentDecode(std::string_view text);

// `grpc-timeout`: 1 to 8 digits and a unit of H, M, S, m, u, n. nullopt for anything else.
std::optional<std::chrono::nanoseconds> ParseGrpcTimeout(std::string_view text);

// ASCII only.
std::string LowerCase(std::string_view text);

}  // namespace touchstone::gateway
