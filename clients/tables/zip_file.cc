#include "clients/tables/zip_file.h"

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

absl::StatusOr<std::string> ZipFile::Read(const std::string& entry) {
  const std::string place = file_ + "!" + entry;
  const auto damaged = [&] { return TableError(place, "缺失或损坏", "missing or damaged"); };
  unz_file_info64 info;
  if (unzLocateFile(zip_, entry.c_str(), 2) != UNZ_OK ||
      unzGetCurrentFileInfo64(zip_, &info, nullptr, 0, nullptr, 0, nullptr, 0) != UNZ_OK)
    return damaged();
  if ((info.flag & 1) != 0) return TableError(place, "文件已加密", "the file is encrypted");
  const auto refused = [&](std::size_t size) {
    const bool tight = size > (10u << 20) && size / limits_.pack_ratio > info.compressed_size;
    return tight || unpacked_ + size > limits_.unpacked_bytes;
  };
  const auto bomb = [&] {
    return TooLarge(place, "解压后过大", "it unpacks to more than is accepted");
  };
  if (refused(info.uncompressed_size)) return bomb();
  if (unzOpenCurrentFile(zip_) != UNZ_OK) return damaged();
  std::string content;
  std::string chunk(65536, '\0');
  int count = 0;
  while ((count = unzReadCurrentFile(zip_, chunk.data(), 65536)) > 0) {
    content.append(chunk, 0, static_cast<std::size_t>(count));
    if (refused(content.size())) break;  // the header may have lied
  }
  const int closed = unzCloseCurrentFile(zip_);
  if (refused(content.size())) return bomb();
  if (count < 0 || closed != UNZ_OK) return damaged();
  unpacked_ += content.size();
  return content;
}

}  // namespace touchstone::tables
