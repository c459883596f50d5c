#include "services/gateway/unless_left.h"

#include <exception>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace touchstone::gateway {

Awaitable<bool> UnlessLeft(HttpReader& reader, std::function<void()> left, Awaitable<bool> work) {
  const auto executor = co_await asio::this_coro::executor;
  asio::cancellation_signal stop;
  asio::steady_timer watching(executor, asio::steady_timer::time_point::max());
  bool watched = false;
  auto watched_to_end = [&](std::exception_ptr) {
    watched = true;
    watching.cancel();
  };
  asio::co_spawn(executor, reader.WatchForLeaving(std::move(left)),
                 asio::bind_cancellation_slot(stop.slot(), watched_to_end));
  bool result = false;
  std::exception_ptr thrown;
  try {
    result = co_await std::move(work);
  } catch (...) {
    thrown = std::current_exception();
  }
  stop.emit(asio::cancellation_type::terminal);
  if (!watched) co_await watching.async_wait(asio::as_tuple(asio::use_awaitable));
  if (thrown) std::rethrow_exception(thrown);
  co_return result;
}

}  // namespace touchstone::gateway
