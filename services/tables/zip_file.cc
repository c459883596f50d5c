#include "services/tables/zip_file.h"

#include <unzip.h>

#include <algorithm>
#include <cstring>

namespace touchstone::tables {

// Lets minizip read from memory; it never writes.
struct ZipSource {
  using Source = ZipFile::Source;
  static void* Open(void* opaque, const void*, int) { return opaque; }
  static uLong Read(void*, void* stream, void* buffer, uLong size) {
    Source& source = *static_cast<Source*>(stream);
    const std::size_t count = std::min<std::size_t>(size, source.bytes.size() - source.at);
    std::memcpy(buffer, source.bytes.data() + source.at, count);
    source.at += count;
    return count;
  }
  static uLong Write(void*, void*, const void*, uLong) { return 0; }
  static ZPOS64_T Tell(void*, void* stream) { return static_cast<Source*>(stream)->at; }
  static long Seek(void*, void* stream, ZPOS64_T offset, int origin) {
    Source& source = *static_cast<Source*>(stream);
    const std::size_t base = origin == ZLIB_FILEFUNC_SEEK_SET   ? 0
                             : origin == ZLIB_FILEFUNC_SEEK_CUR ? source.at
                                                                : source.bytes.size();
    if (offset > source.bytes.size() - base) return -1;
    source.at = base + offset;
    return 0;
  }
  static int Close(void*, void*) { return 0; }
  static int Error(void*, void*) { return 0; }
};

absl::StatusOr<std::unique_ptr<ZipFile>> ZipFile::Open(std::string_view bytes,
                                                       std::string_view file,
                                                       const Limits& limits) {
  std::unique_ptr<ZipFile> zip(new ZipFile(bytes, file, limits));
  zlib_filefunc64_def functions = {ZipSource::Open,  ZipSource::Read, ZipSource::Write,
                                   ZipSource::Tell,  ZipSource::Seek, ZipSource::Close,
                                   ZipSource::Error, &zip->source_};
  zip->zip_ = unzOpen2_64("", &functions);
  if (zip->zip_ == nullptr)
    return TableError(std::string(file), "不是完整的 xlsx 文件", "not a complete xlsx file");
  return zip;
}

ZipFile::~ZipFile() {
  if (zip_ != nullptr) unzClose(zip_);
}

bool ZipFile::Has(const std::string& entry) const {
  return unzLocateFile(zip_, entry.c_str(), 2) == UNZ_OK;
}

bool ZipFile::Refused(std::size_t size) const {
  const bool tight = size > (10u << 20) && size / limits_.pack_ratio > packed_size_;
  return tight || unpacked_ + size > limits_.unpacked_bytes;
}

absl::Status ZipFile::Bomb() const {
  return TooLarge(file_ + "!" + entry_, "解压后过大", "it unpacks to more than is accepted");
}

absl::Status ZipFile::Damaged() const {
  return TableError(file_ + "!" + entry_, "缺失或损坏", "missing or damaged");
}

absl::Status ZipFile::OpenEntry(const std::string& entry) {
  unpacked_ += size_;
  size_ = 0;
  entry_ = entry;
  unz_file_info64 info;
  if (unzLocateFile(zip_, entry.c_str(), 2) != UNZ_OK ||
      unzGetCurrentFileInfo64(zip_, &info, nullptr, 0, nullptr, 0, nullptr, 0) != UNZ_OK)
    return Damaged();
  if ((info.flag & 1) != 0)
    return TableError(file_ + "!" + entry, "文件已加密", "the file is encrypted");
  packed_size_ = info.compressed_size;
  if (Refused(info.uncompressed_size)) return Bomb();
  return unzOpenCurrentFile(zip_) == UNZ_OK ? absl::OkStatus() : Damaged();
}

absl::StatusOr<std::string_view> ZipFile::ReadPiece() {
  constexpr unsigned kPiece = 65536;
  piece_.resize(kPiece);
  const int count = unzReadCurrentFile(zip_, piece_.data(), kPiece);
  if (count < 0) return Damaged();
  size_ += static_cast<std::size_t>(count);
  if (Refused(size_)) return Bomb();  // the header may have lied
  if (count == 0 && unzCloseCurrentFile(zip_) != UNZ_OK) return Damaged();
  return std::string_view(piece_).substr(0, static_cast<std::size_t>(count));
}

}  // namespace touchstone::tables
