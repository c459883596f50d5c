#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>

namespace touchstone {

// Where ids and secrets come from; nothing else is random. Thread-safe.
class IdGenerator {
 public:
  virtual ~IdGenerator() = default;

  // An id of a resource: letters a-z and digits, never used before.
  virtual std::string NewId() = 0;

  // `size` bytes that nobody can guess.
  virtual std::string RandomBytes(std::size_t size) = 0;
};

// 128 random bits an id, from the operating system through libsodium.
class RandomIdGenerator final : public IdGenerator {
 public:
  // The process ends when the system has no randomness.
  RandomIdGenerator();
  std::string NewId() override;
  std::string RandomBytes(std::size_t size) override;
};

// For tests: "id-1", "id-2" …, and bytes that follow from their number.
class CountingIdGenerator final : public IdGenerator {
 public:
  std::string NewId() override;
  std::string RandomBytes(std::size_t size) override;

 private:
  std::atomic<std::uint64_t> next_{1};
};

}  // namespace touchstone
