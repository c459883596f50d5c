#pragma once

#include <grpcpp/grpcpp.h>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "tests/bench/files_rival.h"
#include "tests/bench/load.h"
#include "tests/bench/process.h"
#include "touchstone/v1/training.grpc.pb.h"

// touchstoned with sample files, and what is asked of it. Errors end the program.
namespace touchstone::bench {

class FilesServer {
 public:
  // Over the data folder `data`, which is made when it is not there.
  explicit FilesServer(const std::string& data);

  void Stop();
  void Restart();

  Process& process() { return server_->process(); }
  const std::vector<std::shared_ptr<grpc::Channel>>& channels() const { return channels_; }
  const std::string& secret() const { return secret_; }

  // As FilesRival asks.
  Rate Histories(int in_flight, std::chrono::milliseconds duration,
                 const FilesRival::NextWorker& next, std::size_t records);
  Rate Licences(int in_flight, std::chrono::milliseconds duration,
                const FilesRival::NextQuestion& next);
  Rate Lapses(int in_flight, std::chrono::milliseconds duration,
              const FilesRival::NextWorker& next_company, const std::string& from);
  std::string Licence(const LicenceQuestion& question);
  std::vector<std::string> Lapses(std::size_t company, const std::string& from);
  double HistorySeconds(std::size_t worker);

 private:
  v1::TrainingService::Stub& StubOf(int slot) {
    return *stubs_[static_cast<std::size_t>(slot) % stubs_.size()];
  }

  const std::string data_;
  std::string secret_;
  std::unique_ptr<ServerProcess> server_;
  std::vector<std::shared_ptr<grpc::Channel>> channels_;
  std::vector<std::unique_ptr<v1::TrainingService::Stub>> stubs_;
};

}  // namespace touchstone::bench
