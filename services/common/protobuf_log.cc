#include "services/common/protobuf_log.h"

#include <atomic>
#include <chrono>
#include <string_view>
#include <utility>

#include <google/protobuf/stubs/logging.h>
#include <spdlog/spdlog.h>

namespace touchstone {
namespace {

constexpr int kLinesPerSecond = 10;

thread_local std::string not_utf8_field;

// "String field 'touchstone.v1.Company.display_name' contains invalid UTF-8 data when parsing …".
void RememberField(std::string_view line) {
  constexpr std::string_view kStart = "String field '";
  if (!line.starts_with(kStart) || line.find("invalid UTF-8") == std::string_view::npos) return;
  line.remove_prefix(kStart.size());
  line = line.substr(0, line.find('\''));
  not_utf8_field = line.substr(line.rfind('.') + 1);
}

bool MayWrite() {
  static std::atomic<std::int64_t> second{0};
  static std::atomic<int> lines{0};
  const auto now = std::chrono::duration_cast<std::chrono::seconds>(
                       std::chrono::steady_clock::now().time_since_epoch())
                       .count();
  if (second.exchange(now) != now) lines = 0;
  return lines++ < kLinesPerSecond;
}

void Log(google::protobuf::LogLevel level, const char*, int, const std::string& line) {
  RememberField(line);
  if (!MayWrite()) return;
  spdlog::log(level >= google::protobuf::LOGLEVEL_ERROR ? spdlog::level::warn : spdlog::level::info,
              "protobuf: {}", line);
}

}  // namespace

void InstallProtobufLog() { google::protobuf::SetLogHandler(&Log); }

std::string TakeFieldThatIsNotUtf8() { return std::exchange(not_utf8_field, std::string()); }

}  // namespace touchstone
