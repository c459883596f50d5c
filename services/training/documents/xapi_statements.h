#pragma once

#include <string>

#include "services/training/documents/file_document.h"

namespace touchstone::training {

// Statements of xAPI 1.0.3 (Experience API, ADL), a JSON array in the order of the records: one for
// each attendance, assessment, training elsewhere, issue, review and extension of a certificate,
// step of a career ladder, honour and result of a contest. The same record makes the same statement
// with the same id, so that a store that has it takes it as known. The actor is an account of the
// hall, named by the worker's id. Pure.
std::string XapiStatements(const FileDocument& document);

}  // namespace touchstone::training
