#include "tests/bench/floors.h"

#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <semaphore>
#include <utility>
#include <vector>

#include "storage/keys.h"
#include "tests/bench/measure.h"
#include "tests/bench/process.h"

namespace touchstone::bench {
namespace {

// Each answer is followed by the next mark at once, on the thread of the committer.
class Loop {
 public:
  Loop(storage::KvStore& store, int outstanding, std::size_t bytes, double end)
      : store_(store), bytes_(bytes), end_(end), running_(outstanding) {
    for (int i = 0; i < outstanding; ++i) Next();
  }

  double MarksUntilEnd() {
    ended_.acquire();
    return double(done_);
  }

 private:
  void Next() {
    static std::atomic<std::uint64_t> made{0};  // every mark is a new one
    const std::uint64_t number = made.fetch_add(1);
    storage::WriteBatch batch;
    batch.Put(storage::keys::Envelope("floor", number), std::string(bytes_, 'm'));
    batch.Put(storage::keys::ResourceIn("floor", "total", std::to_string(number % 1000)),
              storage::keys::Number(number));
    store_.Commit(std::move(batch), [this](const auto& committed) {
      if (!committed.ok()) Fail("the committer");
      ++done_;
      if (Seconds() < end_) return Next();
      if (--running_ == 0) ended_.release();
    });
  }

  storage::KvStore& store_;
  const std::size_t bytes_;
  const double end_;
  std::atomic<int> running_;
  std::atomic<std::uint64_t> done_{0};
  std::binary_semaphore ended_{0};
};

}  // namespace

double CommitterMarksPerSecond(storage::KvStore& store, int outstanding, std::size_t bytes,
                               std::chrono::milliseconds duration) {
  const double start = Seconds();
  Loop loop(store, outstanding, bytes, start + std::chrono::duration<double>(duration).count());
  const double marks = loop.MarksUntilEnd();
  return marks / (Seconds() - start);
}

double SyncSeconds(const std::string& folder) {
  const std::string path = folder + "/sync";
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (file < 0) Fail("cannot write " + path);
  const std::string bytes(200, 's');
  std::vector<double> times;
  const double end = Seconds() + 0.1;
  for (double start = Seconds(); start < end; start = Seconds()) {
    if (::write(file, bytes.data(), bytes.size()) < 0 || ::fdatasync(file) != 0) Fail("sync");
    times.push_back(Seconds() - start);
  }
  ::close(file);
  ::unlink(path.c_str());
  return Median(times);
}

}  // namespace touchstone::bench
