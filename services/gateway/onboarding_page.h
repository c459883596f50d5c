#pragma once

#include <string>
#include <string_view>

// The page that a new tablet sees first, in Chinese and English. Pure.
namespace touchstone::gateway {

// Its style sheet, which stands in it; for the content security policy.
std::string_view OnboardingStyle();

// `fingerprint`: SHA-256 of the authority's certificate as hexadecimal digits, in groups of two
// with ':' between; `pages`: origin of the pages, "https://host:port". REQUIRES: neither holds
// characters that mean something in HTML.
std::string OnboardingPage(std::string_view fingerprint, std::string_view pages);

}  // namespace touchstone::gateway
