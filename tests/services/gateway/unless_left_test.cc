#include "services/gateway/unless_left.h"

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <array>
#include <stdexcept>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace touchstone::gateway {
namespace {

using namespace std::chrono_literals;
using boost::asio::ip::tcp;

class UnlessLeftTest : public ::testing::Test {
 protected:
  UnlessLeftTest() {
    tcp::acceptor acceptor(loop_, {boost::asio::ip::make_address("127.0.0.1"), 0});
    client_.connect(acceptor.local_endpoint());
    connection_ = PlainConnection(acceptor.accept());
    reader_ = std::make_unique<HttpReader>(*connection_, limits_);
  }

  // What becomes of the work: "true", "false", or what it throws.
  std::string Run(Awaitable<bool> work) {
    std::string result = "never ended";
    asio::co_spawn(loop_,
                   UnlessLeft(
                       *reader_, [this] { left_ = true; }, std::move(work)),
                   [&](std::exception_ptr thrown, bool done) {
                     result = done ? "true" : "false";
                     try {
                       if (thrown) std::rethrow_exception(thrown);
                     } catch (const std::exception& e) {
                       result = e.what();
                     }
                   });
    loop_.restart();
    loop_.run_for(5s);
    return result;
  }
  static Awaitable<void> Pass(std::chrono::milliseconds time) {
    asio::steady_timer timer(co_await asio::this_coro::executor, time);
    co_await timer.async_wait(asio::use_awaitable);
  }
  static Awaitable<bool> WorkFor(std::chrono::milliseconds time) {
    co_await Pass(time);
    co_return true;
  }
  static Awaitable<bool> ThrowAfter(std::chrono::milliseconds time) {
    co_await Pass(time);
    throw std::runtime_error("it broke");
  }

  boost::asio::io_context loop_;
  tcp::socket client_{loop_};
  const Limits limits_;
  std::unique_ptr<Connection> connection_;
  std::unique_ptr<HttpReader> reader_;
  bool left_ = false;
};

TEST_F(UnlessLeftTest, TheWorkIsDoneWhileTheClientIsThere) {
  EXPECT_EQ(Run(WorkFor(50ms)), "true");
  EXPECT_TRUE(left_);  // told as well when the watching ends
}

TEST_F(UnlessLeftTest, WhatTheWorkThrowsComesOutWhenNobodyWatchesTheClientAnyMore) {
  EXPECT_EQ(Run(ThrowAfter(50ms)), "it broke");
  // The reader is free for the next request.
  const std::string request = "GET / HTTP/1.1\r\nhost: x\r\n\r\n";
  ASSERT_EQ(::send(client_.native_handle(), request.data(), request.size(), 0),
            static_cast<ssize_t>(request.size()));
  HttpRequest next;
  ReadResult result = ReadResult::kClosed;
  asio::co_spawn(loop_, reader_->Read(next), [&](std::exception_ptr, ReadResult r) { result = r; });
  loop_.restart();
  loop_.run_for(5s);
  EXPECT_EQ(result, ReadResult::kRequest);
}

TEST_F(UnlessLeftTest, AClientWhoLeavesIsToldOfWhileTheWorkGoesOn) {
  client_.close();
  asio::steady_timer looked(loop_, 100ms);
  bool left_in_time = false;
  looked.async_wait([&](boost::system::error_code) { left_in_time = left_; });
  EXPECT_EQ(Run(WorkFor(300ms)), "true");
  EXPECT_TRUE(left_in_time);
}

}  // namespace
}  // namespace touchstone::gateway
