#include "tests/bench/redis_rival.h"

#include <hiredis/hiredis.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <vector>

#include "tests/bench/measure.h"

namespace touchstone::bench {
namespace {

[[noreturn]] void Fail(const char* what) {
  std::fprintf(stderr, "Redis: %s\n", what);
  std::exit(1);
}

class Rival final : public RedisRival {
 public:
  Rival(redisContext* context, int port) : context_(context), port_(port) {}
  ~Rival() override {
    redisFree(context_);
    for (redisContext* reader : readers_) redisFree(reader);
  }

  double RanksPerSecond(int entrants, int connections,
                        std::chrono::milliseconds duration) override {
    Fill(entrants);
    while (readers_.size() < std::size_t(connections)) readers_.push_back(Open());
    std::vector<pollfd> waits;
    long sent = 0;
    for (redisContext* reader : readers_) {
      SendRank(reader, ++sent, entrants);
      waits.push_back({reader->fd, POLLIN, 0});
    }
    const double start = Seconds();
    const double end = start + std::chrono::duration<double>(duration).count();
    long done = 0;
    std::size_t busy = readers_.size();
    double now = start;
    while (busy > 0) {
      poll(waits.data(), waits.size(), 1000);
      for (std::size_t i = 0; i < waits.size(); ++i) {
        if ((waits[i].revents & POLLIN) == 0) continue;
        void* reply = nullptr;
        if (redisGetReply(readers_[i], &reply) != REDIS_OK || reply == nullptr) Fail("ZREVRANK");
        freeReplyObject(reply);
        ++done;
        now = Seconds();
        if (now < end) {
          SendRank(readers_[i], ++sent, entrants);
        } else {
          waits[i].fd = -1;
          --busy;
        }
      }
    }
    return double(done) / (now - start);
  }

  FanOut Publish(int watchers, std::size_t bytes, int rounds) override {
    const int poller = epoll_create1(0);
    std::vector<redisContext*> subscribed;
    while (subscribed.size() < std::size_t(watchers)) {
      redisContext* watcher = Open();
      // Closed without a word, so that no port stays taken.
      const linger at_once{1, 0};
      setsockopt(watcher->fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
      freeReplyObject(redisCommand(watcher, "SUBSCRIBE board"));
      subscribed.push_back(watcher);
    }
    for (std::size_t i = 0; i < subscribed.size(); ++i) {
      epoll_event event{EPOLLIN, {.u64 = i}};
      epoll_ctl(poller, EPOLL_CTL_ADD, subscribed[i]->fd, &event);
    }
    const std::string message(bytes, 'x');
    const double cpu = ServerCpuSeconds();
    std::vector<double> times;
    std::vector<epoll_event> events(256);
    for (int round = 0; round < rounds; ++round) {
      const double start = Seconds();
      if (redisAppendCommand(context_, "PUBLISH board %b", message.data(), message.size()) !=
          REDIS_OK) {
        Fail("PUBLISH");
      }
      int written = 0;
      while (written == 0) redisBufferWrite(context_, &written);
      for (int seen = 0; seen < watchers;) {
        const int ready = epoll_wait(poller, events.data(), int(events.size()), 5000);
        if (ready <= 0) Fail("a watcher got nothing");
        for (int i = 0; i < ready; ++i) {
          void* reply = nullptr;
          redisContext* watcher = subscribed[events[std::size_t(i)].data.u64];
          if (redisBufferRead(watcher) != REDIS_OK) Fail("read");
          while (redisGetReplyFromReader(watcher, &reply) == REDIS_OK && reply != nullptr) {
            freeReplyObject(reply);
            ++seen;
          }
        }
      }
      times.push_back(Seconds() - start);
      void* reply = nullptr;
      redisGetReply(context_, &reply);
      freeReplyObject(reply);
    }
    const double cpu_used = ServerCpuSeconds() - cpu;
    close(poller);
    for (redisContext* watcher : subscribed) redisFree(watcher);
    return {Median(times), cpu_used};
  }

 private:
  // CPU seconds that the server has used.
  double ServerCpuSeconds() {
    auto* reply = static_cast<redisReply*>(redisCommand(context_, "INFO cpu"));
    if (reply == nullptr) Fail("INFO");
    const std::string text(reply->str, reply->len);
    freeReplyObject(reply);
    const auto value = [&](const char* name) {
      const auto at = text.find(name);
      return at == std::string::npos ? 0.0 : std::atof(text.c_str() + at + std::strlen(name));
    };
    return value("used_cpu_sys:") + value("used_cpu_user:");
  }

  redisContext* Open() {
    redisContext* context = redisConnect("127.0.0.1", port_);
    if (context == nullptr || context->err != 0) Fail("connect");
    return context;
  }

  void SendRank(redisContext* reader, long n, int entrants) {
    if (redisAppendCommand(reader, "ZREVRANK standings e%ld", n * 7907 % entrants) != REDIS_OK) {
      Fail("ZREVRANK");
    }
    int written = 0;
    while (written == 0) redisBufferWrite(reader, &written);
  }

  void Fill(int entrants) {
    if (filled_ == entrants) return;
    freeReplyObject(redisCommand(context_, "DEL standings"));
    for (int i = 0; i < entrants; ++i) {
      redisAppendCommand(context_, "ZADD standings %d e%d", int(i * 7919L % 1000003), i);
      if (i % 1000 != 999 && i + 1 != entrants) continue;
      for (int j = 0; j <= i % 1000; ++j) {
        void* reply = nullptr;
        if (redisGetReply(context_, &reply) != REDIS_OK) Fail("ZADD");
        freeReplyObject(reply);
      }
    }
    filled_ = entrants;
  }

  redisContext* context_;
  int port_;
  int filled_ = 0;
  std::vector<redisContext*> readers_;
};

}  // namespace

std::unique_ptr<RedisRival> RedisRival::Connect(int port) {
  redisContext* context = redisConnect("127.0.0.1", port);
  if (context == nullptr || context->err != 0) {
    if (context != nullptr) redisFree(context);
    return nullptr;
  }
  return std::make_unique<Rival>(context, port);
}

}  // namespace touchstone::bench
