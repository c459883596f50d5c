#pragma once

#include <string>

#include "services/training/documents/file_document.h"

namespace touchstone::training {

// A record in words, for people who read Chinese and people who read English.
struct RecordWords {
  std::string kind;  // "考核 Assessment"
  std::string what;
};

// Empty words for what says something about other records only: confirmations, withdrawals. Pure.
RecordWords WordsOf(const v1::Record& record, const FileDocument& document);

}  // namespace touchstone::training
