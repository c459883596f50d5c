#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "services/training/civil_time.h"
#include "touchstone/v1/events.pb.h"
#include "touchstone/v1/training.pb.h"

// Files of very many workers, for measuring: twelve years of postings, courses, certificates with
// their reviews, renewals and stops, health checks, violations, assessments and honours; and what
// was corrected and withdrawn later. A file follows from the seed and its number alone, so that ten
// million records need no memory. All people are invented.
namespace touchstone::cli {

struct SampleSize {
  std::uint64_t seed = 1;
  std::size_t workers = 200'000;
  std::size_t records = 50;  // of each worker, at least 40
};

class SampleFiles {
 public:
  explicit SampleFiles(const SampleSize& size) : size_(size) {}

  // What must be there before the files. Companies have up to kWorkersOfCompany workers, ten sites
  // and 40 batches, of one programme, with sessions on four days.
  static constexpr std::size_t kWorkersOfCompany = 10'000;
  static constexpr std::size_t kSites = 10;
  static constexpr std::size_t kBatches = 40;
  std::size_t companies() const {
    return (size_.workers + kWorkersOfCompany - 1) / kWorkersOfCompany;
  }
  static std::string CompanyId(std::size_t company);  // "f01"
  static v1::Company Company(std::size_t company);
  static std::string SiteId(std::size_t site);  // "s1"
  static v1::Site Site(std::size_t site);
  static std::string ProgrammeId() { return "yearly-training"; }
  static v1::Programme Programme();
  static std::string BatchId(std::size_t company, std::size_t batch);  // "f01-b01"
  static v1::Batch Batch(std::size_t company, std::size_t batch);

  // Workers by number, from 0.
  std::size_t workers() const { return size_.workers; }
  std::size_t records() const { return size_.records; }
  static std::string WorkerId(std::size_t worker);  // "f000001"
  v1::Worker Worker(std::size_t worker) const;

  // The worker's file, in order. The last kLate records correct and withdraw others; they are meant
  // to be recorded after the first ones of all files.
  static constexpr std::size_t kLate = 3;
  std::vector<v1::NewRecord> File(std::size_t worker) const;

 private:
  SampleSize size_;
};

}  // namespace touchstone::cli
