#pragma once

#include <string>
#include <string_view>

namespace touchstone {

// SHA-256 (FIPS 180-4), 32 bytes.
std::string Sha256(std::string_view bytes);

// Lower-case hex digits, two for each byte.
std::string ToHex(std::string_view bytes);

// SHA-256 of a certificate (DER) as devices show it and people compare it: "AB:CD:…", 32 pairs.
std::string CertificateFingerprint(std::string_view der);

}  // namespace touchstone
