#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "storage/kv_store.h"

// How a RocksDbStore puts keys and feed events into one ordered database; see storage/FORMAT.md.
namespace touchstone::storage {

inline constexpr char kFormatKey[] = "m/format";
inline constexpr char kFormatVersion[] = "1";

// The stored key of a key of the KvStore, and back. All stored ones are below DataKeysEnd().
std::string DataKey(std::string_view key);
std::string DataKeysEnd();
std::string_view DataKeyOf(std::string_view stored);

// The stored key of a feed position, and back: nullopt when it is malformed.
std::string FeedKey(std::uint64_t position);
std::string FeedKeysEnd();
std::optional<std::uint64_t> FeedPosition(std::string_view stored);

// The stored value of an event, and back without its position: nullopt when it is malformed.
std::string FeedValue(std::uint32_t type, std::string_view payload);
std::optional<FeedEvent> ParseFeedValue(std::string_view stored);

}  // namespace touchstone::storage
