// The half of ImportRows that looks up what a row names: companies, people, types, sites, batches.

#include <utility>

#include "services/common/resource_name.h"
#include "services/common/rpc.h"
#include "services/training/imports/import_rows.h"
#include "services/training/training_access.h"
#include "services/training/training_convert.h"
#include "storage/keys.h"

namespace touchstone::training {
namespace {

namespace keys = storage::keys;
using Kind = ImportColumn::Kind;
using tables::Row;

// The id of a name of the collection, or the text itself when it is an id; empty otherwise.
std::string IdOf(std::string_view collection, std::string_view text) {
  if (IsResourceId(text)) return std::string(text);
  auto id = ParseResourceName(collection, text);
  return id.ok() ? *std::move(id) : std::string();
}

// Ids by id and display name of all resources under a prefix of keys.
template <typename Resource>
absl::Status ReadNames(const storage::KvStore& store, const std::string& prefix,
                       std::map<std::string, std::string, std::less<>>& ids) {
  Resource resource;
  bool readable = true;
  absl::Status scanned =
      store.Scan(prefix, storage::PrefixEnd(prefix), [&](std::string_view, std::string_view value) {
        readable = resource.ParseFromArray(value.data(), static_cast<int>(value.size()));
        if (!readable) return false;
        ids[LastId(resource.name())] = LastId(resource.name());
        ids.emplace(resource.display_name(), LastId(resource.name()));
        return true;
      });
  if (!scanned.ok()) return StoreError(scanned);
  return readable ? absl::OkStatus() : MakeError(Reason::STORE_READ_FAILED, prefix);
}

}  // namespace

absl::StatusOr<std::optional<std::string>> ImportRows::ReadCompany(const Row& row) {
  const ImportColumn& column = table_.columns[0];
  const std::string text = PlainText(CellOf(row, column)).value_or("");
  const bool of_one = company_ != "-";
  if (text.empty() && of_one) return std::optional(company_);
  if (companies_.empty()) {
    absl::Status read = ReadNames<v1::Company>(store_, keys::ResourcePrefix("company"), companies_);
    if (!read.ok()) return read;
  }
  auto found = companies_.find(text);
  if (found == companies_.end()) found = companies_.find(IdOf("companies", text));
  if (found != companies_.end() && (!of_one || found->second == company_)) {
    return std::optional(found->second);
  }
  // Others' companies and none are one answer.
  if (of_one) {
    Problem(row, &column, Reason::REFERENCE_UNKNOWN,
            {"不是这次导入的单位: " + text, "is not the company of this import: " + text});
  } else if (text.empty()) {
    Problem(row, &column, Reason::REQUEST_INVALID, {"不能为空", "may not be empty"});
  } else {
    Problem(row, &column, Reason::REFERENCE_UNKNOWN,
            {"没有这个单位: " + text, "there is no such company: " + text});
  }
  return std::optional<std::string>();
}

absl::StatusOr<const ImportRows::Person*> ImportRows::ReadPerson(const Row& row,
                                                                 const std::string& company) {
  const ImportColumn& column = table_.columns[1];
  const auto number = PlainText(CellOf(row, column));
  if (!number || number->empty()) {
    Problem(row, &column, Reason::REQUEST_INVALID,
            number ? BothTexts{"不能为空", "may not be empty"}
                   : BothTexts{"工号请设为文本", "make the staff number a text"});
    return nullptr;
  }
  auto [known, is_new] = people_.try_emplace(company + "/" + *number);
  if (is_new) {
    auto id = store_.Get(keys::StaffNumber(company, *number));
    if (!id.ok()) return StoreError(id.status());
    if (*id) {
      auto worker = ReadStored<v1::Worker>(store_, keys::Resource("worker", **id));
      if (!worker.ok()) return worker.status();
      if (*worker) {
        known->second =
            Person{static_cast<std::uint32_t>(workers_.size()), (*worker)->display_name()};
        workers_.push_back((*worker)->name());
      }
    }
  }
  if (!known->second) {
    Problem(row, &column, Reason::REFERENCE_UNKNOWN,
            {"没有这个工号: " + *number, "no worker has this staff number: " + *number});
    return nullptr;
  }
  const ImportColumn& name_column = table_.columns[2];
  const std::string name = PlainText(CellOf(row, name_column)).value_or("");
  if (!name.empty() && name != known->second->display_name) {
    Problem(row, &name_column, Reason::REFERENCE_UNKNOWN,
            {"工号 " + *number + " 不是此人: " + name,
             "staff number " + *number + " is somebody else's than " + name + "'s"});
    return nullptr;
  }
  return &*known->second;
}

void ImportRows::ReadType(const Row& row, const ImportColumn& column, const std::string& text,
                          RowState& state) {
  auto type = types_.find(text);
  if (type == types_.end()) type = types_.find(IdOf("certificateTypes", text));
  if (type == types_.end()) {
    state.sound = false;
    return Problem(row, &column, Reason::REFERENCE_UNKNOWN,
                   {"没有这种证书: " + text, "there is no such type of certificate: " + text});
  }
  const std::string name = ResourceName("certificateTypes", type->second);
  SetValue(column, name, *state.asked.mutable_record());
  if (column.identifies) state.id_parts.push_back(name);
}

absl::Status ImportRows::ReadSite(const Row& row, const ImportColumn& column,
                                  const std::string& text, RowState& state) {
  auto [sites, is_new] = sites_.try_emplace(state.company);
  if (is_new) {
    absl::Status read =
        ReadNames<v1::Site>(store_, keys::ResourcePrefixIn(state.company, "site"), sites->second);
    if (!read.ok()) return read;
  }
  const std::string prefix = CompanyChildName(state.company, "sites", "");
  const std::string wanted = text.starts_with(prefix) ? text.substr(prefix.size()) : text;
  const auto site = sites->second.find(wanted);
  if (site == sites->second.end()) {
    state.sound = false;
    Problem(row, &column, Reason::REFERENCE_UNKNOWN,
            {"本单位没有这个项目: " + text, "the company has no such site: " + text});
    return absl::OkStatus();
  }
  SetValue(column, prefix + site->second, *state.asked.mutable_record());
  state.id_parts.push_back(site->second);
  return absl::OkStatus();
}

absl::Status ImportRows::ReadSession(const Row& row, const ImportColumn& column,
                                     const std::string& text, RowState& state) {
  if (state.batch == nullptr) return absl::OkStatus();  // said already
  for (const v1::Session& session : state.batch->batch.sessions()) {
    if (session.id() != text) continue;
    SetValue(column, text, *state.asked.mutable_record());
    state.asked.mutable_record()->set_date(session.date());
    state.id_parts.push_back(text);
    return absl::OkStatus();
  }
  state.sound = false;
  Problem(row, &column, Reason::REFERENCE_UNKNOWN,
          {"这一期没有这次课: " + text, "the batch has no such session: " + text});
  return absl::OkStatus();
}

absl::Status ImportRows::ReadReference(const Row& row, const ImportColumn& column,
                                       const std::string& text, RowState& state) {
  if (column.kind == Kind::kType) {
    ReadType(row, column, text, state);
    return absl::OkStatus();
  }
  if (column.kind == Kind::kSite) return ReadSite(row, column, text, state);
  if (column.kind == Kind::kSession) return ReadSession(row, column, text, state);
  const std::string id = IdOf("batches", text);
  auto batch = references_.Batch(ResourceName("batches", id));
  if (!batch.ok()) return batch.status();
  // Others' batches and none are one answer.
  if (*batch == nullptr || !RequireCompany(caller_, CompanyOfSite((*batch)->batch.site())).ok()) {
    state.sound = false;
    Problem(row, &column, Reason::REFERENCE_UNKNOWN,
            {"没有这期培训: " + text, "there is no such batch: " + text});
    return absl::OkStatus();
  }
  state.batch = *batch;
  SetValue(column, ResourceName("batches", id), *state.asked.mutable_record());
  state.id_parts.push_back(id);
  return absl::OkStatus();
}

}  // namespace touchstone::training
