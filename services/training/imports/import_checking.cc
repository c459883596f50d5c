#include "services/training/imports/import_checking.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "services/training/training_convert.h"
#include "storage/keys.h"

namespace touchstone::training {
namespace {

// What the checks of records say in English only.
std::string ZhOf(Reason reason, const std::string& description) {
  static const std::map<std::string, std::string, std::less<>> kWords = {
      {"is before date", "早于起始日期"},
      {"the attempt before is not there, or was passed", "没有前一次考核，或前一次已合格"},
      {"is no day of the calendar", "不是日历上的日期"},
      {"is computed from the type and never entered", "有效期由证书类型推算，不能填写"}};
  if (reason == Reason::RECORD_EXISTS) return "档案中已有这条记录而内容不同，请在档案中更正";
  const auto words = kWords.find(description);
  return words == kWords.end() ? std::string(ReasonTextZh(reason)) : words->second;
}

}  // namespace

ImportChecking::ImportChecking(const RecordAppending& appending, const Caller& caller,
                               References& references, const ImportName& name, ImportRows& rows,
                               bool collect)
    : appending_(appending),
      caller_(caller),
      references_(references),
      name_(name),
      import_(name.ToString()),
      rows_(rows),
      collect_(collect) {
  std::vector<ReadRow>& all = rows_.rows();
  std::stable_sort(all.begin(), all.end(),
                   [](const ReadRow& a, const ReadRow& b) { return a.worker < b.worker; });
}

void ImportChecking::Begin() {
  next_ = 0;
  added_ = 0;
  batch_ = storage::WriteBatch();
}

absl::Status ImportChecking::Next() {
  const std::vector<ReadRow>& all = rows_.rows();
  const std::size_t first = next_;
  const std::string& worker = rows_.workers()[all[first].worker];
  std::vector<v1::NewRecord> records;
  for (; next_ < all.size() && all[next_].worker == all[first].worker; ++next_) {
    v1::NewRecord& asked = records.emplace_back();
    if (!asked.ParseFromString(all[next_].record)) {
      return MakeError(Reason::STORE_READ_FAILED, "row");
    }
    asked.set_worker(worker);
  }
  const bool collect = collect_ && rows_.problems().count() == 0;
  storage::WriteBatch dropped;
  storage::WriteBatch& batch = collect ? batch_ : dropped;
  std::vector<RecordAppending::Refusal> refusals;
  auto added = appending_.DecideFile(caller_, {import_, records}, references_, refusals, batch);
  if (!added.ok()) return added.status();
  for (const RecordAppending::Refusal& refusal : refusals) {
    AddProblem(all[first + refusal.index].row, refusal.error);
  }
  added_ += *added;
  if (*added > 0) {
    batch.Put(storage::keys::ImportFile(name_.company, name_.id, LastId(worker)), "");
  }
  return absl::OkStatus();
}

void ImportChecking::AddProblem(int row, const absl::Status& error) {
  const ErrorDetail detail = DetailOf(error);
  const FieldViolation field = detail.fields.empty()
                                   ? FieldViolation{"", std::string(ReasonTextEn(detail.reason))}
                                   : detail.fields[0];
  rows_.problems().Add({row,
                        rows_.ColumnOf(field.field),
                        detail.reason,
                        {ZhOf(detail.reason, field.description), field.description}});
}

}  // namespace touchstone::training
