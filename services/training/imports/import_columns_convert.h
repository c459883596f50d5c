#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "touchstone/v1/training.pb.h"
#include "touchstone/v1/training_import.pb.h"

// The columns of tables of records, once for all that know them: what reads tables, templates, and
// exports of records as such tables. Immutable; thread-safe.
namespace touchstone::training {

// A word that a cell may hold, and the value that it stands for.
struct ImportWord {
  std::string_view zh;
  std::string_view en;
  int value;
};

struct ImportColumn {
  // What its cells hold.
  enum class Kind {
    kText,
    kDate,         // a day of the calendar
    kNumber,       // a decimal
    kCount,        // a whole number, 1 to 20
    kYes,          // yes or no
    kWord,         // one of `words`
    kType,         // a type of certificates: id or name
    kBatch,        // id of a batch
    kSession,      // id of a session of the row's batch; gives the record its date
    kSite,         // a site of the worker's company: id or name
    kCompany,      // the worker's company: id or name
    kStaffNumber,  // the worker, with the company
    kName,         // his name; only compared
    kRepeat,       // 2, 3 … for rows that say the same and are meant to
  };

  std::string_view name;   // in English; the last part of `field` where there is one
  std::string_view title;  // in Chinese
  Kind kind;
  std::string_view field = {};  // path in the record, such as "certificate.number"
  bool required = false;
  bool identifies = false;  // part of what makes two rows the same record
  std::vector<ImportWord> words = {};
  int fallback = 0;  // of kWord and kCount: what an empty cell means; 0: nothing
  std::string_view help_zh = {};
  std::string_view help_en = {};
  std::string_view example = {};
  std::vector<std::string_view> other_titles = {};
};

// A kind of tables.
struct ImportTable {
  v1::ImportKind kind;
  std::string_view name;   // "certificates"
  std::string_view title;  // "证书"
  v1::Record::FactCase fact;
  std::vector<ImportColumn> columns;
};

// The six kinds, in the order of v1::ImportKind.
const std::vector<ImportTable>& ImportTables();
// REQUIRES: a kind that is valid.
const ImportTable& TableOf(v1::ImportKind kind);

// The record's own cells in the columns of its kind, for exports: Chinese words, ids without the
// collection. Cells about the worker (company, staff number, name) and kRepeat are empty.
// REQUIRES: the record's fact is that of the table.
std::vector<std::string> CellsOf(const ImportTable& table, const v1::Record& record);

}  // namespace touchstone::training
