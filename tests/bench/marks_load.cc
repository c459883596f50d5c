#include "tests/bench/marks_load.h"

#include <algorithm>
#include <mutex>
#include <semaphore>

namespace touchstone::bench {
namespace {

using std::chrono::milliseconds;

template <class Service>
std::vector<std::unique_ptr<typename Service::Stub>> StubsOf(const Channels& channels) {
  std::vector<std::unique_ptr<typename Service::Stub>> stubs;
  for (const auto& channel : channels) stubs.push_back(Service::NewStub(channel));
  return stubs;
}

bool Counted(const v1::Receipt& receipt) {
  return receipt.disposition() == v1::DISPOSITION_COUNTED;
}

// One StreamEntries call that always has `unanswered` marks under way.
class EntryStream final
    : public grpc::ClientBidiReactor<v1::StreamEntriesRequest, v1::StreamEntriesResponse> {
 public:
  EntryStream(v1::JudgingService::Stub& stub, const std::string& secret, MarkSource& marks,
              int first_slot, int unanswered, double end)
      : marks_(marks), first_slot_(first_slot), unanswered_(unanswered), end_(end) {
    SetCaller(context_, secret);
    stub.async()->StreamEntries(&context_, this);
    StartRead(&response_);
    Send();
    StartCall();
  }

  // Returns how many were answered.
  std::uint64_t Wait() {
    ended_.acquire();
    if (answered_ != sent_) Fail("a stream ended early");
    return answered_;
  }

 private:
  // Under mutex_, or before the call starts.
  void Send() {
    request_.mutable_entry()->set_entry_bytes(
        marks_.Next(first_slot_ + int(sent_ % std::uint64_t(unanswered_))));
    ++sent_;
    writing_ = true;
    StartWrite(&request_);
  }

  void SendNext() {
    if (writing_ || closed_) return;
    if (Seconds() >= end_) {
      closed_ = true;
      StartWritesDone();
    } else if (sent_ - answered_ < std::uint64_t(unanswered_)) {
      Send();
    }
  }

  void OnWriteDone(bool ok) override {
    if (!ok) Fail("a stream took no mark");
    std::lock_guard lock(mutex_);
    writing_ = false;
    SendNext();
  }

  void OnReadDone(bool ok) override {
    if (!ok) return;
    if (!Counted(response_.result().receipt())) Fail(response_.result().ShortDebugString());
    {
      std::lock_guard lock(mutex_);
      ++answered_;
      SendNext();
    }
    StartRead(&response_);
  }

  void OnDone(const grpc::Status& status) override {
    if (!status.ok()) Fail(status.error_message());
    ended_.release();
  }

  MarkSource& marks_;
  const int first_slot_;
  const int unanswered_;
  const double end_;
  grpc::ClientContext context_;
  v1::StreamEntriesRequest request_;
  v1::StreamEntriesResponse response_;
  std::mutex mutex_;
  std::uint64_t sent_ = 0;
  std::uint64_t answered_ = 0;
  bool writing_ = false;
  bool closed_ = false;
  std::binary_semaphore ended_{0};
};

}  // namespace

Rate RecordOneByOne(const Target& target, MarkSource& marks, int in_flight, milliseconds duration) {
  const auto stubs = StubsOf<v1::JudgingService>(target.channels);
  UnaryLoad<v1::RecordEntryRequest, v1::RecordEntryResponse> load(
      target.server, target.secret, in_flight,
      [&](int slot, auto& request) { request.mutable_entry()->set_entry_bytes(marks.Next(slot)); },
      [&](int slot, auto* context, auto& request, auto* queue) {
        return stubs[std::size_t(slot) % stubs.size()]->AsyncRecordEntry(context, request, queue);
      },
      [](const auto& response) { return Counted(response.receipt()); });
  return load.Run(duration);
}

Rate RecordSheets(const Target& target, const std::string& event, MarkSource& marks, int in_flight,
                  int sheet, milliseconds duration) {
  const auto stubs = StubsOf<v1::JudgingService>(target.channels);
  UnaryLoad<v1::BatchRecordEntriesRequest, v1::BatchRecordEntriesResponse> load(
      target.server, target.secret, in_flight,
      [&](int slot, auto& request) {
        request.set_parent("events/" + event);
        request.clear_entries();
        for (int i = 0; i < sheet; ++i) request.add_entries()->set_entry_bytes(marks.Next(slot));
      },
      [&](int slot, auto* context, auto& request, auto* queue) {
        return stubs[std::size_t(slot) % stubs.size()]->AsyncBatchRecordEntries(context, request,
                                                                                queue);
      },
      [&](const auto& response) {
        return response.results_size() == sheet &&
               std::all_of(response.results().begin(), response.results().end(),
                           [](const auto& result) { return Counted(result.receipt()); });
      });
  return load.Run(duration, sheet);
}

Rate RecordStreams(const Target& target, MarkSource& marks, int streams, int unanswered,
                   milliseconds duration) {
  const auto stubs = StubsOf<v1::JudgingService>(target.channels);
  const double cpu = target.server.CpuSeconds();
  const double start = Seconds();
  const double end = start + std::chrono::duration<double>(duration).count();
  std::vector<std::unique_ptr<EntryStream>> running;
  for (int i = 0; i < streams; ++i) {
    running.push_back(std::make_unique<EntryStream>(*stubs[std::size_t(i) % stubs.size()],
                                                    target.secret, marks, i * unanswered,
                                                    unanswered, end));
  }
  std::uint64_t marked = 0;
  for (const auto& stream : running) marked += stream->Wait();
  const double count = double(marked);
  return {count / (Seconds() - start), 0, 0, (target.server.CpuSeconds() - cpu) / count * 1e6};
}

Rate EmptyCalls(const Target& target, int in_flight, milliseconds duration) {
  const auto stubs = StubsOf<v1::IdentityService>(target.channels);
  UnaryLoad<v1::WhoAmIRequest, v1::Token> load(
      target.server, target.secret, in_flight, [](int, auto&) {},
      [&](int slot, auto* context, auto& request, auto* queue) {
        return stubs[std::size_t(slot) % stubs.size()]->AsyncWhoAmI(context, request, queue);
      },
      [](const auto& response) { return response.role() != v1::ROLE_UNSPECIFIED; });
  return load.Run(duration);
}

}  // namespace touchstone::bench
