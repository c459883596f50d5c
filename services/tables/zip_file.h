#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/tables/table.h"

namespace touchstone::tables {

// The entries of a zip archive in memory, unpacked piece by piece under the limits, so that a small
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

  // Begins with an entry; one at a time. IMPORT_TOO_LARGE when it says itself that it is over the
  // limits or packed too tightly; REQUEST_INVALID when it is missing, encrypted or damaged.
  absl::Status OpenEntry(const std::string& entry);
  // The next piece, empty at its end. Errors as above: an entry may lie about its size.
  absl::StatusOr<std::string_view> ReadPiece();

 private:
  struct Source {
    std::string_view bytes;
    std::size_t at = 0;
  };

  ZipFile(std::string_view bytes, std::string_view file, const Limits& limits)
      : source_{bytes, 0}, file_(file), limits_(limits) {}
  friend struct ZipSource;

  bool Refused(std::size_t size) const;
  absl::Status Bomb() const;
  absl::Status Damaged() const;

  Source source_;
  std::string file_;
  Limits limits_;
  std::size_t unpacked_ = 0;  // of the entries before the open one
  std::string entry_;         // the open one
  std::size_t packed_size_ = 0;
  std::size_t size_ = 0;  // what was read of it
  std::string piece_;
  void* zip_ = nullptr;
};

}  // namespace touchstone::tables
