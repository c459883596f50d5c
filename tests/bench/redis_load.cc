#include "tests/bench/redis_load.h"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <string>
#include <thread>

#include "tests/bench/measure.h"

namespace touchstone::bench {
namespace {

constexpr char kServer[] = "/usr/bin/redis-server";

void Write(std::ofstream& file, std::initializer_list<std::string> words) {
  file << '*' << words.size() << "\r\n";
  for (const std::string& word : words) file << '$' << word.size() << "\r\n" << word << "\r\n";
}

bool Answers(int port) {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(std::uint16_t(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  char answer[8] = {};
  const bool answered =
      ::connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0 &&
      ::write(socket, "PING\r\n", 6) == 6 && ::read(socket, answer, sizeof(answer)) > 0;
  ::close(socket);
  return answered && answer[0] == '+';  // -LOADING before
}

}  // namespace

double RedisLoadSeconds(const WorkFolder& work, int marks) {
  if (!std::filesystem::exists(kServer)) return -1;
  const std::string folder = work / "redis";
  std::filesystem::create_directories(folder);
  {
    std::ofstream file(folder + "/appendonly.aof", std::ios::binary);
    for (int i = 0; i < marks; ++i) {
      const std::string number = std::to_string(i);
      Write(file, {"MULTI"});
      Write(file, {"SET", "mark:" + number, std::string(150, 'm')});
      Write(file, {"ZINCRBY", "totals", "8.5", "e" + std::to_string(i % 100'000)});
      Write(file, {"EXEC"});
    }
  }
  const int port = FreePort();
  const double start = Seconds();
  Process redis({kServer, "--port", std::to_string(port), "--bind", "127.0.0.1", "--dir", folder,
                 "--appendonly", "yes", "--save", ""},
                folder + "/log");
  while (!Answers(port)) {
    if (Seconds() - start > 120) Fail("Redis does not start");
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  const double seconds = Seconds() - start;
  redis.Kill();
  std::filesystem::remove_all(folder);
  return seconds;
}

}  // namespace touchstone::bench
