#include "storage/gathering_window.h"

#include <algorithm>

namespace touchstone::storage {
namespace {

constexpr std::chrono::microseconds kFastDisk{200};
constexpr int kShareOfWrite = 5;

}  // namespace

void GatheringWindow::RecordWrite(std::chrono::nanoseconds took, std::size_t answered,
                                  std::size_t waiting) {
  writes_[recorded_ % writes_.size()] = took;
  ++recorded_;
  std::array<std::chrono::nanoseconds, 15> sorted = writes_;
  const auto end = sorted.begin() + static_cast<std::ptrdiff_t>(std::min(recorded_, sorted.size()));
  const auto middle = sorted.begin() + (end - sorted.begin()) / 2;
  std::nth_element(sorted.begin(), middle, end);
  length_ = *middle > kFastDisk ? *middle / kShareOfWrite : std::chrono::nanoseconds{0};
  expected_batches_ = std::max<std::size_t>(1, answered + waiting);
}

}  // namespace touchstone::storage
