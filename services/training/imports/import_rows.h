#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/caller.h"
#include "services/common/errors.h"
#include "services/tables/row_reader.h"
#include "services/training/imports/import_cells_convert.h"
#include "services/training/imports/row_problems.h"
#include "services/training/record_checks.h"
#include "storage/kv_store.h"

namespace touchstone::training {

// A row that was read: its record waits to be held against its worker's file.
struct ReadRow {
  int row = 0;
  std::uint32_t worker = 0;  // index in ImportRows::workers()
  std::string record;        // a serialised v1::NewRecord without its worker
};

// Reads the rows of one table. All references must outlive it. Not thread-safe.
class ImportRows {
 public:
  // `company` is the id of the company whose records they are, "-" when rows name it.
  ImportRows(const storage::KvStore& store, const Caller& caller, References& references,
             const ImportTable& table, std::string company, bool dates_from_1904);

  // The first row that is not blank holds titles. IMPORT_MALFORMED with a field for each title that
  // is unknown or occurs twice, and for each column that is missing.
  absl::Status ReadHead(const tables::Row& row);
  // Adds what the row says to rows() or to problems(). STORE_READ_FAILED.
  absl::Status Read(const tables::Row& row);
  // Names the merged cells below the head.
  void CheckMerged(const std::vector<tables::MergedRange>& merged);

  bool has_head() const { return head_row_ > 0; }
  std::vector<ReadRow>& rows() { return rows_; }
  // Names of workers.
  const std::vector<std::string>& workers() const { return workers_; }
  RowProblems& problems() { return problems_; }
  // Place in the table of the column that fills this field of a record, such as
  // "certificate.number".
  std::optional<std::size_t> ColumnOf(std::string_view field) const;
  // The title of a column as it stands in the head.
  const std::string& TitleOf(std::size_t column) const { return titles_[column]; }

 private:
  struct Person {
    std::uint32_t index = 0;
    std::string display_name;
  };
  // What is known of the row that is being read.
  struct RowState {
    v1::NewRecord asked;
    std::string company;
    const Person* person = nullptr;
    const References::BatchParts* batch = nullptr;
    std::vector<std::string> id_parts;
    bool sound = true;
  };

  const tables::Cell& CellOf(const tables::Row& row, const ImportColumn& column) const;
  void Problem(const tables::Row& row, const ImportColumn* column, Reason reason, BothTexts text);
  absl::Status ReadCell(const tables::Row& row, const ImportColumn& column, RowState& state);
  absl::Status Finish(const tables::Row& row, RowState& state);

  // In import_references.cc.
  absl::Status ReadReference(const tables::Row& row, const ImportColumn& column,
                             const std::string& text, RowState& state);
  absl::Status ReadSession(const tables::Row& row, const ImportColumn& column,
                           const std::string& text, RowState& state);
  absl::Status ReadSite(const tables::Row& row, const ImportColumn& column, const std::string& text,
                        RowState& state);
  void ReadType(const tables::Row& row, const ImportColumn& column, const std::string& text,
                RowState& state);
  // The company's id; nothing, with a problem, when the row may not be about it.
  absl::StatusOr<std::optional<std::string>> ReadCompany(const tables::Row& row);
  absl::StatusOr<const Person*> ReadPerson(const tables::Row& row, const std::string& company);

  const storage::KvStore& store_;
  const Caller& caller_;
  References& references_;
  const ImportTable& table_;
  const std::string company_;
  const bool dates_from_1904_;

  int head_row_ = 0;
  std::vector<std::string> titles_;
  std::map<std::string, std::size_t, std::less<>> places_;     // by name of the column
  std::map<std::string, std::string, std::less<>> companies_;  // ids by id and name
  std::map<std::string, std::string, std::less<>> types_;      // ids by id and name
  std::map<std::string, std::map<std::string, std::string, std::less<>>> sites_;  // by company
  std::unordered_map<std::string, std::optional<Person>> people_;  // by company and staff number
  std::vector<std::string> workers_;
  std::unordered_map<std::string, int> seen_;  // row by worker and id of the record
  std::vector<ReadRow> rows_;
  RowProblems problems_;
};

}  // namespace touchstone::training
