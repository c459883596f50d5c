#include "services/training/imports/import_rows.h"

#include <algorithm>

#include "services/common/resource_name.h"
#include "services/common/rpc.h"
#include "services/common/validator.h"
#include "services/tables/stable_id.h"
#include "services/training/training_access.h"
#include "services/training/training_convert.h"
#include "storage/keys.h"

namespace touchstone::training {
namespace {

namespace keys = storage::keys;
using Kind = ImportColumn::Kind;
using tables::Cell;
using tables::Row;

// The id of a name of the collection, or the text itself when it is an id; empty otherwise.
std::string IdOf(std::string_view collection, std::string_view text) {
  if (IsResourceId(text)) return std::string(text);
  auto id = ParseResourceName(collection, text);
  return id.ok() ? *std::move(id) : std::string();
}

std::string Lower(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

bool Means(const ImportColumn& column, const std::string& title) {
  if (title == column.title || Lower(title) == column.name) return true;
  return std::find(column.other_titles.begin(), column.other_titles.end(), title) !=
         column.other_titles.end();
}

// An id that is the same for the same parts, whatever their row.
std::string RecordIdOf(const std::vector<std::string>& parts) {
  std::string text = "\n";
  for (const std::string& part : parts) text += part + "\n";
  return tables::StableId("r", text);
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

struct ImportRows::RowState {
  v1::NewRecord asked;
  std::string company;
  const Person* person = nullptr;
  const References::BatchParts* batch = nullptr;
  std::vector<std::string> id_parts;
  bool sound = true;
};

ImportRows::ImportRows(const storage::KvStore& store, const Caller& caller, References& references,
                       const ImportTable& table, std::string company, bool dates_from_1904)
    : store_(store),
      caller_(caller),
      references_(references),
      table_(table),
      company_(std::move(company)),
      dates_from_1904_(dates_from_1904) {
  for (const auto& [id, type] : references.types()) {
    types_[id] = id;
    types_.emplace(type.display_name.zh, id);
    types_.emplace(type.display_name.en, id);
  }
}

absl::Status ImportRows::ReadHead(const Row& row) {
  head_row_ = row.number;
  std::vector<FieldViolation> wrong;
  const std::string line = std::to_string(row.number);
  for (std::size_t i = 0; i < row.cells.size(); ++i) {
    titles_.push_back(PlainText(row.cells[i]).value_or(row.cells[i].text));
    const std::string& title = titles_.back();
    if (title.empty()) continue;
    const auto column = std::find_if(table_.columns.begin(), table_.columns.end(),
                                     [&](const ImportColumn& each) { return Means(each, title); });
    const std::string place = tables::ColumnName(i) + line;
    if (column == table_.columns.end()) {
      wrong.push_back({place, "不认识的列名“" + title + "” / unknown column \"" + title + "\""});
    } else if (!places_.emplace(column->name, i).second) {
      wrong.push_back({place, "列名重复“" + title + "” / the column occurs twice"});
    }
  }
  for (const ImportColumn& column : table_.columns) {
    if (!column.required || places_.contains(column.name)) continue;
    const std::string name(column.name);
    wrong.push_back(
        {line, "缺少列“" + std::string(column.title) + "” / the column " + name + " is missing"});
  }
  if (wrong.empty()) return absl::OkStatus();
  const std::string first = wrong[0].field + ": " + wrong[0].description;
  return MakeError(Reason::IMPORT_MALFORMED, first, std::move(wrong));
}

const Cell& ImportRows::CellOf(const Row& row, const ImportColumn& column) const {
  static const Cell kNone;
  const auto place = places_.find(column.name);
  return place == places_.end() ? kNone : row.At(place->second);
}

void ImportRows::Problem(const Row& row, const ImportColumn* column, Reason reason,
                         BothTexts text) {
  RowProblem problem{row.number, std::nullopt, reason, std::move(text)};
  if (column != nullptr) {
    const auto place = places_.find(column->name);
    if (place != places_.end()) problem.column = place->second;
  }
  problems_.Add(std::move(problem));
}

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

absl::Status ImportRows::ReadCell(const Row& row, const ImportColumn& column, RowState& state) {
  const Cell& cell = CellOf(row, column);
  CellValue value = ValueOf(column, cell, dates_from_1904_);
  if (value.text.empty() && !value.problem && column.required) {
    value.problem = BothTexts{"不能为空", "may not be empty"};
  }
  if (value.problem) {
    state.sound = false;
    Problem(row, &column, Reason::REQUEST_INVALID, *std::move(value.problem));
    return absl::OkStatus();
  }
  const bool names = column.kind == Kind::kType || column.kind == Kind::kBatch ||
                     column.kind == Kind::kSession || column.kind == Kind::kSite;
  if (names && !value.text.empty()) return ReadReference(row, column, value.text, state);
  SetValue(column, value.text, *state.asked.mutable_record());
  const bool counts = column.identifies && (column.kind != Kind::kRepeat || !value.text.empty());
  if (counts) state.id_parts.push_back(value.text);
  return absl::OkStatus();
}

absl::Status ImportRows::Read(const Row& row) {
  RowState state;
  // What stands in such cells depends on who opened the file last.
  for (std::size_t i = 0; i < row.cells.size() && i < titles_.size(); ++i) {
    const Cell& cell = row.cells[i];
    if (titles_[i].empty() || (!cell.formula && cell.kind != Cell::Kind::kError)) continue;
    state.sound = false;
    problems_.Add(
        {row.number,
         i,
         Reason::IMPORT_MALFORMED,
         {"公式或错误值，请改为值本身", "a formula or an error; enter the value itself"}});
  }
  if (!state.sound) return absl::OkStatus();
  auto company = ReadCompany(row);
  if (!company.ok()) return company.status();
  if (*company) {
    state.company = **company;
    auto person = ReadPerson(row, state.company);
    if (!person.ok()) return person.status();
    state.person = *person;
  }
  constexpr std::size_t kAboutTheWorker = 3;
  for (std::size_t i = kAboutTheWorker; i < table_.columns.size(); ++i) {
    const ImportColumn& column = table_.columns[i];
    if (column.kind == Kind::kSite && !*company) continue;
    if (absl::Status read = ReadCell(row, column, state); !read.ok()) return read;
  }
  if (state.person == nullptr || !state.sound) return absl::OkStatus();
  return Finish(row, state);
}

absl::Status ImportRows::Finish(const Row& row, RowState& state) {
  // The ids of certificates and attendances are those that the command line once made.
  const bool bare =
      table_.kind == v1::IMPORT_KIND_CERTIFICATES || table_.kind == v1::IMPORT_KIND_ATTENDANCES;
  if (!bare) state.id_parts.insert(state.id_parts.begin(), std::string(table_.name));
  state.asked.set_record_id(RecordIdOf(state.id_parts));
  state.asked.set_worker(workers_[state.person->index]);
  if (absl::Status valid = Validate(state.asked); !valid.ok()) {
    const ErrorDetail detail = DetailOf(valid);
    for (const FieldViolation& field : detail.fields) {
      const std::string path =
          field.field.starts_with("record.") ? field.field.substr(7) : field.field;
      problems_.Add(
          {row.number, ColumnOf(path), detail.reason, {"格式不对或过长", field.description}});
    }
    return absl::OkStatus();
  }
  const std::string key = std::to_string(state.person->index) + "/" + state.asked.record_id();
  if (const auto [first, is_new] = seen_.emplace(key, row.number); !is_new) {
    const std::string line = std::to_string(first->second);
    Problem(row, nullptr, Reason::ROW_REPEATED,
            {"与第 " + line + " 行相同", "says the same as row " + line});
    return absl::OkStatus();
  }
  state.asked.clear_worker();
  rows_.push_back({row.number, state.person->index, state.asked.SerializeAsString()});
  return absl::OkStatus();
}

void ImportRows::CheckMerged(const std::vector<tables::MergedRange>& merged) {
  for (const tables::MergedRange& range : merged) {
    if (range.last_row <= head_row_ || range.first_column >= titles_.size()) continue;
    problems_.Add({range.first_row,
                   range.first_column,
                   Reason::IMPORT_MALFORMED,
                   {"合并单元格 " + range.ToString() + "，请取消合并，每行填全",
                    "merged cells " + range.ToString() + "; unmerge them and fill every row"}});
  }
  if (!merged.empty()) problems_.DropCovered(merged);
}

std::optional<std::size_t> ImportRows::ColumnOf(std::string_view field) const {
  for (const ImportColumn& column : table_.columns) {
    if (column.field != field) continue;
    const auto place = places_.find(column.name);
    if (place != places_.end()) return place->second;
  }
  return std::nullopt;
}

}  // namespace touchstone::training
