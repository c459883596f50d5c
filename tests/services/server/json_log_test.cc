#include "services/server/json_log.h"

#include <string>

#include <gtest/gtest.h>
#include <spdlog/details/log_msg.h>
#include <nlohmann/json.hpp>

namespace touchstone {
namespace {

TEST(JsonLogTest, EveryTextIsOneJsonStringOnOneLine) {
  for (const std::string& text :
       {std::string("plain"), std::string("试金石 🏅"), std::string("a\"b\\c"),
        std::string("line\nline\r\t\0end", 15), std::string("\x1b[31mred\x7f")}) {
    const std::string json = JsonString(text);
    EXPECT_EQ(json.find('\n'), std::string::npos);
    EXPECT_EQ(nlohmann::json::parse(json).get<std::string>(), text);
  }
}

TEST(JsonLogTest, BytesThatAreNotUtf8AreReplaced) {
  EXPECT_EQ(nlohmann::json::parse(JsonString("a\xff"
                                             "b\xe8\xaf"))
                .get<std::string>(),
            "a\uFFFDb\uFFFD\uFFFD");
}

TEST(JsonLogTest, ALineHasTimeLevelAndText) {
  JsonLogFormatter formatter;
  const spdlog::log_clock::time_point time{std::chrono::milliseconds(1767225600123)};
  const spdlog::details::log_msg message(time, {}, "log", spdlog::level::warn, "他说 \"好\"\n");
  spdlog::memory_buf_t buffer;
  formatter.clone()->format(message, buffer);
  const std::string line(buffer.data(), buffer.size());
  EXPECT_EQ(line.find('\n'), line.size() - 1);
  const auto json = nlohmann::json::parse(line);
  EXPECT_EQ(json["time"], "2026-01-01T00:00:00.123Z");
  EXPECT_EQ(json["level"], "warning");
  EXPECT_EQ(json["text"], "他说 \"好\"\n");
}

}  // namespace
}  // namespace touchstone
