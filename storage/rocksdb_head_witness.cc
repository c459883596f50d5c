#include "storage/rocksdb_head_witness.h"

#include <memory>
#include <string_view>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "rocksdb/file_checksum.h"
#include "storage/rocksdb_status.h"

namespace touchstone::storage {
namespace {

std::string Crc32cHex(const std::string& text) {
  const auto checksum = rocksdb::GetFileChecksumGenCrc32cFactory()->CreateFileChecksumGenerator({});
  checksum->Update(text.data(), text.size());
  checksum->Finalize();
  return absl::BytesToHexString(checksum->GetChecksum());
}

std::string Format(const Head& head) {
  const std::string text = absl::StrCat("touchstone-head 1\nsequence ", head.sequence,
                                        "\nfeed_end ", head.feed_end, "\n");
  return absl::StrCat(text, "crc32c ", Crc32cHex(text), "\n");
}

std::optional<Head> Parse(const std::string& text) {
  const std::vector<std::string> words = absl::StrSplit(text, absl::ByAnyChar(" \n"));
  Head head;
  if (words.size() < 6 || !absl::SimpleAtoi(words[3], &head.sequence) ||
      !absl::SimpleAtoi(words[5], &head.feed_end) || Format(head) != text) {
    return std::nullopt;
  }
  return head;
}

std::string FolderOf(const std::string& path) { return path.substr(0, path.rfind('/')); }

}  // namespace

absl::Status WriteHeadWitness(rocksdb::FileSystem& files, const std::string& path,
                              const Head& head) {
  const rocksdb::IOOptions io;
  const std::string draft = path + ".draft";
  rocksdb::IOStatus status =
      rocksdb::WriteStringToFile(&files, Format(head), draft, /*should_sync=*/true);
  if (status.ok()) status = files.RenameFile(draft, path, io, nullptr);
  std::unique_ptr<rocksdb::FSDirectory> folder;
  if (status.ok()) status = files.NewDirectory(FolderOf(path), io, &folder, nullptr);
  if (status.ok()) status = folder->Fsync(io, nullptr);
  return FromRocksDb(absl::StrCat("writing the head witness ", path), status);
}

absl::StatusOr<std::optional<Head>> ReadHeadWitness(rocksdb::FileSystem& files,
                                                    const std::string& path) {
  const rocksdb::IOStatus exists = files.FileExists(path, rocksdb::IOOptions(), nullptr);
  if (exists.IsNotFound()) return std::nullopt;
  std::string text;
  const rocksdb::IOStatus read =
      exists.ok() ? rocksdb::ReadFileToString(&files, path, &text) : exists;
  if (!read.ok()) return FromRocksDb(absl::StrCat("reading the head witness ", path), read);
  const std::optional<Head> head = Parse(text);
  if (!head) {
    return absl::DataLossError(absl::StrCat(
        "the head witness ", path, " is damaged; see storage/FORMAT.md before removing it"));
  }
  return head;
}

absl::Status CheckAgainstWitness(const Head& witness, const Head& found) {
  if (found.sequence >= witness.sequence && found.feed_end >= witness.feed_end) {
    return absl::OkStatus();
  }
  return absl::DataLossError(absl::StrCat(
      "the database is behind its head witness: sequence ", found.sequence, ", feed end ",
      found.feed_end, "; the witness has seen sequence ", witness.sequence, ", feed end ",
      witness.feed_end, ". Acknowledged commits are missing: restore the files or a backup"));
}

}  // namespace touchstone::storage
