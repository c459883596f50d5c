#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "clients/cli/sample_files.h"

// PostgreSQL 15 as a rival for training records: files_schema.sql on the same data. It runs as a
// cluster of its own. Errors end the program.
namespace touchstone::bench {

// A question about a licence. Types are numbered from 1 as in kSampleTypes.
struct LicenceQuestion {
  std::size_t worker = 0;  // of SampleFiles
  int type = 1;
  std::string day;         // "2024-05-03"
  std::int64_t known = 0;  // microseconds since 1970
};
inline constexpr const char* kSampleTypes[] = {"", "special-operation-electrician-low",
                                               "building-site-electrician", "forklift-n1",
                                               "non-coal-mine-worker"};

class FilesRival {
 public:
  // Starts it over `folder`/pg, which is made when it is not there. nullptr without PostgreSQL.
  static std::unique_ptr<FilesRival> Start(const std::string& folder);
  virtual ~FilesRival() = default;

  // Ends the server, so that nothing is in its memory; starts it again.
  virtual void Stop() = 0;
  virtual void Restart() = 0;

  // Fills the tables with the files; the first records of each as recorded just before `between`,
  // the late ones just after. Returns the seconds that COPY took, with the keys in place.
  virtual double Load(const cli::SampleFiles& files, std::int64_t between) = 0;
  // Only the companies and workers, into empty tables.
  virtual void LoadPeople(const cli::SampleFiles& files) = 0;
  // Bytes of the records with their key and of the lapses, for each record.
  virtual double BytesARecord(std::size_t records) = 0;

  // What is asked, in how many answers a second; `in_flight` connections, one client.
  using NextWorker = std::function<std::size_t()>;
  using NextQuestion = std::function<LicenceQuestion()>;
  // `arrived`: from the table that is in the order in which records arrived.
  virtual double HistoriesPerSecond(int in_flight, std::chrono::milliseconds duration,
                                    const NextWorker& next, std::size_t records, bool arrived) = 0;
  virtual double LicencesPerSecond(int in_flight, std::chrono::milliseconds duration,
                                   const NextQuestion& next) = 0;
  virtual double LapsesPerSecond(int in_flight, std::chrono::milliseconds duration,
                                 const NextWorker& next_company, const std::string& from) = 0;

  // Answers in words, for comparing: "licensed reason card day lapse"; lines "day worker type
  // card".
  virtual std::string Licence(const LicenceQuestion& question) = 0;
  virtual std::vector<std::string> Lapses(std::size_t company, const std::string& from) = 0;
  // Seconds of one history on one connection.
  virtual double HistorySeconds(std::size_t worker, bool arrived) = 0;

  // Statements on one connection; gives the first column of what the last one answers.
  virtual std::vector<std::string> Run(const std::string& sql) = 0;
  // "COPY `into`", such as "company FROM STDIN", of so many pieces; `append` adds the next to what
  // is sent. On the same connection.
  using AppendRow = std::function<void(std::size_t, std::string&)>;
  virtual void Copy(const std::string& into, std::size_t count, const AppendRow& append) = 0;
};

}  // namespace touchstone::bench
