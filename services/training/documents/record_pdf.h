#pragma once

#include <string>

#include "services/training/documents/file_document.h"

namespace touchstone::training {

// A worker's training record on A4 pages as PDF, Chinese and English: who he is, his licences on
// the day with the reason of each answer, class hours of each year, and his history; each page says
// as known when it was written. Empty when it could not be made.
std::string RecordPdf(const FileDocument& document);

}  // namespace touchstone::training
