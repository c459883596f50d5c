#include "tests/crash/judge_client.h"

#include <chrono>
#include <utility>

#include "services/common/grpc_status.h"

namespace touchstone::crash {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kGroup[] = {1, 5, 8};  // by way

}  // namespace

std::shared_ptr<grpc::Channel> ConnectTo(int port) {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 20);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, 2000);  // time to connect
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 50);
  return grpc::CreateCustomChannel("ipv4:127.0.0.1:" + std::to_string(port),
                                   grpc::InsecureChannelCredentials(), arguments);
}

JudgeClient::JudgeClient(const SmallContest& contest, int judge, Way way, std::string secret,
                         int port, Acknowledgements& acks)
    : contest_(contest),
      judge_(judge),
      way_(way),
      secret_(std::move(secret)),
      acks_(acks),
      stub_(v1::JudgingService::NewStub(ConnectTo(port))),
      revisions_(static_cast<std::size_t>(contest.entrants * contest.items)),
      thread_([this] { Run(); }) {}

void JudgeClient::Stop() {
  stopping_ = true;
  if (thread_.joinable()) thread_.join();
}

void JudgeClient::Run() {
  while (!stopping_ && complaint_.empty()) {
    std::vector<Pending> group = NextGroup();
    while (!group.empty() && complaint_.empty()) {
      if (way_ == Way::kOneByOne) SendOneByOne(group);
      if (way_ == Way::kBatches) SendBatch(group);
      if (way_ == Way::kStreams) SendStream(group);
      std::erase_if(group, [](const Pending& pending) { return pending.acknowledged; });
      std::this_thread::sleep_for(4ms);
    }
  }
}

std::vector<JudgeClient::Pending> JudgeClient::NextGroup() {
  std::vector<Pending> group;
  while (group.size() < kGroup[static_cast<int>(way_)]) {
    const std::size_t cell = made_++ % revisions_.size();
    const int entrant = static_cast<int>(cell) % contest_.entrants + 1;
    const int item = static_cast<int>(cell) / contest_.entrants + 1;
    v1::Entry mark =
        contest_.Mark("judge" + std::to_string(judge_) + "-mark" + std::to_string(made_),
                      "j" + std::to_string(judge_), std::to_string(entrant),
                      SmallContest::Item(item), std::to_string(made_ % 11), revisions_[cell]);
    group.push_back({mark.SerializeAsString(), cell, false});
  }
  return group;
}

std::unique_ptr<grpc::ClientContext> JudgeClient::Context() const {
  auto context = std::make_unique<grpc::ClientContext>();
  context->AddMetadata("authorization", "Bearer " + secret_);
  context->set_deadline(std::chrono::system_clock::now() + 20s);
  context->set_wait_for_ready(true);  // a thread that waits is one that sees the server come back
  return context;
}

void JudgeClient::SendOneByOne(std::vector<Pending>& group) {
  for (Pending& pending : group) {
    v1::RecordEntryRequest request;
    request.mutable_entry()->set_entry_bytes(pending.bytes);
    v1::RecordEntryResponse response;
    auto context = Context();
    const grpc::Status status = stub_->RecordEntry(context.get(), request, &response);
    if (status.ok()) {
      Acknowledge(pending, response.receipt());
    } else {
      TakeError(FromGrpcStatus(status));
    }
  }
}

void JudgeClient::SendBatch(std::vector<Pending>& group) {
  v1::BatchRecordEntriesRequest request;
  request.set_parent("events/" + contest_.event);
  for (const Pending& pending : group) request.add_entries()->set_entry_bytes(pending.bytes);
  v1::BatchRecordEntriesResponse response;
  auto context = Context();
  const grpc::Status status = stub_->BatchRecordEntries(context.get(), request, &response);
  if (!status.ok()) return TakeError(FromGrpcStatus(status));
  for (int i = 0; i < response.results_size(); ++i) {
    TakeAnswer(group[static_cast<std::size_t>(i)], response.results(i));
  }
}

void JudgeClient::SendStream(std::vector<Pending>& group) {
  auto context = Context();
  auto stream = stub_->StreamEntries(context.get());
  for (const Pending& pending : group) {
    v1::StreamEntriesRequest request;
    request.mutable_entry()->set_entry_bytes(pending.bytes);
    if (!stream->Write(request)) break;
  }
  stream->WritesDone();
  v1::StreamEntriesResponse response;
  for (auto pending = group.begin(); pending != group.end() && stream->Read(&response); ++pending) {
    TakeAnswer(*pending, response.result());
  }
  const grpc::Status status = stream->Finish();
  if (!status.ok()) TakeError(FromGrpcStatus(status));
}

void JudgeClient::TakeAnswer(Pending& pending, const v1::EntryResult& result) {
  if (result.has_receipt()) {
    Acknowledge(pending, result.receipt());
  } else {
    TakeError(FromRpcStatus(result.error()));
  }
}

void JudgeClient::Acknowledge(Pending& pending, const v1::Receipt& receipt) {
  pending.acknowledged = true;
  ++acknowledged_;
  acks_.Add(pending.bytes, receipt);
  std::uint32_t& revision = revisions_[pending.cell];
  if (receipt.disposition() != v1::DISPOSITION_COUNTED || receipt.revision() != revision + 1) {
    complaint_ = receipt.entry_id() + " did not count as the next revision";
  }
  revision = receipt.revision();
}

void JudgeClient::TakeError(const absl::Status& status) {
  if (absl::IsUnavailable(status) || absl::IsCancelled(status) || absl::IsUnknown(status)) return;
  complaint_ = status.ToString();
}

}  // namespace touchstone::crash
