#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace touchstone::e2e {

// An error that was planted, as an import must name it.
struct Planted {
  std::size_t row = 0;  // as a spreadsheet counts
  std::string column;
  std::string reason;

  friend auto operator<=>(const Planted&, const Planted&) = default;
};

// A table of certificates of the workers n-0, n-1 …, made from a seed with libxlsxwriter: dates are
// numbers with a format in one half of the rows and texts in the other.
struct CertificateTable {
  std::string xlsx;
  std::vector<Planted> planted;  // in their order
};
CertificateTable MakeCertificates(std::size_t rows, std::size_t workers, std::size_t errors,
                                  std::uint32_t seed, const std::string& numbers);

}  // namespace touchstone::e2e
