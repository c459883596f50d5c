#include "clients/cli/sample_loading.h"

#include <mutex>
#include <semaphore>
#include <utility>

#include "services/common/errors.h"
#include "services/common/grpc_status.h"
#include "touchstone/v1/events.grpc.pb.h"
#include "touchstone/v1/training.grpc.pb.h"

namespace touchstone::cli {
namespace {

constexpr std::ptrdiff_t kSmallCalls = 256;  // under way at once
constexpr std::ptrdiff_t kBigCalls = 12;
constexpr int kRecordsACall = 1000;
constexpr std::size_t kBytesACall = 200'000;  // of 256 KiB

// The error of a call; none when a run before made the thing.
absl::Status UnlessThere(const grpc::Status& status) {
  absl::Status error = FromGrpcStatus(status);
  return ReasonOf(error) == Reason::RESOURCE_EXISTS ? absl::OkStatus() : error;
}

// Calls under way at once, at most so many; keeps the first error. Waits for the rest at the end.
template <class Service, std::ptrdiff_t kMost>
class Outstanding {
 public:
  Outstanding(const std::vector<std::shared_ptr<grpc::Channel>>& channels,
              const SampleLoading::NewCall& new_call)
      : new_call_(new_call) {
    for (const auto& channel : channels) stubs_.push_back(Service::NewStub(channel));
  }

  // Sends it when there is room; `take` gets the answers, one at a time, and adds to the sum. False
  // after an error. `begin(stub, context, request, response, done)` begins the call.
  template <class Response, class Request, class Begin, class Take>
  bool Send(Request request, Begin begin, Take take) {
    struct Sent {
      std::unique_ptr<grpc::ClientContext> context;
      Request request;
      Response response;
    };
    room_.acquire();
    if (!IsGood()) {
      room_.release();
      return false;
    }
    auto sent = std::make_shared<Sent>();
    sent->context = new_call_();
    sent->request = std::move(request);
    begin(*stubs_[next_++ % stubs_.size()], sent->context.get(), &sent->request, &sent->response,
          [this, sent, take](const grpc::Status& status) {
            {
              std::lock_guard lock(mutex_);
              if (status.ok()) {
                take(sent->response, sum_);
              } else if (absl::Status failed = UnlessThere(status); failed_.ok()) {
                failed_ = std::move(failed);
              }
            }
            room_.release();
          });
    return true;
  }

  // After the last answer: the sum that `take` made.
  absl::StatusOr<std::uint64_t> Wait() {
    for (std::ptrdiff_t i = 0; i < kMost; ++i) room_.acquire();
    if (!failed_.ok()) return failed_;
    return sum_;
  }

 private:
  bool IsGood() {
    std::lock_guard lock(mutex_);
    return failed_.ok();
  }

  const SampleLoading::NewCall& new_call_;
  std::vector<std::unique_ptr<typename Service::Stub>> stubs_;
  std::size_t next_ = 0;
  std::counting_semaphore<kMost> room_{kMost};
  std::mutex mutex_;
  std::uint64_t sum_ = 0;
  absl::Status failed_;
};

}  // namespace

absl::Status SampleLoading::CreateSetup() {
  v1::EventsService::Stub events(channels_[0]);
  v1::TrainingService::Stub training(channels_[0]);
  const auto create = [this](auto& stub, auto method, const auto& request, auto response) {
    return UnlessThere((stub.*method)(new_call_().get(), request, &response));
  };
  v1::CreateProgrammeRequest programme;
  programme.set_programme_id(SampleFiles::ProgrammeId());
  *programme.mutable_programme() = SampleFiles::Programme();
  absl::Status made =
      create(training, &v1::TrainingService::Stub::CreateProgramme, programme, v1::Programme());
  for (std::size_t c = 0; made.ok() && c < files_.companies(); ++c) {
    v1::CreateCompanyRequest company;
    company.set_company_id(SampleFiles::CompanyId(c));
    *company.mutable_company() = SampleFiles::Company(c);
    made = create(events, &v1::EventsService::Stub::CreateCompany, company, v1::Company());
    for (std::size_t i = 0; made.ok() && i < SampleFiles::kSites; ++i) {
      v1::CreateSiteRequest site;
      site.set_parent("companies/" + company.company_id());
      site.set_site_id(SampleFiles::SiteId(i));
      *site.mutable_site() = SampleFiles::Site(i);
      made = create(training, &v1::TrainingService::Stub::CreateSite, site, v1::Site());
    }
    for (std::size_t i = 0; made.ok() && i < SampleFiles::kBatches; ++i) {
      v1::CreateBatchRequest batch;
      batch.set_batch_id(SampleFiles::BatchId(c, i));
      *batch.mutable_batch() = SampleFiles::Batch(c, i);
      made = create(training, &v1::TrainingService::Stub::CreateBatch, batch, v1::Batch());
    }
  }
  return made;
}

absl::Status SampleLoading::CreateWorkers() {
  const auto create = [](auto& stub, auto&&... call) { stub.async()->CreateWorker(call...); };
  const auto ignore = [](const v1::Worker&, std::uint64_t&) {};
  Outstanding<v1::EventsService, kSmallCalls> calls(channels_, new_call_);
  bool good = true;
  for (std::size_t i = 0; good && i < files_.workers(); ++i) {
    v1::CreateWorkerRequest request;
    request.set_worker_id(SampleFiles::WorkerId(i));
    *request.mutable_worker() = files_.Worker(i);
    good = calls.Send<v1::Worker>(std::move(request), create, ignore);
  }
  return calls.Wait().status();
}

absl::StatusOr<std::uint64_t> SampleLoading::Append(bool late) {
  const auto append = [](auto& stub, auto&&... call) { stub.async()->AppendRecords(call...); };
  const auto add_up = [](const v1::AppendRecordsResponse& response, std::uint64_t& sum) {
    sum += response.added();
  };
  Outstanding<v1::TrainingService, kBigCalls> calls(channels_, new_call_);
  v1::AppendRecordsRequest request;
  std::size_t bytes = 0;
  bool good = true;
  for (std::size_t i = 0; good && i < files_.workers(); ++i) {
    std::vector<v1::NewRecord> file = files_.File(i);
    const std::size_t split = file.size() - SampleFiles::kLate;
    const std::size_t end = late ? file.size() : split;
    // A file is never in two calls at once.
    for (std::size_t at = late ? split : 0; at < end; ++at) {
      bytes += file[at].ByteSizeLong() + 4;
      *request.add_records() = std::move(file[at]);
    }
    const bool full = request.records_size() + static_cast<int>(files_.records()) > kRecordsACall ||
                      bytes > kBytesACall || i + 1 == files_.workers();
    if (!full) continue;
    good = calls.Send<v1::AppendRecordsResponse>(std::move(request), append, add_up);
    request.Clear();
    bytes = 0;
  }
  return calls.Wait();
}

}  // namespace touchstone::cli
