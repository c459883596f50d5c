#pragma once

#include <string>
#include <vector>

#include "services/training/progress_facts.h"
#include "touchstone/v1/training_record.pb.h"

// Records as the rules of progress see them. Pure; thread-safe.
namespace touchstone::training {

// What counts of the records of a file as known at a time, which is what RecordsAt() gives.
Progress ToProgress(const std::vector<v1::Record>& known);

// The same with what waits for a second person, and without the record with the id `without`, which
// is being corrected, and whatever corrects the same: what a new record must not contradict.
Progress ToProgressWithWaiting(const std::vector<v1::Record>& known, const std::string& without);

// The record at the beginning of the chain of corrections in which the record `id` is.
std::string FirstOf(const std::vector<v1::Record>& known, const std::string& id);

// What an evaluation says, of a record that has one.
Evaluation ToEvaluation(const v1::Record& record);

}  // namespace touchstone::training
