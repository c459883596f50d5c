#include "services/common/secret_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

namespace touchstone {
namespace {

absl::Status Failed(const char* what, const std::string& path) {
  return absl::InternalError(std::string(what) + " " + path + ": " + std::strerror(errno));
}

absl::Status SyncFolderOf(const std::string& path) {
  const std::string folder = std::filesystem::absolute(path).parent_path();
  const int opened = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (opened < 0) return Failed("open", folder);
  absl::Status status = ::fsync(opened) == 0 ? absl::OkStatus() : Failed("fsync", folder);
  ::close(opened);
  return status;
}

}  // namespace

absl::Status WriteSecretFile(const std::string& path, std::string_view text) {
  const std::string draft = path + ".draft";
  if (::unlink(draft.c_str()) != 0 && errno != ENOENT) return Failed("unlink", draft);
  const int file = ::open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) return Failed("open", draft);
  const bool written = ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  const bool durable = written && ::fsync(file) == 0;
  absl::Status status = durable ? absl::OkStatus() : Failed("write", draft);
  ::close(file);
  if (!status.ok()) return status;
  if (::rename(draft.c_str(), path.c_str()) != 0) return Failed("rename", path);
  return SyncFolderOf(path);
}

absl::StatusOr<std::string> ReadSecretFile(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0 && errno == ENOENT) return absl::NotFoundError(path);
  if (file < 0) return Failed("open", path);
  struct stat info {};
  std::string text(4096, '\0');
  absl::Status status;
  ssize_t size = 0;
  if (::fstat(file, &info) != 0) {
    status = Failed("stat", path);
  } else if ((info.st_mode & 077) != 0) {
    status = absl::InternalError("其他用户可以读取，请 chmod 600 · others may read " + path +
                                 "; chmod 600 it");
  } else if (size = ::read(file, text.data(), text.size()); size < 0) {
    status = Failed("read", path);
  }
  ::close(file);
  if (!status.ok()) return status;
  text.resize(static_cast<std::size_t>(size));
  return text;
}

}  // namespace touchstone
