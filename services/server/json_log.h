#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <spdlog/formatter.h>

namespace touchstone {

// `text` as a JSON string with its quotes. Control characters are escaped and bytes that are not
// UTF-8 replaced by U+FFFD, so that nobody can write a second log line.
std::string JsonString(std::string_view text);

// One JSON object a line: {"time":"2026-01-01T00:00:00.000Z","level":"info","text":"…"}.
class JsonLogFormatter final : public spdlog::formatter {
 public:
  void format(const spdlog::details::log_msg& message, spdlog::memory_buf_t& line) override;
  std::unique_ptr<spdlog::formatter> clone() const override;
};

}  // namespace touchstone
