#include "services/judging/judging_service_stream.h"

#include <deque>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>

#include "services/judging/judging_service_entry.h"

namespace touchstone::judging {
namespace {

constexpr std::size_t kMostUnderWay = 256;

using Strand = asio::strand<asio::any_io_executor>;

// The answers of one stream, in the order of its entries. Used on the strand only.
class AnswerQueue {
 public:
  using Answer = std::optional<absl::StatusOr<v1::Receipt>>;

  explicit AnswerQueue(const Strand& strand) : changed_(strand) {
    changed_.expires_at(asio::steady_timer::time_point::max());
  }

  // A place for the next answer; it is filled when it is known.
  std::shared_ptr<Answer> Push() {
    answers_.push_back(std::make_shared<Answer>());
    return answers_.back();
  }
  void Wake() { changed_.cancel(); }
  void End() {
    ended_ = true;
    Wake();
  }

  // False when there will be no more.
  Awaitable<bool> WaitForFront() {
    while (answers_.empty() ? !ended_ : !answers_.front()->has_value()) co_await Wait();
    co_return !answers_.empty();
  }
  absl::StatusOr<v1::Receipt> Pop() {
    auto answer = **std::move(answers_.front());
    answers_.pop_front();
    Wake();
    return answer;
  }
  // False when nobody reads the answers any more.
  Awaitable<bool> WaitForRoom() {
    while (answers_.size() >= kMostUnderWay && !ended_) co_await Wait();
    co_return !ended_;
  }

 private:
  Awaitable<void> Wait() { co_await changed_.async_wait(asio::as_tuple(asio::use_awaitable)); }

  asio::steady_timer changed_;  // never expires; cancelled at each change
  std::deque<std::shared_ptr<Answer>> answers_;
  bool ended_ = false;
};

struct EntryStream {
  Call call;
  ledger::Sequencers& sequencers;
  Strand strand;
  Reader<v1::StreamEntriesRequest>& reader;
  Writer<v1::StreamEntriesResponse>& writer;
  AnswerQueue answers{strand};
};

void Take(const std::shared_ptr<EntryStream>& stream, absl::StatusOr<ledger::Submission> next) {
  auto place = stream->answers.Push();
  if (!next.ok()) {
    *place = next.status();
    return stream->answers.Wake();
  }
  std::string event = next->entry.event();
  std::vector<ledger::Submission> submissions;
  submissions.push_back(*std::move(next));
  stream->sequencers.Record(
      std::move(event), std::move(submissions), [stream, place](ledger::Sequencers::Receipts done) {
        asio::post(stream->strand, [stream, place, receipt = std::move(done.front())]() mutable {
          *place = std::move(receipt);
          stream->answers.Wake();
        });
      });
}

Awaitable<void> ReadAll(std::shared_ptr<EntryStream> stream) {
  while (co_await stream->answers.WaitForRoom()) {
    v1::StreamEntriesRequest request;
    const auto read = co_await stream->reader.Read(&request);
    if (read.ok() && !*read) break;
    if (read.ok()) {
      Take(stream, JudgesSubmission(stream->call.caller(), request.entry()));
    } else {
      Take(stream, read.status());
    }
  }
  stream->answers.End();
}

Awaitable<void> WriteAll(std::shared_ptr<EntryStream> stream) {
  while (co_await stream->answers.WaitForFront()) {
    v1::StreamEntriesResponse response;
    *response.mutable_result() = ToEntryResult(stream->answers.Pop());
    if (!co_await stream->writer.Write(response)) break;
  }
  stream->answers.End();
}

Awaitable<void> RunBoth(std::shared_ptr<EntryStream> stream) {
  using asio::experimental::awaitable_operators::operator&&;
  co_await (ReadAll(stream) && WriteAll(stream));
}

}  // namespace

Awaitable<absl::Status> RunEntryStream(Call call, ledger::Sequencers& sequencers,
                                       asio::any_io_executor executor,
                                       Reader<v1::StreamEntriesRequest>& reader,
                                       Writer<v1::StreamEntriesResponse>& writer) {
  Strand strand = asio::make_strand(executor);
  auto stream = std::make_shared<EntryStream>(
      EntryStream{std::move(call), sequencers, strand, reader, writer, AnswerQueue(strand)});
  co_await asio::co_spawn(strand, RunBoth(std::move(stream)), asio::use_awaitable);
  co_return absl::OkStatus();
}

}  // namespace touchstone::judging
