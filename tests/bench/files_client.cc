#include "tests/bench/files_client.h"

#include <utility>

#include "services/training/training_convert.h"
#include "storage/rocksdb_store.h"
#include "tests/bench/contest_data.h"

namespace touchstone::bench {
namespace {

using cli::SampleFiles;
using std::chrono::milliseconds;

constexpr int kConnections = 2;
constexpr int kDays = 30;

std::string CompanyName(std::size_t company) {
  return "companies/" + SampleFiles::CompanyId(company);
}
std::string WorkerName(std::size_t worker) { return "workers/" + SampleFiles::WorkerId(worker); }

void Fill(const LicenceQuestion& question, v1::CheckLicenceRequest& request) {
  request.set_worker(WorkerName(question.worker));
  request.set_certificate_type(std::string("certificateTypes/") + kSampleTypes[question.type]);
  request.set_date(question.day);
  *request.mutable_known_time() = training::ToTimestamp({question.known});
}

void Fill(std::size_t company, const std::string& from, v1::ListLapsesRequest& request) {
  request.set_parent(CompanyName(company));
  request.set_from_date(from);
  request.set_days(kDays);
  request.set_page_size(1000);
}

// The number of a type, as the rival knows it.
std::string TypeNumber(const std::string& name) {
  for (int i = 1; i < 5; ++i) {
    if (training::LastId(name) == kSampleTypes[i]) return std::to_string(i);
  }
  return name;
}

}  // namespace

FilesServer::FilesServer(const std::string& data) : data_(data) {
  storage::RocksDbStore::Options options;
  options.path = StoreFolder(data_);
  {
    auto store = storage::RocksDbStore::Open(options);
    if (!store.ok()) Fail(store.status().ToString());
    secret_ = AddToken(**store, v1::ROLE_ORGANISER);
  }
  Restart();
}

void FilesServer::Stop() {
  stubs_.clear();
  channels_.clear();
  if (server_ != nullptr) server_->process().Stop();
  server_.reset();
}

void FilesServer::Restart() {
  server_ = std::make_unique<ServerProcess>(data_);
  channels_ = Connect(server_->port(), kConnections);
  for (const auto& channel : channels_) stubs_.push_back(v1::TrainingService::NewStub(channel));
}

Rate FilesServer::Histories(int in_flight, milliseconds duration,
                            const FilesRival::NextWorker& next, std::size_t records) {
  UnaryLoad<v1::ListRecordsRequest, v1::ListRecordsResponse> load(
      process(), secret_, in_flight,
      [&](int, v1::ListRecordsRequest& request) { request.set_parent(WorkerName(next())); },
      [&](int slot, auto* context, auto& request, auto* queue) {
        return StubOf(slot).AsyncListRecords(context, request, queue);
      },
      [&](const v1::ListRecordsResponse& response) {
        return static_cast<std::size_t>(response.records_size()) == records;
      });
  return load.Run(duration);
}

Rate FilesServer::Licences(int in_flight, milliseconds duration,
                           const FilesRival::NextQuestion& next) {
  UnaryLoad<v1::CheckLicenceRequest, v1::Licence> load(
      process(), secret_, in_flight,
      [&](int, v1::CheckLicenceRequest& request) { Fill(next(), request); },
      [&](int slot, auto* context, auto& request, auto* queue) {
        return StubOf(slot).AsyncCheckLicence(context, request, queue);
      },
      [](const v1::Licence& licence) { return licence.reason() != 0; });
  return load.Run(duration);
}

Rate FilesServer::Lapses(int in_flight, milliseconds duration,
                         const FilesRival::NextWorker& next_company, const std::string& from) {
  UnaryLoad<v1::ListLapsesRequest, v1::ListLapsesResponse> load(
      process(), secret_, in_flight,
      [&](int, v1::ListLapsesRequest& request) { Fill(next_company(), from, request); },
      [&](int slot, auto* context, auto& request, auto* queue) {
        return StubOf(slot).AsyncListLapses(context, request, queue);
      },
      [](const v1::ListLapsesResponse& response) { return response.next_page_token().empty(); });
  return load.Run(duration);
}

std::string FilesServer::Licence(const LicenceQuestion& question) {
  grpc::ClientContext context;
  SetCaller(context, secret_);
  v1::CheckLicenceRequest request;
  Fill(question, request);
  v1::Licence licence;
  const grpc::Status status = StubOf(0).CheckLicence(&context, request, &licence);
  if (!status.ok()) Fail(status.error_message());
  return std::string(licence.licensed() ? "t" : "f") + " " + std::to_string(licence.reason()) +
         " " + licence.number() + " " + licence.reason_date();
}

std::vector<std::string> FilesServer::Lapses(std::size_t company, const std::string& from) {
  std::vector<std::string> lines;
  v1::ListLapsesRequest request;
  Fill(company, from, request);
  do {
    grpc::ClientContext context;
    SetCaller(context, secret_);
    v1::ListLapsesResponse response;
    const grpc::Status status = StubOf(0).ListLapses(&context, request, &response);
    if (!status.ok()) Fail(status.error_message());
    for (const v1::Lapse& lapse : response.lapses()) {
      const int worker = std::stoi(training::LastId(lapse.worker()).substr(1)) - 1;
      lines.push_back(lapse.date() + " " + std::to_string(worker) + " " +
                      TypeNumber(lapse.certificate_type()) + " " + lapse.number());
    }
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  return lines;
}

double FilesServer::HistorySeconds(std::size_t worker) {
  grpc::ClientContext context;
  SetCaller(context, secret_);
  v1::ListRecordsRequest request;
  request.set_parent(WorkerName(worker));
  v1::ListRecordsResponse response;
  const double start = Seconds();
  const grpc::Status status = StubOf(0).ListRecords(&context, request, &response);
  if (!status.ok() || response.records().empty()) Fail("no history: " + status.error_message());
  return Seconds() - start;
}

}  // namespace touchstone::bench
