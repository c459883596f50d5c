#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "services/common/errors.h"
#include "services/tables/row_reader.h"
#include "services/training/imports/import_cells_convert.h"

namespace touchstone::training {

// What is wrong with a cell, or with a row when `column` is empty.
struct RowProblem {
  int row = 0;
  std::optional<std::size_t> column;  // of the table, from 0
  Reason reason = Reason::kUnspecified;
  BothTexts text;
};

// The problems of an import. 200,000 are kept, one for each row that a table may have; the others
// are counted.
class RowProblems {
 public:
  void Add(RowProblem problem);
  std::size_t count() const { return count_; }
  // Those that were kept, by rows and columns.
  std::vector<RowProblem> Take();
  // Takes out those whose cell is behind another one of a merged range.
  void DropCovered(std::span<const tables::MergedRange> merged);

 private:
  std::vector<RowProblem> kept_;
  std::size_t count_ = 0;
};

}  // namespace touchstone::training
