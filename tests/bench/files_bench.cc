// Training records beside PostgreSQL: P10, P10b, P10c.
//
//   files_bench                     10 million records in a folder of its own
//   files_bench --workers 2000      fewer: 50 records each
//   files_bench --dir DIR           in DIR, which is kept; what is there is not loaded again
//   files_bench --dir DIR --load    loads only

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "clients/cli/sample_draw.h"
#include "services/training/civil_time.h"
#include "tests/bench/files_client.h"
#include "tests/bench/files_loading.h"
#include "tests/bench/files_rival.h"
#include "tests/bench/marks_load.h"
#include "tests/bench/measure.h"

namespace touchstone::bench {
namespace {

using namespace std::chrono_literals;
using cli::SampleFiles;
using std::chrono::milliseconds;

constexpr std::size_t kRecords = kRecordsOfWorker;
constexpr int kInFlight = 8;
constexpr int kPasses = 5;
constexpr auto kPass = 1000ms;
constexpr int kColdHistories = 100;

struct Arguments {
  std::string dir;  // empty: a folder of its own
  std::size_t workers = 200'000;
  bool load_only = false;
};

// Bytes of all that the server has stored.
double StoredBytes(const std::string& data) {
  double bytes = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(data)) {
    if (entry.is_regular_file()) bytes += double(entry.file_size());
  }
  return bytes;
}

bool DropCaches() {
  ::sync();
  const int file = ::open("/proc/sys/vm/drop_caches", O_WRONLY | O_CLOEXEC);
  const bool dropped = file >= 0 && ::write(file, "3", 1) == 1;
  if (file >= 0) ::close(file);
  return dropped;
}

// Numbers below a count, evenly spread; from many threads.
class Spread {
 public:
  explicit Spread(std::size_t count) : count_(count) {}
  std::size_t Next() { return cli::Draw(next_++ * 7919).Below(count_); }
  LicenceQuestion NextQuestion(const Loaded& loaded) {
    cli::Draw draw(next_++ * 104'729);
    LicenceQuestion question;
    question.worker = draw.Below(count_);
    question.type = 1 + static_cast<int>(draw.Below(4));
    const auto first = training::CivilDate::Parse("2018-01-01")->days();
    question.day =
        training::CivilDate::FromDays(first + static_cast<int>(draw.Below(9 * 365))).ToString();
    question.known = draw.Percent(50) ? loaded.between : loaded.after;
    return question;
  }

 private:
  const std::size_t count_;
  std::atomic<std::uint64_t> next_{1};
};

using Results = std::map<std::string, std::vector<double>>;

class FilesBench {
 public:
  FilesBench(const Arguments& arguments, const std::string& dir)
      : workers_(arguments.workers), large_data_(dir + "/large"), small_data_(dir + "/small") {
    loaded_ = LoadServer(large_data_, workers_);
    const Loaded small = LoadServer(small_data_, std::max<std::size_t>(1, workers_ / 10));
    small_workers_ = small.workers;
    rival_ = FilesRival::Start(dir);
    if (rival_ == nullptr || loaded_.copy_seconds > 0) return;
    loaded_.copy_seconds = rival_->Load(FilesOf(workers_), loaded_.between);
    loaded_.Write(large_data_ + ".loaded");
    std::fprintf(stderr, "PostgreSQL: %zu records in %.1f s\n", workers_ * kRecords,
                 loaded_.copy_seconds);
  }

  void Measure() {
    large_.emplace(large_data_);
    small_.emplace(small_data_);
    bytes_ = StoredBytes(large_data_) / double(workers_ * kRecords);
    if (rival_ != nullptr) Compare();
    ReadAll();
    WaitForIdleMachine();
    for (int pass = 0; pass <= kPasses; ++pass) {
      if (pass == 1) results_.clear();  // the first one makes connections and plans
      Warm(kPass);
    }
    for (int pass = 0; pass < kPasses && Cold(); ++pass) continue;
    Print();
  }

 private:
  // Both give the same answers.
  void Compare() {
    Spread spread(workers_);
    for (int i = 0; i < 2000; ++i) {
      const LicenceQuestion question = spread.NextQuestion(loaded_);
      const std::string ours = large_->Licence(question);
      const std::string theirs = rival_->Licence(question);
      if (theirs.starts_with(ours)) continue;
      Fail("licence of worker " + std::to_string(question.worker) + ", type " +
           std::to_string(question.type) + ", on " + question.day + ", known " +
           (question.known == loaded_.between ? "before" : "after") + ": " + ours +
           " here, PostgreSQL " + theirs);
    }
    for (std::size_t company = 0; company < FilesOf(workers_).companies(); ++company) {
      auto ours = large_->Lapses(company, Today());
      auto theirs = rival_->Lapses(company, Today());
      // The types of one worker on one day have another order there.
      std::sort(ours.begin(), ours.end());
      std::sort(theirs.begin(), theirs.end());
      if (ours == theirs) continue;
      const auto differ = std::mismatch(ours.begin(), ours.end(), theirs.begin(), theirs.end());
      Fail("lapses of company " + std::to_string(company) + ": " + std::to_string(ours.size()) +
           " here, PostgreSQL " + std::to_string(theirs.size()) + "; first " +
           (differ.first == ours.end() ? "-" : *differ.first) + ", PostgreSQL " +
           (differ.second == theirs.end() ? "-" : *differ.second));
    }
  }

  // Every file once, on all sides: what they want to keep in memory is there then.
  void ReadAll() {
    const auto read = [](std::size_t workers, const auto& histories) {
      std::atomic<std::size_t> next{0};
      while (next < workers) histories([&] { return next++ % workers; });
    };
    read(workers_,
         [this](const auto& next) { large_->Histories(kInFlight, kPass, next, kRecords); });
    read(small_workers_,
         [this](const auto& next) { small_->Histories(kInFlight, kPass, next, kRecords); });
    if (rival_ == nullptr) return;
    read(workers_, [this](const auto& next) {
      rival_->HistoriesPerSecond(kInFlight, kPass, next, kRecords, false);
    });
  }

  void Add(const std::string& name, const Rate& ours, double theirs) {
    results_[name + " rate"].push_back(ours.per_second);
    results_[name + " cpu"].push_back(ours.server_cpu_us);
    if (rival_ == nullptr) return;
    results_[name + " theirs"].push_back(theirs);
    results_[name].push_back(ours.per_second / theirs);
  }

  void Warm(milliseconds duration) {
    const auto next = [this] { return spread_.Next(); };
    const auto next_question = [this] { return spread_.NextQuestion(loaded_); };
    Spread companies(FilesOf(workers_).companies());
    const auto next_company = [&companies] { return companies.Next(); };
    const bool both = rival_ != nullptr;
    const Rate history = large_->Histories(kInFlight, duration, next, kRecords);
    Add("history", history,
        both ? rival_->HistoriesPerSecond(kInFlight, duration, next, kRecords, false) : 0);
    const Rate licence = large_->Licences(kInFlight, duration, next_question);
    Add("licence", licence,
        both ? rival_->LicencesPerSecond(kInFlight, duration, next_question) : 0);
    const Rate lapses = large_->Lapses(kInFlight, duration, next_company, Today());
    Add("lapses", lapses,
        both ? rival_->LapsesPerSecond(kInFlight, duration, next_company, Today()) : 0);
    const Rate empty =
        EmptyCalls({large_->process(), large_->channels(), large_->secret()}, kInFlight, duration);
    results_["empty rate"].push_back(empty.per_second);
    Spread few(small_workers_);
    const Rate one_large = large_->Histories(1, duration / 2, next, kRecords);
    const Rate one_small = small_->Histories(
        1, duration / 2, [&few] { return few.Next(); }, kRecords);
    results_["tenfold"].push_back(one_large.p50_us / one_small.p50_us);
    results_["one p50"].push_back(one_large.p50_us);
  }

  // Nothing in any memory; false when this program may not do that.
  bool Cold() {
    large_->Stop();
    if (small_) small_->Stop();
    small_.reset();
    if (!DropCaches()) {
      large_->Restart();
      return false;
    }
    large_->Restart();
    const double ours =
        ColdSeconds([this](std::size_t worker) { return large_->HistorySeconds(worker); });
    results_["cold us"].push_back(ours * 1e6);
    for (const bool arrived : {false, true}) {
      if (rival_ == nullptr) break;
      rival_->Stop();
      DropCaches();
      rival_->Restart();
      const double theirs = ColdSeconds(
          [this, arrived](std::size_t worker) { return rival_->HistorySeconds(worker, arrived); });
      const std::string name = arrived ? "cold arrived" : "cold";
      results_[name].push_back(theirs / ours);
      results_[name + " theirs"].push_back(theirs * 1e6);
    }
    return true;
  }

  // Mean of histories one after the other; the first ones open connections and catalogues.
  double ColdSeconds(const std::function<double(std::size_t)>& history) {
    for (int i = 0; i < 3; ++i) history(spread_.Next());
    double seconds = 0;
    for (int i = 0; i < kColdHistories; ++i) seconds += history(spread_.Next());
    return seconds / kColdHistories;
  }

  std::string Note(const std::vector<std::pair<std::string, std::string>>& parts) {
    std::string note;
    for (const auto& [label, name] : parts) {
      if (results_[name].empty()) continue;
      char text[80];
      std::snprintf(text, sizeof(text), "%s%s %.4g", note.empty() ? "" : ", ", label.c_str(),
                    Median(results_[name]));
      note += text;
    }
    return note;
  }

  void Row(const std::string& id, const std::string& what, const std::string& name, double least,
           double goal, const std::string& note, bool higher = true) {
    if (results_[name].empty()) {
      PrintMissing(id, what, rival_ == nullptr ? "no PostgreSQL" : "only root drops caches");
    } else {
      PrintRow(id, what, "x", results_[name], least, goal, higher, note);
    }
  }

  void Print() {
    const auto rates = [this](const std::string& name) {
      return Note({{"/s", name + " rate"},
                   {"PostgreSQL/s", name + " theirs"},
                   {"server us", name + " cpu"},
                   {"empty calls/s", "empty rate"}});
    };
    const auto colds = [this](const std::string& name) {
      return Note({{"us", "cold us"}, {"PostgreSQL us", name + " theirs"}});
    };
    const double count = double(workers_ * kRecords);
    Row("P10", "history of 50, warm / PostgreSQL", "history", 2, 4,
        std::to_string(workers_ * kRecords) + " records, " + rates("history"));
    Row("P10", "history of 50, caches dropped / PostgreSQL", "cold arrived", 10, 25,
        colds("cold arrived"));
    Row("P10", "history of 50, caches dropped / PostgreSQL clustered anew", "cold", 1, 2,
        colds("cold"));
    Row("P10c", "licence at T as known at R / PostgreSQL", "licence", 2, 4, rates("licence"));
    Row("P10", "expiring in 30 days at a company / PostgreSQL", "lapses", 1, 2, rates("lapses"));
    if (rival_ != nullptr) {
      const double theirs = rival_->BytesARecord(workers_ * kRecords);
      results_["bytes"] = {bytes_ / theirs};
      results_["bytes theirs"] = {theirs};
      results_["load"] = {loaded_.copy_seconds / loaded_.record_seconds};
      results_["load rate"] = {count / loaded_.record_seconds};
      results_["load theirs"] = {count / loaded_.copy_seconds};
    }
    results_["bytes ours"] = {bytes_};
    Row("P10b", "bytes a record / PostgreSQL", "bytes", 0.5, 0.3,
        Note({{"bytes", "bytes ours"}, {"PostgreSQL", "bytes theirs"}}), false);
    Row("P10b", "ten times the records, p50", "tenfold", 2.5, 1.4, Note({{"p50 us", "one p50"}}),
        false);
    Row("P10", "records a second, loading / PostgreSQL COPY", "load", 0.1, 0.3,
        Note({{"/s", "load rate"}, {"COPY/s", "load theirs"}}) + "; one load, not in passes");
  }

  const std::size_t workers_;
  const std::string large_data_;
  const std::string small_data_;
  std::size_t small_workers_ = 0;
  Loaded loaded_;
  double bytes_ = 0;
  std::unique_ptr<FilesRival> rival_;
  std::optional<FilesServer> large_;
  std::optional<FilesServer> small_;
  Spread spread_{workers_};
  Results results_;
};

int Run(const Arguments& arguments) {
  std::optional<WorkFolder> own;
  if (arguments.dir.empty()) own.emplace();
  const std::string dir = own ? *own / "." : arguments.dir;
  std::filesystem::create_directories(dir);
  FilesBench bench(arguments, dir);
  if (!arguments.load_only) bench.Measure();
  return 0;
}

}  // namespace
}  // namespace touchstone::bench

int main(int argc, char** argv) {
  touchstone::bench::Arguments arguments;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    if (word == "--load") {
      arguments.load_only = true;
    } else if (word == "--dir" && i + 1 < argc) {
      arguments.dir = argv[++i];
    } else if (word == "--workers" && i + 1 < argc) {
      arguments.workers = std::strtoul(argv[++i], nullptr, 10);
    }
  }
  return touchstone::bench::Run(arguments);
}
