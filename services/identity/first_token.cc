#include "services/identity/first_token.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string_view>
#include <utility>

#include "storage/keys.h"

namespace touchstone::identity {
namespace {

absl::Status WriteSecretFile(const std::string& path, std::string_view text) {
  const auto failed = [&](const char* what) {
    return absl::InternalError(std::string(what) + " " + path + ": " + std::strerror(errno));
  };
  if (::unlink(path.c_str()) != 0 && errno != ENOENT) return failed("unlink");
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) return failed("open");
  const bool written = ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  const bool durable = written && ::fsync(file) == 0;
  absl::Status status = durable ? absl::OkStatus() : failed("write");
  ::close(file);
  return status;
}

}  // namespace

absl::StatusOr<bool> MakeFirstToken(storage::KvStore& store, const Tokens& tokens,
                                    const std::string& path) {
  const std::string prefix = storage::keys::TokenIdPrefix();
  bool any = false;
  absl::Status scanned =
      store.Scan(prefix, storage::PrefixEnd(prefix), [&](std::string_view, std::string_view) {
        any = true;
        return false;
      });
  if (!scanned.ok()) return scanned;
  if (any) return false;
  v1::Token wanted;
  wanted.set_role(v1::ROLE_ORGANISER);
  wanted.set_display_name("首个组织者令牌 · first organiser token");
  storage::WriteBatch batch;
  const Tokens::New made = tokens.Make(wanted, &batch);
  if (absl::Status s = WriteSecretFile(path, made.secret + "\n"); !s.ok()) return s;
  auto committed = store.CommitSync(std::move(batch));
  if (!committed.ok()) return committed.status();
  return true;
}

}  // namespace touchstone::identity
