#include "services/training/imports/import_run.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "services/common/errors.h"
#include "services/common/resource_name.h"
#include "services/tables/row_reader.h"
#include "services/training/imports/import_checking.h"
#include "services/training/imports/import_pace.h"
#include "services/training/imports/import_rows.h"
#include "services/training/imports/import_store.h"
#include "services/training/local_day.h"
#include "services/training/training_convert.h"
#include "services/training/worker_file.h"
#include "storage/keys.h"

namespace touchstone::training {
namespace {

using Progress = v1::ImportProgress;

constexpr int kMostTries = 8;
constexpr int kProblemsAMessage = 200;

// The head and 200,000 rows.
tables::Limits LimitsOfImports() {
  tables::Limits limits;
  limits.rows = 200'001;
  limits.columns = 64;
  limits.cells = limits.rows * limits.columns;
  return limits;
}

// What the reader of tables says, as an import's error.
absl::Status ToImportError(const absl::Status& status) {
  if (ReasonOf(status) != Reason::REQUEST_INVALID) return status;
  ErrorDetail detail = DetailOf(status);
  return MakeError(Reason::IMPORT_MALFORMED, std::string(status.message()),
                   std::move(detail.fields));
}

// One run, from the file to the commit.
class Running {
 public:
  Running(storage::KvStore& store, const RecordAppending& appending, const Clock& clock,
          const Call& call, StoredImport stored, bool validate_only, Writer<Progress>& writer)
      : store_(store),
        appending_(appending),
        clock_(clock),
        call_(call),
        stored_(std::move(stored)),
        validate_only_(validate_only),
        writer_(writer),
        references_(store, appending.types()) {}

  Awaitable<absl::Status> ReadTable() {
    absl::Status told = co_await Tell(Progress::STAGE_READING, 0, 0);
    if (!told.ok()) co_return told;
    auto content = ReadUpload(store_, stored_);
    if (!content.ok()) co_return content.status();
    auto reader =
        tables::RowReader::Open(*std::move(content), stored_.import.file_name(), LimitsOfImports());
    if (!reader.ok()) co_return ToImportError(reader.status());
    rows_ = std::make_unique<ImportRows>(store_, call_.caller(), references_,
                                         TableOf(stored_.import.kind()), stored_.name.company,
                                         (*reader)->dates_from_1904());
    absl::Status read = co_await ReadRows(**reader);
    if (!read.ok()) co_return read;
    if (!rows_->has_head()) co_return MakeError(Reason::IMPORT_MALFORMED, "the table is empty");
    rows_->CheckMerged((*reader)->merged());
    co_return absl::OkStatus();
  }

  // Decides about every file.
  Awaitable<absl::Status> Check() {
    if (checking_ == nullptr) {
      checking_ = std::make_unique<ImportChecking>(appending_, call_.caller(), references_,
                                                   stored_.name, *rows_, !validate_only_);
    }
    checking_->Begin();
    while (checking_->HasNext()) {
      if (absl::Status next = checking_->Next(); !next.ok()) co_return next;
      if (!pace_.IsOver()) continue;
      absl::Status told =
          co_await TellWhenDue(Progress::STAGE_CHECKING, checking_->rows_done(), row_count_);
      if (!told.ok()) co_return told;
    }
    co_return absl::OkStatus();
  }

  // Commits what was decided. CONCURRENT_CHANGE: decide again.
  Awaitable<absl::Status> Write() {
    absl::Status told = co_await Tell(Progress::STAGE_WRITING, 0, row_count_);
    if (!told.ok()) co_return told;
    if (call_.cancelled()) co_return absl::CancelledError();
    v1::Import written = stored_.import;
    written.set_state(v1::Import::STATE_WRITTEN);
    *written.mutable_write_time() = touchstone::ToTimestamp(clock_.Now());
    written.set_written_by(call_.caller().Person());
    written.set_rows(row_count_);
    written.set_added(checking_->added());
    storage::WriteBatch batch = std::move(checking_->batch());
    ReplaceImport(stored_, written, batch);
    ForgetUpload(stored_, batch);
    absl::StatusOr<std::uint64_t> done = co_await AsyncCommit(store_, std::move(batch));
    co_return done.status();
  }

  bool HasProblems() const { return rows_->problems().count() > 0; }

  Awaitable<absl::Status> TellProblems() {
    const std::uint64_t found = rows_->problems().count();
    const std::vector<RowProblem> problems = rows_->problems().Take();
    Progress progress;
    progress.set_stage(Progress::STAGE_CHECKING);
    progress.set_rows_done(row_count_);
    progress.set_rows(row_count_);
    for (std::size_t i = 0; i < problems.size(); ++i) {
      AddTo(progress, problems[i]);
      if (progress.problems_size() < kProblemsAMessage && i + 1 < problems.size()) continue;
      if (!co_await writer_.Write(progress)) co_return absl::CancelledError();
      progress.clear_problems();
    }
    progress.set_stage(Progress::STAGE_DONE);
    progress.set_problems_found(found);
    const bool told = co_await writer_.Write(progress);
    co_return told ? absl::OkStatus() : absl::CancelledError();
  }

  // The last answer of a run without problems.
  Progress Result() const { return ResultOf(row_count_, checking_->added()); }
  static Progress ResultOf(std::uint64_t rows, std::uint64_t added) {
    Progress progress;
    progress.set_stage(Progress::STAGE_DONE);
    progress.set_rows_done(rows);
    progress.set_rows(rows);
    progress.set_added(added);
    progress.set_same(rows - added);
    return progress;
  }

 private:
  Awaitable<absl::Status> ReadRows(tables::RowReader& reader) {
    tables::Row row;
    for (;;) {
      absl::StatusOr<bool> more = reader.Next(row);
      if (!more.ok()) co_return ToImportError(more.status());
      if (!*more) co_return absl::OkStatus();
      if (row.IsBlank() && !HasFormula(row)) continue;
      const bool is_head = !rows_->has_head();
      absl::Status read = is_head ? rows_->ReadHead(row) : rows_->Read(row);
      if (!read.ok()) co_return read;
      if (!is_head) ++row_count_;
      if (!pace_.IsOver()) continue;
      absl::Status told = co_await TellWhenDue(Progress::STAGE_READING, row_count_, 0);
      if (!told.ok()) co_return told;
    }
  }

  static bool HasFormula(const tables::Row& row) {
    return std::any_of(row.cells.begin(), row.cells.end(),
                       [](const tables::Cell& cell) { return cell.formula; });
  }

  Awaitable<absl::Status> Tell(Progress::Stage stage, std::uint64_t done, std::uint64_t rows) {
    Progress progress;
    progress.set_stage(stage);
    progress.set_rows_done(done);
    progress.set_rows(rows);
    const bool told = co_await writer_.Write(progress);
    co_return told && !call_.cancelled() ? absl::OkStatus() : absl::CancelledError();
  }
  // Gives others their turn, and says how far it is from time to time.
  Awaitable<absl::Status> TellWhenDue(Progress::Stage stage, std::uint64_t done,
                                      std::uint64_t rows) {
    if (call_.cancelled()) co_return absl::CancelledError();
    absl::Status told;
    if (pace_.TellIsDue()) told = co_await Tell(stage, done, rows);
    co_await pace_.Rest();
    co_return told;
  }

  void AddTo(Progress& progress, const RowProblem& found) const {
    v1::ImportProblem& problem = *progress.add_problems();
    problem.set_row(static_cast<std::uint64_t>(found.row));
    if (found.column) {
      problem.set_column(tables::ColumnName(*found.column));
      problem.set_column_name(rows_->TitleOf(*found.column));
    }
    problem.set_reason(std::string(ReasonName(found.reason)));
    problem.mutable_text()->set_zh(found.text.zh);
    problem.mutable_text()->set_en(found.text.en);
  }

  storage::KvStore& store_;
  const RecordAppending& appending_;
  const Clock& clock_;
  const Call& call_;
  const StoredImport stored_;
  const bool validate_only_;
  Writer<Progress>& writer_;
  References references_;
  std::unique_ptr<ImportRows> rows_;
  std::unique_ptr<ImportChecking> checking_;
  std::uint64_t row_count_ = 0;
  Pace pace_;
};

}  // namespace

Awaitable<absl::Status> ImportRun::Run(Call call, const v1::RunImportRequest& request,
                                       Writer<v1::ImportProgress>& writer) const {
  auto stored = FindImport(store_, call.caller(), request.name(), clock_);
  if (!stored.ok()) co_return stored.status();
  if (stored->import.state() == v1::Import::STATE_WRITTEN) {
    const Progress result = Running::ResultOf(stored->import.rows(), stored->import.added());
    const bool told = co_await writer.Write(result);
    co_return told ? absl::OkStatus() : absl::CancelledError();
  }
  if (stored->import.state() != v1::Import::STATE_UPLOADED) {
    co_return MakeError(Reason::IMPORT_STATE_WRONG);
  }
  Slot slot(is_running_);
  if (!slot.is_mine()) co_return MakeError(Reason::TOO_MANY_RUNS);
  Running running(store_, appending_, clock_, call, *std::move(stored), request.validate_only(),
                  writer);
  absl::Status status = co_await running.ReadTable();
  if (!status.ok()) co_return status;
  for (int tries = 1;; ++tries) {
    status = co_await running.Check();
    if (!status.ok()) co_return status;
    if (running.HasProblems()) {
      slot.Free();  // however slowly the client reads
      co_return co_await running.TellProblems();
    }
    if (request.validate_only()) break;
    status = co_await running.Write();
    if (status.ok()) break;
    if (ReasonOf(status) != Reason::CONCURRENT_CHANGE || tries == kMostTries) co_return status;
  }
  const Progress result = running.Result();
  slot.Free();
  const bool told = co_await writer.Write(result);
  co_return told ? absl::OkStatus() : absl::CancelledError();
}

}  // namespace touchstone::training
