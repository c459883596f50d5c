#pragma once

#include <vector>

#include "absl/status/status.h"
#include "services/common/caller.h"
#include "services/training/record_checks.h"
#include "services/training/worker_file.h"
#include "touchstone/v1/events.pb.h"
#include "touchstone/v1/training_record.pb.h"

namespace touchstone::training {

// CheckRecord() for what is about getting on: enrolments, resits, mentor contracts and outcomes,
// evaluations, closures of findings, steps of levels. The records of `file` have the states that
// FileStates keeps. What waits for a second person stands in the way as what counts, and may be
// closed likewise; what `record` corrects does not. Names of other records are completed.
//   REQUEST_INVALID, REFERENCE_UNKNOWN, NOT_YOURS, EVALUATION_EXISTS, FINDING_NOT_OPEN,
//   CONTRACT_NOT_OPEN, LEVEL_STEP_WRONG, STORE_READ_FAILED
absl::Status CheckProgress(References& references, const Caller& caller, const v1::Worker& worker,
                           const WorkerFile& file, v1::Record& record);

}  // namespace touchstone::training
