#pragma once

#include <sys/types.h>

#include <memory>
#include <string>
#include <vector>

// Programs that a benchmark starts and measures: the server, rivals.
namespace touchstone::bench {

// A running program. It is killed at the latest when this process ends.
class Process {
 public:
  // Standard output and error go to `log`, a path. The benchmark ends when it cannot be started.
  Process(const std::vector<std::string>& command, const std::string& log);
  // As Kill().
  ~Process() { Kill(); }
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  // CPU seconds of all its threads so far, in steps of 10 ms.
  double CpuSeconds() const;
  // Memory in use, in bytes.
  double ResidentBytes() const;

  // Open file descriptors; 0 when it has ended.
  int Descriptors() const;

  // SIGTERM, without waiting.
  void Terminate();
  // Whether it has ended, by itself or by a signal.
  bool HasEnded() const;
  // SIGKILL, and waits for the end.
  void Kill();
  // SIGTERM, and waits for the end.
  void Stop();

 private:
  pid_t pid_;
};

// A port of loopback that is free at the moment.
int FreePort();

// A folder for the data of this run, under $BENCH_WORK or /tmp; deleted with the object.
class WorkFolder {
 public:
  WorkFolder();
  ~WorkFolder();
  WorkFolder(const WorkFolder&) = delete;
  WorkFolder& operator=(const WorkFolder&) = delete;
  std::string operator/(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

// touchstoned over the data folder `data`, answering on port(). Its program stands in the build
// folder of the benchmark, or is named by $TOUCHSTONED.
class ServerProcess {
 public:
  // With a gateway for so many streams of browsers, unless that is 0.
  explicit ServerProcess(const std::string& data, int web_streams = 0);

  int port() const { return port_; }
  // Of the gateway.
  int web_port() const { return web_port_; }
  Process& process() { return *process_; }

 private:
  int port_;
  int web_port_;
  std::unique_ptr<Process> process_;
};

// Where the store lies in the data folder of a server.
std::string StoreFolder(const std::string& data);

[[noreturn]] void Fail(const std::string& what);

}  // namespace touchstone::bench
