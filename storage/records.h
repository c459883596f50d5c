#pragma once

#include <cstdint>

// What the values of the store mean; the messages are those of
// proto/touchstone/storage/v1/records.proto and, for resources, of the API itself.
namespace touchstone::storage {

// Types of feed events. On disk: numbers are never reused.
enum class FeedEventType : std::uint32_t {
  kEntry = 1,            // EntryAppended: an envelope was added to an event's chain
  kResourceChanged = 2,  // ResourceChanged: a resource was created or updated
};

}  // namespace touchstone::storage
