#include "services/common/id_generator.h"

#include <cstdlib>

#include <sodium.h>

namespace touchstone {

RandomIdGenerator::RandomIdGenerator() {
  if (sodium_init() < 0) std::abort();
}

std::string RandomIdGenerator::NewId() {
  // RFC 4648 base32 letters, lower case: 26 characters carry 130 bits.
  static constexpr char kLetters[] = "abcdefghijklmnopqrstuvwxyz234567";
  unsigned char random[26];
  randombytes_buf(random, sizeof(random));
  std::string id;
  id.reserve(sizeof(random));
  for (const unsigned char byte : random) id += kLetters[byte & 31];
  return id;
}

std::string RandomIdGenerator::RandomBytes(std::size_t size) {
  std::string bytes(size, '\0');
  randombytes_buf(bytes.data(), bytes.size());
  return bytes;
}

std::string CountingIdGenerator::NewId() { return "id-" + std::to_string(next_++); }

std::string CountingIdGenerator::RandomBytes(std::size_t size) {
  std::string bytes = std::to_string(next_++);
  bytes.resize(size, 'x');
  return bytes;
}

}  // namespace touchstone
