#include "tests/bench/process.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

namespace touchstone::bench {

void Fail(const std::string& what) {
  std::fprintf(stderr, "benchmark failed: %s\n", what.c_str());
  std::exit(1);
}

Process::Process(const std::vector<std::string>& command, const std::string& log) {
  std::vector<char*> arguments;
  for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  const int output = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (output < 0) Fail("cannot write " + log);
  const pid_t parent = ::getpid();
  pid_ = ::fork();
  if (pid_ < 0) Fail("fork");
  if (pid_ == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) ::_exit(127);
    ::dup2(output, 1);
    ::dup2(output, 2);
    ::execv(arguments[0], arguments.data());
    ::_exit(127);
  }
  ::close(output);
}

double Process::CpuSeconds() const {
  std::ifstream file("/proc/" + std::to_string(pid_) + "/stat");
  std::string text((std::istreambuf_iterator<char>(file)), {});
  std::istringstream fields(text.substr(text.rfind(')') + 2));
  std::string skipped;
  for (int i = 3; i < 14; ++i) fields >> skipped;
  double user = 0;
  double kernel = 0;
  fields >> user >> kernel;
  return (user + kernel) / double(::sysconf(_SC_CLK_TCK));
}

double Process::ResidentBytes() const {
  std::ifstream file("/proc/" + std::to_string(pid_) + "/statm");
  double size = 0;
  double resident = 0;
  file >> size >> resident;
  return resident * double(::sysconf(_SC_PAGESIZE));
}

int Process::Descriptors() const {
  std::error_code ended;
  const std::filesystem::directory_iterator open("/proc/" + std::to_string(pid_) + "/fd", ended);
  return ended ? 0 : static_cast<int>(std::distance(begin(open), end(open)));
}

void Process::Terminate() { ::kill(pid_, SIGTERM); }

bool Process::HasEnded() const {
  siginfo_t info{};
  return ::waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
         info.si_pid == pid_;
}

void Process::Kill() {
  if (pid_ <= 0) return;
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
  pid_ = -1;
}

void Process::Stop() {
  if (pid_ <= 0) return;
  Terminate();
  ::waitpid(pid_, nullptr, 0);
  pid_ = -1;
}

int FreePort() {
  const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  if (::bind(socket, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
      ::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    Fail("no free port");
  }
  ::close(socket);
  return ntohs(address.sin_port);
}

WorkFolder::WorkFolder() {
  const char* parent = std::getenv("BENCH_WORK");
  path_ = std::string(parent == nullptr ? "/tmp" : parent) + "/touchstone-bench-XXXXXX";
  if (::mkdtemp(path_.data()) == nullptr) Fail("cannot make " + path_);
}

WorkFolder::~WorkFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

ServerProcess::ServerProcess(const std::string& data, int web_streams)
    : port_(FreePort()), web_port_(FreePort()) {
  const char* named = std::getenv("TOUCHSTONED");
  const std::filesystem::path self = std::filesystem::read_symlink("/proc/self/exe");
  const std::string program =
      named != nullptr ? named : self.parent_path() / "../../services/server/touchstoned";
  if (!std::filesystem::exists(program)) Fail("there is no " + program);
  std::vector<std::string> command = {program, "--data-dir", data, "--listen",
                                      "127.0.0.1:" + std::to_string(port_)};
  if (web_streams > 0) {
    const std::string connections = std::to_string(2 * web_streams);
    command.insert(command.end(),
                   {"--web-listen", "127.0.0.1:" + std::to_string(web_port_), "--web-connections",
                    connections, "--web-connections-per-address", connections});
  }
  process_ = std::make_unique<Process>(command, data + ".log");
}

std::string StoreFolder(const std::string& data) {
  std::filesystem::create_directories(data);
  return data + "/store";
}

}  // namespace touchstone::bench
