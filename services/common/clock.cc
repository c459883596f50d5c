#include "services/common/clock.h"

namespace touchstone {

google::protobuf::Timestamp ToTimestamp(Time time) {
  using std::chrono::duration_cast;
  const auto seconds = std::chrono::floor<std::chrono::seconds>(time);
  google::protobuf::Timestamp timestamp;
  timestamp.set_seconds(seconds.time_since_epoch().count());
  timestamp.set_nanos(
      static_cast<int>(duration_cast<std::chrono::nanoseconds>(time - seconds).count()));
  return timestamp;
}

Time FromTimestamp(const google::protobuf::Timestamp& timestamp) {
  const auto since =
      std::chrono::seconds(timestamp.seconds()) + std::chrono::nanoseconds(timestamp.nanos());
  return Time(std::chrono::duration_cast<Time::duration>(since));
}

}  // namespace touchstone
