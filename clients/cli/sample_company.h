#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "touchstone/v1/certificate_type.pb.h"
#include "touchstone/v1/events.pb.h"
#include "touchstone/v1/training.pb.h"
#include "touchstone/v1/training_progress.pb.h"

// A made-up mining contractor with years of training, the same for the same seed: 30 sites in
// several countries, 21 batches and 1,425 person-times for drill-rig operators, 18 and 2,309 for
// trackless-vehicle repairers, permits of every type that is given. All people are invented.
namespace touchstone::cli {

struct SampleCompany {
  std::string company_id;
  v1::Company company;
  std::vector<std::pair<std::string, v1::Site>> sites;  // each with its id
  std::vector<std::pair<std::string, v1::Programme>> programmes;
  std::vector<std::pair<std::string, v1::Batch>> batches;
  std::vector<std::pair<std::string, v1::PlanItem>> plan;
  std::vector<std::pair<std::string, v1::Ladder>> ladders;
  std::vector<std::pair<std::string, v1::WageRule>> wage_rules;
  std::vector<std::pair<std::string, v1::Worker>> workers;
  std::vector<v1::NewRecord> records;  // those of one worker together, in their order
};

// REQUIRES: workers >= 4000, so that the batches find enough people of their trades.
SampleCompany MakeSampleCompany(std::uint64_t seed, std::size_t workers,
                                const std::vector<v1::CertificateType>& types);

}  // namespace touchstone::cli
