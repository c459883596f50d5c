#pragma once

#include <memory>
#include <utility>

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace touchstone {

// Awaits a function that is given a callback, with one Result or with none, and calls it once, on
// any thread, perhaps before it returns. The awaiting coroutine is resumed on its own executor and
// never from inside of the callback.
template <class... Result, class Start>
auto AwaitCallback(Start start) {
  static_assert(sizeof...(Result) <= 1);
  namespace asio = boost::asio;
  return asio::async_initiate<const asio::use_awaitable_t<>, void(Result...)>(
      [](auto handler, Start begin) {
        auto waiting = std::make_shared<decltype(handler)>(std::move(handler));
        begin([waiting](Result... result) {
          asio::post(asio::get_associated_executor(*waiting),
                     [waiting, ... given = std::move(result)]() mutable {
                       std::move (*waiting)(std::move(given)...);
                     });
        });
      },
      asio::use_awaitable, std::move(start));
}

}  // namespace touchstone
