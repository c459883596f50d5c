#pragma once

#include <functional>
#include <string>

#include "services/gateway/connection.h"
#include "services/gateway/http.h"
#include "services/gateway/limits.h"

namespace touchstone::gateway {

// How reading a request ended.
enum class ReadResult {
  kRequest,  // there is one
  kClosed,   // the client left, or was too slow
  kBad,      // what came is no HTTP/1.1
  kHeaderTooLarge,
  kBodyTooLarge,
};

// Reads the requests of one connection, one after the other.
class HttpReader {
 public:
  HttpReader(Connection& connection, const Limits& limits)
      : connection_(connection), limits_(limits) {}

  Awaitable<ReadResult> Read(HttpRequest& request);

  // While an answer is made: waits until the client goes, sends more than anybody needs to, or this
  // is cancelled; then calls `left`. What comes meanwhile is kept for the next Read().
  Awaitable<void> WatchForLeaving(std::function<void()> left);

 private:
  // False when nothing came.
  Awaitable<bool> Fill();

  Connection& connection_;
  const Limits& limits_;
  std::string input_;  // came, but not read yet
  bool used_ = false;  // a request was read
};

}  // namespace touchstone::gateway
