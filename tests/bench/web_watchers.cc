#include "tests/bench/web_watchers.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <semaphore>
#include <string_view>
#include <utility>

#include "tests/bench/measure.h"
#include "tests/bench/process.h"

namespace touchstone::bench {
namespace {

// The gateway is there a moment after the gRPC port.
int ConnectTo(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  for (const double end = Seconds() + 5; Seconds() < end;) {
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0) Fail("no socket");
    // Closed without a word, so that no port stays taken.
    const linger at_once{1, 0};
    ::setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    if (::connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0) return fd;
    ::close(fd);
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  Fail("no gateway on port " + std::to_string(port));
}

std::string RequestText(const std::string& secret, const std::string& event, int limit) {
  v1::WatchStandingsRequest request;
  request.mutable_board()->set_event("events/" + event);
  request.mutable_board()->set_discipline("d1");
  request.set_limit(limit);
  const std::string message = request.SerializeAsString();
  std::string body(5, '\0');
  body[4] = static_cast<char>(message.size());  // it is short
  body += message;
  return "POST /touchstone.v1.LeaderboardService/WatchStandings HTTP/1.1\r\nhost: bench\r\n"
         "content-type: application/grpc-web+proto\r\nauthorization: Bearer " +
         secret + "\r\ncontent-length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

}  // namespace

class WebWatchers::Loop {
 public:
  Loop(int count, Saw saw) : count_(count), saw_(std::move(saw)), poller_(::epoll_create1(0)) {}
  ~Loop() {
    for (const Watcher& watcher : watchers_) ::close(watcher.fd);
    ::close(poller_);
  }

  void Open(int port, const std::string& request) {
    watchers_.resize(std::size_t(count_));
    for (std::size_t i = 0; i < watchers_.size(); ++i) {
      const int fd = watchers_[i].fd = ConnectTo(port);
      if (::send(fd, request.data(), request.size(), 0) != ssize_t(request.size())) Fail("send");
      ::fcntl(fd, F_SETFL, O_NONBLOCK);
      epoll_event event{EPOLLIN, {.u64 = i}};
      ::epoll_ctl(poller_, EPOLL_CTL_ADD, fd, &event);
    }
  }

  void Run() {
    std::array<epoll_event, 32> events;  // few, so that what was seen is told soon
    while (!ending_) {
      const int ready = ::epoll_wait(poller_, events.data(), int(events.size()), 50);
      for (int i = 0; i < ready; ++i) Read(watchers_[events[std::size_t(i)].data.u64]);
      Tell();
    }
  }

  void WaitForSnapshots() { started_.acquire(); }
  void End() { ending_ = true; }

 private:
  struct Watcher {
    int fd = -1;
    bool head = false;   // has come
    bool first = false;  // snapshot has come
    std::string input;
  };

  void Read(Watcher& watcher) {
    const ssize_t count = ::recv(watcher.fd, bytes_.data(), bytes_.size(), 0);
    if (count <= 0) Fail("the gateway left a watcher");
    watcher.input.append(bytes_.data(), std::size_t(count));
    if (!watcher.head) {
      const std::size_t end = watcher.input.find("\r\n\r\n");
      if (end == std::string::npos) return;
      watcher.input.erase(0, end + 4);
      watcher.head = true;
    }
    std::size_t at = 0;
    for (;;) {
      const std::size_t line = watcher.input.find("\r\n", at);
      if (line == std::string::npos) break;
      const std::size_t size = std::strtoull(watcher.input.c_str() + at, nullptr, 16);
      if (watcher.input.size() < line + 2 + size + 2) break;
      Take(watcher, std::string_view(watcher.input).substr(line + 2, size));
      at = line + 2 + size + 2;
    }
    watcher.input.erase(0, at);
  }

  // One frame: the gateway writes a chunk for each.
  void Take(Watcher& watcher, std::string_view frame) {
    if (frame.size() < 5 || frame[0] != 0) Fail("a watch ended: " + std::string(frame));
    if (!std::exchange(watcher.first, true)) {
      if (++begun_ == count_) started_.release();
      return;
    }
    if (frame != frame_) {
      Tell();
      frame_ = frame;
      if (!message_.ParseFromArray(frame.data() + 5, int(frame.size()) - 5)) Fail("no message");
    }
    ++times_;
  }

  void Tell() {
    if (times_ > 0) saw_(message_, std::exchange(times_, 0));
  }

  const int count_;
  const Saw saw_;
  const int poller_;
  std::vector<Watcher> watchers_;
  std::array<char, 256 * 1024> bytes_;
  std::string frame_;  // of message_
  v1::WatchStandingsResponse message_;
  int times_ = 0;  // seen, but not told yet
  int begun_ = 0;
  std::atomic<bool> ending_ = false;
  std::binary_semaphore started_{0};
};

WebWatchers::WebWatchers(int port, const std::string& secret, const std::string& event, int count,
                         int limit, Saw saw)
    : loop_(std::make_unique<Loop>(count, std::move(saw))) {
  loop_->Open(port, RequestText(secret, event, limit));
  thread_ = std::thread([this] { loop_->Run(); });
  loop_->WaitForSnapshots();
}

WebWatchers::~WebWatchers() {
  loop_->End();
  thread_.join();
}

}  // namespace touchstone::bench
