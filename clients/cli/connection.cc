#include "clients/cli/connection.h"

#include <fstream>
#include <random>
#include <utility>

namespace touchstone::cli {
namespace {

// An archive comes in chunks; a page of 1000 lines may be larger than gRPC's default.
constexpr int kMostBytes = 64 * 1024 * 1024;

absl::StatusOr<std::string> ReadToken(const std::string& token) {
  if (!token.starts_with("@")) return token;
  std::ifstream file(token.substr(1));
  std::string secret;
  if (!(file >> secret)) return absl::NotFoundError("cannot read a token from " + token.substr(1));
  return secret;
}

}  // namespace

absl::StatusOr<Connection> Connection::Open(const Context& context) {
  absl::StatusOr<std::string> token = ReadToken(context.token);
  if (!token.ok()) return token.status();
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(kMostBytes);
  return Connection(
      grpc::CreateCustomChannel(context.server, grpc::InsecureChannelCredentials(), arguments),
      *std::move(token));
}

std::unique_ptr<grpc::ClientContext> Connection::NewCall(
    std::optional<std::chrono::milliseconds> deadline) const {
  auto context = std::make_unique<grpc::ClientContext>();
  if (!token_.empty()) context->AddMetadata("authorization", "Bearer " + token_);
  if (deadline) context->set_deadline(std::chrono::system_clock::now() + *deadline);
  return context;
}

std::string NewRequestId() {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::random_device random;
  std::string id;
  while (id.size() < 32) id += kDigits[random() % 16];
  return id;
}

}  // namespace touchstone::cli
