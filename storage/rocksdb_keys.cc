#include "storage/rocksdb_keys.h"

#include <cstddef>

namespace touchstone::storage {
namespace {

constexpr char kData = 'd';
constexpr char kFeed = 'f';

template <typename Number>
void AppendBigEndian(std::string& bytes, Number number) {
  for (int shift = 8 * (static_cast<int>(sizeof(Number)) - 1); shift >= 0; shift -= 8) {
    bytes.push_back(static_cast<char>(number >> shift & 0xff));
  }
}

template <typename Number>
Number ReadBigEndian(std::string_view bytes) {
  Number number = 0;
  for (std::size_t i = 0; i < sizeof(Number); ++i) {
    number = number << 8 | static_cast<unsigned char>(bytes[i]);
  }
  return number;
}

}  // namespace

std::string DataKey(std::string_view key) {
  std::string stored;
  stored.reserve(1 + key.size());
  stored.push_back(kData);
  stored.append(key);
  return stored;
}

std::string DataKeysEnd() { return std::string(1, kData + 1); }

std::string_view DataKeyOf(std::string_view stored) { return stored.substr(1); }

std::string FeedKey(std::uint64_t position) {
  std::string stored(1, kFeed);
  AppendBigEndian(stored, position);
  return stored;
}

std::string FeedKeysEnd() { return std::string(1, kFeed + 1); }

std::optional<std::uint64_t> FeedPosition(std::string_view stored) {
  if (stored.size() != 1 + sizeof(std::uint64_t) || stored[0] != kFeed) return std::nullopt;
  return ReadBigEndian<std::uint64_t>(stored.substr(1));
}

std::string FeedValue(std::uint32_t type, std::string_view payload) {
  std::string stored;
  stored.reserve(sizeof(type) + payload.size());
  AppendBigEndian(stored, type);
  stored.append(payload);
  return stored;
}

std::optional<FeedEvent> ParseFeedValue(std::string_view stored) {
  if (stored.size() < sizeof(std::uint32_t)) return std::nullopt;
  FeedEvent event;
  event.type = ReadBigEndian<std::uint32_t>(stored);
  event.payload = stored.substr(sizeof(std::uint32_t));
  return event;
}

}  // namespace touchstone::storage
