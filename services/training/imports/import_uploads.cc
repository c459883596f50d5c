#include "services/training/imports/import_uploads.h"

#include <algorithm>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include "services/common/errors.h"
#include "services/common/idempotency.h"
#include "services/common/page_token.h"
#include "services/common/resource_name.h"
#include "services/training/imports/import_store.h"
#include "services/training/training_access.h"
#include "services/training/training_setup.h"
#include "storage/keys.h"

namespace touchstone::training {
namespace {

namespace keys = storage::keys;

constexpr std::size_t kMostOpen = 16;  // of a company

absl::Status Invalid(const std::string& field, const std::string& what) {
  return MakeError(Reason::REQUEST_INVALID, field + ": " + what, {{field, what}});
}

// The id of the company in whose name the caller may import; "-" for organisers.
absl::StatusOr<std::string> CompanyOf(const storage::KvStore& store, const Caller& caller,
                                      const std::string& parent) {
  if (!RequireCompany(caller, parent).ok()) return Missing(caller);
  if (parent == "companies/-") return std::string("-");
  auto company = ParseResourceName("companies", parent, "parent");
  if (!company.ok()) return company.status();
  auto found = store.Get(keys::Resource("company", *company));
  if (!found.ok()) return StoreError(found.status());
  if (!*found) return Missing(caller);
  return *std::move(company);
}

// Ids sort by the time: "0000019af…-" and what makes them unique.
std::string NewImportId(Time now, IdGenerator& ids) {
  const auto micros =
      std::chrono::duration_cast<std::chrono::microseconds>(now.time_since_epoch()).count();
  char digits[24];
  std::snprintf(digits, sizeof digits, "%014llx-", static_cast<unsigned long long>(micros));
  return digits + ids.NewId().substr(0, 12);
}

}  // namespace

absl::Status ImportUploads::ForgetOld(const std::string& company,
                                      storage::WriteBatch& batch) const {
  const std::string prefix = keys::OpenImportPrefix();
  std::vector<StoredImport> old;
  std::vector<StoredImport> own;
  absl::Status read;
  absl::Status scanned =
      store_.Scan(prefix, storage::PrefixEnd(prefix), [&](std::string_view key, std::string_view) {
        key.remove_prefix(prefix.size());
        const auto slash = key.find('/');
        StoredImport stored{
            {std::string(key.substr(0, slash)), std::string(key.substr(slash + 1))}, {}, {}};
        auto import = ReadStored<v1::Import>(
            store_, keys::Import(stored.name.company, stored.name.id), &stored.bytes);
        read = import.status();
        if (!import.ok()) return false;
        if (*import) stored.import = **std::move(import);
        const bool is_old = IsForgotten(stored.import, clock_);
        if (is_old)
          old.push_back(std::move(stored));
        else if (stored.name.company == company)
          own.push_back(std::move(stored));
        return true;
      });
  if (!scanned.ok()) return StoreError(scanned);
  if (!read.ok()) return read;
  for (std::size_t i = 0; i + kMostOpen <= own.size(); ++i) old.push_back(std::move(own[i]));
  for (const StoredImport& stored : old) {
    const std::string key = keys::Import(stored.name.company, stored.name.id);
    batch.ExpectValue(key, stored.bytes);
    batch.Delete(key);
    ForgetUpload(stored, batch);
  }
  return absl::OkStatus();
}

Awaitable<absl::Status> ImportUploads::Create(Call call, const v1::CreateImportRequest& request,
                                              v1::Import& response) const {
  auto company = CompanyOf(store_, call.caller(), request.parent());
  if (!company.ok()) co_return company.status();
  if (request.import().sha256().size() != 32) co_return Invalid("import.sha256", "is 32 bytes");
  IdempotentRequest once(call.caller(), call.method(), request.request_id(), request, clock_);
  absl::StatusOr<bool> answered = once.FindAnswer(store_, &response);
  if (!answered.ok() || *answered) co_return answered.status();
  const Time now = clock_.Now();
  const ImportName name{*std::move(company), NewImportId(now, ids_)};
  response.set_name(name.ToString());
  response.set_kind(request.import().kind());
  response.set_file_name(request.import().file_name());
  response.set_size(request.import().size());
  response.set_sha256(request.import().sha256());
  response.set_state(v1::Import::STATE_UPLOADING);
  *response.mutable_create_time() = touchstone::ToTimestamp(now);
  storage::WriteBatch batch;
  absl::Status forgotten = ForgetOld(name.company, batch);
  if (!forgotten.ok()) co_return forgotten;
  const std::string key = keys::Import(name.company, name.id);
  batch.ExpectAbsent(key);
  batch.Put(key, response.SerializeAsString());
  batch.Put(keys::OpenImport(name.company, name.id), "");
  once.Remember(response, &batch);
  absl::StatusOr<std::uint64_t> done = co_await AsyncCommit(store_, std::move(batch));
  co_return done.status();
}

Awaitable<absl::Status> ImportUploads::Upload(Call call, const v1::UploadImportRequest& request,
                                              v1::Import& response) const {
  auto stored = FindImport(store_, call.caller(), request.name(), clock_);
  if (!stored.ok()) co_return stored.status();
  response = stored->import;
  const std::uint64_t received = response.received();
  const std::uint64_t end = request.offset() + request.content().size();
  const bool open = response.state() == v1::Import::STATE_UPLOADING;
  if (!open && response.state() != v1::Import::STATE_UPLOADED) {
    co_return MakeError(Reason::IMPORT_STATE_WRONG);
  }
  if (end > response.size() || end < request.offset()) {
    co_return Invalid("content", "goes beyond the size of the file");
  }
  if (request.offset() > received) {
    co_return MakeError(Reason::UPLOAD_OFFSET_WRONG, "",
                        {{"offset", "at most " + std::to_string(received)}});
  }
  if (end <= received) co_return absl::OkStatus();
  storage::WriteBatch batch;
  std::string_view rest = request.content();
  rest.remove_prefix(received - request.offset());
  const auto& [company, id] = stored->name;
  std::uint64_t block = received / kImportBlock;
  std::string bytes;
  if (received % kImportBlock != 0) {
    auto begun = store_.Get(keys::ImportBlock(company, id, block));
    if (!begun.ok()) co_return StoreError(begun.status());
    bytes = begun->value_or("");
  }
  for (; !rest.empty(); ++block, bytes.clear()) {
    const std::size_t size = std::min(rest.size(), kImportBlock - bytes.size());
    bytes += rest.substr(0, size);
    rest.remove_prefix(size);
    batch.Put(keys::ImportBlock(company, id, block), bytes);
  }
  response.set_received(end);
  if (end == response.size()) response.set_state(v1::Import::STATE_UPLOADED);
  ReplaceImport(*stored, response, batch);
  absl::StatusOr<std::uint64_t> done = co_await AsyncCommit(store_, std::move(batch));
  co_return done.status();
}

Awaitable<absl::Status> ImportUploads::Get(Call call, const v1::GetImportRequest& request,
                                           v1::Import& response) const {
  auto stored = FindImport(store_, call.caller(), request.name(), clock_);
  if (!stored.ok()) co_return stored.status();
  response = std::move(stored->import);
  co_return absl::OkStatus();
}

Awaitable<absl::Status> ImportUploads::List(Call call, const v1::ListImportsRequest& request,
                                            v1::ListImportsResponse& response) const {
  auto company = CompanyOf(store_, call.caller(), request.parent());
  if (!company.ok()) co_return company.status();
  const std::string list = "imports/" + *company;
  absl::StatusOr<std::string> last = ParsePageToken(list, request.page_token());
  if (!last.ok()) co_return last.status();
  const std::string prefix = keys::ImportPrefix(*company);
  const std::string end = last->empty() ? storage::PrefixEnd(prefix) : prefix + *last;
  const auto page_size = static_cast<int>(PageSize(request.page_size()));
  bool readable = true;
  bool more = false;
  absl::Status scanned =
      store_.ScanBackward(prefix, end, [&](std::string_view, std::string_view value) {
        v1::Import import;
        readable = import.ParseFromArray(value.data(), static_cast<int>(value.size()));
        if (!readable) return false;
        if (IsForgotten(import, clock_)) return true;
        more = response.imports_size() == page_size;
        if (!more) *response.add_imports() = std::move(import);
        return !more;
      });
  if (!scanned.ok()) co_return StoreError(scanned);
  if (!readable) co_return MakeError(Reason::STORE_READ_FAILED, "import");
  if (more) {
    const std::string& name = response.imports().rbegin()->name();
    response.set_next_page_token(MakePageToken(list, name.substr(name.rfind('/') + 1)));
  }
  co_return absl::OkStatus();
}

}  // namespace touchstone::training
