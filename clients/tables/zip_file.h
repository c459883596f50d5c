#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "clients/tables/table.h"

namespace touchstone::tables {

// The entries of a zip archive in memory, unpacked one by one under the limits, so that a small
// file that unpacks to gigabytes is refused before it does. Not thread-safe.
class ZipFile {
 public:
  // `bytes` must outlive this. REQUEST_INVALID when it is no zip archive.
  static absl::StatusOr<std::unique_ptr<ZipFile>> Open(std::string_view bytes,
                                                       std::string_view file, const Limits& limits);
  ~ZipFile();
  ZipFile(const ZipFile&) = delete;
  ZipFile& operator=(const ZipFile&) = delete;

  bool Has(const std::string& entry) const;
  // The unpacked entry. IMPORT_TOO_LARGE when it, or all that was read, is over the limits or
  // packed too tightly; REQUEST_INVALID when it is missing, encrypted or damaged.
  absl::StatusOr<std::string> Read(const std::string& entry);

 private:
  struct Source {
    std::string_view bytes;
    std::size_t at = 0;
  };

  ZipFile(std::string_view bytes, std::string_view file, const Limits& limits)
      : source_{bytes, 0}, file_(file), limits_(limits) {}
  friend struct ZipSource;

  Source source_;
  std::string file_;
  Limits limits_;
  std::size_t unpacked_ = 0;
  void* zip_ = nullptr;
};

}  // namespace touchstone::tables
