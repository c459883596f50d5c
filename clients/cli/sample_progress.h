#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "touchstone/v1/training.pb.h"
#include "touchstone/v1/training_progress.pb.h"

// How some of the people of a made-up contractor got on: the same for the same trades. Nothing of
// it is an attendance.
namespace touchstone::cli {

// A worker of the contractor, and those around him.
struct SampleWorker {
  std::size_t index = 0;  // among all workers, from 0
  std::string id;
  std::string trade;
  std::string mentor;  // id of another worker
  std::string batch;   // id of a batch for his trade
};

// One worker in 20 has levels, a mentor contract and yearly evaluations, one in 100 monthly reviews
// of a year, one in 400 weekly checks; what they found is closed mostly. Ids begin with a letter.
std::vector<v1::NewRecord> MakeSampleProgress(const SampleWorker& worker);

// A ladder and a wage rule for the trade, with the id `id`.
v1::Ladder MakeSampleLadder(const std::string& id, const std::string& trade);
v1::WageRule MakeSampleWageRule(const std::string& id, const std::string& trade);

}  // namespace touchstone::cli
