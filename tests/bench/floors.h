#pragma once

#include <chrono>
#include <cstddef>
#include <string>

#include "storage/kv_store.h"

// What no service on this machine can be faster than.
namespace touchstone::bench {

// Marks a second that the store's committer makes durable with `outstanding` waiting at a time, in
// this process and without any rule: one put of `bytes` under a new key and one put of a running
// total. Ends the program on any error.
double CommitterMarksPerSecond(storage::KvStore& store, int outstanding, std::size_t bytes,
                               std::chrono::milliseconds duration);

// Seconds that appending 200 bytes to a file of `folder` and fdatasync take; the median.
double SyncSeconds(const std::string& folder);

}  // namespace touchstone::bench
