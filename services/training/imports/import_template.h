#pragma once

#include "absl/status/statusor.h"
#include "touchstone/v1/training_document.pb.h"
#include "touchstone/v1/training_import.pb.h"

namespace touchstone::training {

// An empty table of a kind: Chinese titles; as xlsx with a second sheet that explains each column
// in both languages. INTERNAL when there is no room for temporary files. REQUIRES: a valid kind.
absl::StatusOr<v1::Document> MakeTemplate(v1::ImportKind kind,
                                          v1::GetImportTemplateRequest::Format format);

}  // namespace touchstone::training
