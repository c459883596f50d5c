#include "services/server/json_log.h"

#include <chrono>
#include <iterator>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "services/common/utf8.h"

namespace touchstone {

std::string JsonString(std::string_view text) {
  std::string json = "\"";
  for (std::size_t i = 0; i < text.size();) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte == '"' || byte == '\\') {
      json += {'\\', text[i++]};
    } else if (byte < 0x20 || byte == 0x7f) {
      json += fmt::format("\\u{:04x}", byte);
      ++i;
    } else if (byte < 0x80) {
      json += text[i++];
    } else {
      std::size_t length = 2;
      while (length <= 4 && CountUtf8(text.substr(i, length)) != 1) ++length;
      json += length <= 4 ? text.substr(i, length) : "\\ufffd";
      i += length <= 4 ? std::min(length, text.size() - i) : 1;
    }
  }
  return json += '"';
}

void JsonLogFormatter::format(const spdlog::details::log_msg& message, spdlog::memory_buf_t& line) {
  const auto millis = std::chrono::floor<std::chrono::milliseconds>(message.time);
  const auto seconds = std::chrono::floor<std::chrono::seconds>(millis);
  fmt::format_to(std::back_inserter(line),
                 "{{\"time\":\"{:%Y-%m-%dT%H:%M:%S}.{:03}Z\",\"level\":\"{}\",\"text\":{}}}\n",
                 fmt::gmtime(std::chrono::system_clock::to_time_t(seconds)),
                 (millis - seconds).count(),
                 std::string_view(spdlog::level::to_string_view(message.level).data()),
                 JsonString({message.payload.data(), message.payload.size()}));
}

std::unique_ptr<spdlog::formatter> JsonLogFormatter::clone() const {
  return std::make_unique<JsonLogFormatter>();
}

}  // namespace touchstone
