#include "tests/services/gateway/scripted_server.h"

#include <chrono>
#include <deque>
#include <set>
#include <sstream>
#include <utility>

#include "google/protobuf/wrappers.pb.h"

namespace touchstone::gateway::testing {

using grpc::ByteBuffer;

namespace {

ByteBuffer ZeroBytes(std::size_t size) {
  google::protobuf::BytesValue message;
  message.set_value(std::string(size, '\0'));
  const grpc::Slice slice(message.SerializeAsString());
  return {&slice, 1};
}

}  // namespace

class ScriptedServer::Service final : public grpc::CallbackGenericService {
 public:
  grpc::ServerGenericBidiReactor* CreateReactor(grpc::GenericCallbackServerContext* ctx) override;

  std::mutex mutex;
  std::condition_variable changed;
  std::multimap<std::string, std::string> metadata;
  std::chrono::nanoseconds timeout{};
  int calls = 0;
  int written = 0;
  std::set<Call*> holding;
};

class ScriptedServer::Call final : public grpc::ServerGenericBidiReactor {
 public:
  Call(Service& service, grpc::GenericCallbackServerContext* context)
      : service_(service), context_(context) {
    for (const auto& [name, value] : context->client_metadata()) {
      script_.emplace(std::string(name.data(), name.size()),
                      std::string(value.data(), value.size()));
    }
    if (Has("x-echo-initial")) context->AddInitialMetadata("x-echo-initial", Get("x-echo-initial"));
    if (Has("x-echo-trailing-bin")) {
      context->AddTrailingMetadata("x-echo-trailing-bin", Get("x-echo-trailing-bin"));
    }
    left_ = Has("x-script-messages") ? std::stoi(Get("x-script-messages")) : 1;
    std::istringstream sizes(Get("x-script-sizes"));
    for (std::string size; std::getline(sizes, size, ',');) {
      sized_.push_back(ZeroBytes(std::stoul(size)));
    }
    if (!sized_.empty()) left_ = 0;
    StartRead(&request_);
  }

  void OnReadDone(bool ok) override {
    if (!ok) return Finish({grpc::StatusCode::INTERNAL, "no request"});
    Next();
  }
  void OnWriteDone(bool ok) override {
    {
      std::lock_guard lock(service_.mutex);
      ++service_.written;
    }
    if (ok) Next();
  }
  void OnCancel() override { End({grpc::StatusCode::CANCELLED, "cancelled"}); }
  void OnDone() override { delete this; }

  // REQUIRES: the lock of the service.
  void Push(const ByteBuffer& message) {
    queue_.push_back(message);
    if (!std::exchange(writing_, true)) StartWrite(&queue_.front());
  }

  void End(const grpc::Status& status) {
    {
      std::lock_guard lock(service_.mutex);
      if (std::exchange(ended_, true)) return;
      service_.holding.erase(this);
      service_.changed.notify_all();
    }
    Finish(status);
  }

 private:
  bool Has(const std::string& name) const { return script_.contains(name); }
  std::string Get(const std::string& name) const {
    return Has(name) ? script_.at(name) : std::string();
  }

  void Next() {
    if (left_ > 0) {
      --left_;
      {
        std::lock_guard lock(service_.mutex);
        writing_ = true;
      }
      return StartWrite(&request_);
    }
    if (!sized_.empty()) {
      answer_ = sized_.front();
      sized_.pop_front();
      {
        std::lock_guard lock(service_.mutex);
        writing_ = true;
      }
      return StartWrite(&answer_);
    }
    if (Get("x-script-hold") == "yes") {
      std::lock_guard lock(service_.mutex);
      if (ended_) return;
      // In one step: a Push() in between would see the message that has left.
      writing_ = false;
      if (!service_.holding.insert(this).second) queue_.pop_front();
      if (!queue_.empty()) {
        writing_ = true;
        StartWrite(&queue_.front());
      }
      service_.changed.notify_all();
      return;
    }
    if (!Has("x-script-status")) return End(grpc::Status::OK);
    End({static_cast<grpc::StatusCode>(std::stoi(Get("x-script-status"))), Text(),
         Get("x-script-details-bin")});
  }
  // Chinese does not fit into plain metadata.
  std::string Text() const {
    return Get("x-script-text") == "chinese" ? "没有找到 100%" : Get("x-script-text");
  }

  Service& service_;
  grpc::GenericCallbackServerContext* const context_;
  std::map<std::string, std::string> script_;
  ByteBuffer request_;
  int left_ = 0;
  std::deque<ByteBuffer> sized_;
  ByteBuffer answer_;
  std::deque<ByteBuffer> queue_;  // guarded by the service, as the rest
  bool writing_ = false;
  bool ended_ = false;
};

grpc::ServerGenericBidiReactor* ScriptedServer::Service::CreateReactor(
    grpc::GenericCallbackServerContext* context) {
  std::lock_guard lock(mutex);
  metadata.clear();
  for (const auto& [name, value] : context->client_metadata()) {
    metadata.emplace(std::string(name.data(), name.size()),
                     std::string(value.data(), value.size()));
  }
  const auto deadline = context->deadline();
  timeout = deadline == std::chrono::system_clock::time_point::max()
                ? std::chrono::nanoseconds::max()
                : deadline - std::chrono::system_clock::now();
  ++calls;
  return new Call(*this, context);
}

ScriptedServer::ScriptedServer() : service_(std::make_unique<Service>()) {
  grpc::ServerBuilder builder;
  builder.RegisterCallbackGenericService(service_.get());
  server_ = builder.BuildAndStart();
  channel_ = server_->InProcessChannel({});
}

ScriptedServer::~ScriptedServer() { server_->Shutdown(std::chrono::system_clock::now()); }

std::multimap<std::string, std::string> ScriptedServer::last_metadata() const {
  std::lock_guard lock(service_->mutex);
  return service_->metadata;
}

std::chrono::nanoseconds ScriptedServer::last_timeout() const {
  std::lock_guard lock(service_->mutex);
  return service_->timeout;
}

int ScriptedServer::calls() const {
  std::lock_guard lock(service_->mutex);
  return service_->calls;
}

int ScriptedServer::holding() const {
  std::lock_guard lock(service_->mutex);
  return static_cast<int>(service_->holding.size());
}

int ScriptedServer::written() const {
  std::lock_guard lock(service_->mutex);
  return service_->written;
}

bool ScriptedServer::WaitForHolding(int count) {
  std::unique_lock lock(service_->mutex);
  return service_->changed.wait_for(lock, std::chrono::seconds(5), [&] {
    return static_cast<int>(service_->holding.size()) == count;
  });
}

void ScriptedServer::Push(const std::string& message) {
  const grpc::Slice slice(message);
  std::lock_guard lock(service_->mutex);
  for (Call* call : service_->holding) call->Push(ByteBuffer(&slice, 1));
}

void ScriptedServer::EndHolding(const grpc::Status& status) {
  std::set<Call*> calls;
  {
    std::lock_guard lock(service_->mutex);
    calls = service_->holding;
  }
  for (Call* call : calls) call->End(status);
}

}  // namespace touchstone::gateway::testing
