#include "services/judging/judging_service_stream.h"

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/strand.hpp>

#include "services/common/await_callback.h"
#include "services/judging/judging_service_entry.h"

namespace touchstone::judging {
namespace {

// Entries of one stream that are read and not answered.
constexpr std::size_t kMostUnderWay = 256;
// Groups of them at the sequencer. While that many are there, what is read gathers for the next.
constexpr int kMostGroups = 2;

using Strand = asio::strand<asio::any_io_executor>;

// What one coroutine waits for and another one tells. Used on one strand only.
class Signal {
 public:
  // Resumes at the next Tell(). One coroutine at a time.
  Awaitable<void> Wait() {
    return AwaitCallback([this](auto resume) { resume_ = std::move(resume); });
  }
  void Tell() {
    if (resume_) std::exchange(resume_, nullptr)();
  }

 private:
  std::function<void()> resume_;
};

// The two halves of one stream. Everything is used on the strand only.
class EntryStream : public LastingCall, public std::enable_shared_from_this<EntryStream> {
 public:
  EntryStream(Call call, ledger::Sequencers& sequencers, const ledger::ReceiptSigner& signer,
              Strand strand, Reader<v1::StreamEntriesRequest>& reader,
              Writer<v1::StreamEntriesResponse>& writer)
      : call_(std::move(call)),
        sequencers_(sequencers),
        signer_(signer),
        strand_(std::move(strand)),
        reader_(reader),
        writer_(writer) {}

  Awaitable<void> ReadAll() {
    while (!ended_) {
      if (answers_.size() >= kMostUnderWay) {
        co_await room_.Wait();
        continue;
      }
      v1::StreamEntriesRequest request;
      const auto read = co_await reader_.Read(&request);
      if (read.ok() && !*read) break;
      const auto caller = call_.CallerNow();
      if (!caller.ok()) {
        refused_.Update(caller.status());
        break;
      }
      if (read.ok()) {
        Take(JudgesSubmission(**caller, request.entry()));
      } else {
        Take(read.status());
      }
    }
    Close();
  }

  Awaitable<void> WriteAll() {
    for (;;) {
      if (answers_.empty() ? !ended_ : !answers_.front().has_value()) {
        co_await answered_.Wait();
        continue;
      }
      if (answers_.empty()) break;
      v1::StreamEntriesResponse response;
      *response.mutable_result() = ToEntryResult(*std::move(answers_.front()));
      answers_.pop_front();
      ++written_;
      room_.Tell();
      if (!co_await writer_.Write(response)) break;
    }
    Close();
  }

  absl::Status Check() override { return call_.CallerNow().status(); }
  // What was read before is still answered.
  void End(const absl::Status& status) override {
    asio::post(strand_, [self = shared_from_this(), status] {
      self->refused_.Update(status);
      self->reader_.StopReading();
    });
  }
  // OK unless its caller was not allowed to go on.
  const absl::Status& refused() const { return refused_; }

 private:
  // An entry at the sequencer.
  struct Sent {
    std::uint64_t number;  // in the stream, from 0
    std::string bytes;     // on tablets, for the receipt
  };

  using Answer = std::optional<absl::StatusOr<v1::Receipt>>;

  void Take(absl::StatusOr<ledger::Submission> next) {
    answers_.emplace_back();
    if (!next.ok()) {
      answers_.back() = next.status();
      return answered_.Tell();
    }
    // A group is of one event.
    if (!gathering_.empty() && gathering_.front().entry.event() != next->entry.event()) Send();
    const bool on_tablet = call_.caller().device_key != nullptr;
    places_.push_back({written_ + answers_.size() - 1, on_tablet ? next->bytes : std::string()});
    gathering_.push_back(*std::move(next));
    if (groups_ < kMostGroups) Send();
  }

  void Send() {
    ++groups_;
    const std::string event = gathering_.front().entry.event();
    sequencers_.Record(event, std::exchange(gathering_, {}),
                       [self = shared_from_this(), event, places = std::exchange(places_, {})](
                           ledger::Sequencers::Receipts receipts) mutable {
                         asio::post(self->strand_, [self, event, places = std::move(places),
                                                    receipts = std::move(receipts)]() mutable {
                           self->TakeReceipts(event, places, std::move(receipts));
                         });
                       });
  }

  void TakeReceipts(const std::string& event, const std::vector<Sent>& places,
                    ledger::Sequencers::Receipts receipts) {
    --groups_;
    if (!gathering_.empty()) Send();
    for (std::size_t i = 0; i < places.size(); ++i) {
      if (receipts[i].ok()) {
        SignForTablet(call_.caller(), signer_, places[i].bytes, event, *receipts[i]);
      }
      answers_[places[i].number - written_] = std::move(receipts[i]);
    }
    answered_.Tell();
  }

  // Nobody reads or writes any more; what is under way is still answered or dropped.
  void Close() {
    ended_ = true;
    room_.Tell();
    answered_.Tell();
  }

  const Call call_;
  ledger::Sequencers& sequencers_;
  const ledger::ReceiptSigner& signer_;
  const Strand strand_;
  Reader<v1::StreamEntriesRequest>& reader_;
  Writer<v1::StreamEntriesResponse>& writer_;

  std::deque<Answer> answers_;  // of the entries read, from number written_ on
  std::uint64_t written_ = 0;
  std::vector<ledger::Submission> gathering_;
  std::vector<Sent> places_;  // of what is gathering
  int groups_ = 0;
  bool ended_ = false;
  absl::Status refused_;
  Signal room_;      // an answer was taken out
  Signal answered_;  // an answer came
};

Awaitable<void> RunBoth(std::shared_ptr<EntryStream> stream) {
  using asio::experimental::awaitable_operators::operator&&;
  co_await (stream->ReadAll() && stream->WriteAll());
}

}  // namespace

Awaitable<absl::Status> RunEntryStream(Call call, ledger::Sequencers& sequencers,
                                       const ledger::ReceiptSigner& signer, LastingCalls& lasting,
                                       asio::any_io_executor executor,
                                       Reader<v1::StreamEntriesRequest>& reader,
                                       Writer<v1::StreamEntriesResponse>& writer) {
  Strand strand = asio::make_strand(executor);
  auto stream =
      std::make_shared<EntryStream>(std::move(call), sequencers, signer, strand, reader, writer);
  lasting.Add(stream);
  co_await asio::co_spawn(strand, RunBoth(stream), asio::use_awaitable);
  co_return stream->refused();
}

}  // namespace touchstone::judging
