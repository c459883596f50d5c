#include "tests/services/gateway/browser.h"

#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <cstdlib>

#include "services/gateway/wire_text.h"

namespace touchstone::gateway::testing {
namespace {

using boost::asio::ip::tcp;
constexpr std::chrono::seconds kPatience{10};

}  // namespace

std::string Reply::Get(std::string_view name) const {
  for (const Header& header : headers) {
    if (header.name == name) return header.value;
  }
  return {};
}

Browser::Browser(int port) : socket_(context_) {
  boost::system::error_code ignored;
  socket_.connect({boost::asio::ip::make_address("127.0.0.1"), static_cast<unsigned short>(port)},
                  ignored);
}

bool Browser::Send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket_.native_handle(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

bool Browser::Fill(std::chrono::milliseconds time) {
  pollfd poll{socket_.native_handle(), POLLIN, 0};
  if (::poll(&poll, 1, static_cast<int>(time.count())) <= 0) return false;
  std::array<char, 65536> bytes;
  const ssize_t count = ::recv(socket_.native_handle(), bytes.data(), bytes.size(), 0);
  if (count <= 0) return false;
  input_.append(bytes.data(), static_cast<std::size_t>(count));
  return true;
}

std::string Browser::ReceiveUntil(std::string_view text) {
  while (input_.find(text) == std::string::npos) {
    if (!Fill(kPatience)) break;
  }
  return input_;
}

bool Browser::IsClosedWithin(std::chrono::milliseconds time) {
  const auto end = std::chrono::steady_clock::now() + time;
  while (std::chrono::steady_clock::now() < end) {
    pollfd poll{socket_.native_handle(), POLLIN, 0};
    if (::poll(&poll, 1, 20) <= 0) continue;
    if (!Fill(std::chrono::milliseconds(20))) return true;
  }
  return false;
}

void Browser::Close() {
  boost::system::error_code ignored;
  socket_.close(ignored);
}

Reply Browser::Receive() {
  Reply reply;
  const std::string head = ReceiveUntil("\r\n\r\n");
  const auto end = head.find("\r\n\r\n");
  if (end == std::string::npos) return reply;
  std::size_t line = head.find("\r\n");
  reply.status = std::atoi(head.c_str() + 9);
  while (line < end) {
    const std::size_t next = head.find("\r\n", line + 2);
    const std::string text = head.substr(line + 2, next - line - 2);
    const auto colon = text.find(": ");
    reply.headers.push_back({LowerCase(text.substr(0, colon)), text.substr(colon + 2)});
    line = next;
  }
  input_.erase(0, end + 4);
  if (reply.Get("transfer-encoding") != "chunked") {
    const auto size = std::strtoull(reply.Get("content-length").c_str(), nullptr, 10);
    while (input_.size() < size && Fill(kPatience)) {
    }
    reply.body = input_.substr(0, size);
    input_.erase(0, size);
    return reply;
  }
  for (;;) {
    ReceiveUntil("\r\n");
    const auto size = std::strtoull(input_.c_str(), nullptr, 16);
    const std::size_t start = input_.find("\r\n") + 2;
    while (input_.size() < start + size + 2) {
      if (!Fill(kPatience)) return Reply();
    }
    reply.body += input_.substr(start, size);
    input_.erase(0, start + size + 2);
    if (size == 0) return reply;
  }
}

Reply Browser::Post(const std::string& path, const Headers& headers, const std::string& body) {
  return Call(PostText(path, headers, body));
}

std::string PostText(const std::string& path, const Headers& headers, const std::string& body) {
  std::string text = "POST " + path + " HTTP/1.1\r\nhost: x\r\n";
  for (const Header& header : headers) text += header.name + ": " + header.value + "\r\n";
  return text + "content-length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

std::vector<Frame> Frames(std::string_view body) {
  std::vector<Frame> frames;
  while (body.size() >= 5) {
    std::size_t size = 0;
    for (int i = 1; i <= 4; ++i) size = size << 8 | static_cast<unsigned char>(body[i]);
    frames.push_back({static_cast<unsigned char>(body[0]), std::string(body.substr(5, size))});
    body.remove_prefix(std::min(body.size(), 5 + size));
  }
  return frames;
}

std::string Trailer(const Reply& reply, const std::string& name) {
  const std::vector<Frame> frames = Frames(reply.body);
  if (frames.empty() || frames.back().flags != 0x80) return "-";
  const std::string text = "\r\n" + frames.back().payload;
  const auto found = text.find("\r\n" + name + ": ");
  if (found == std::string::npos) return "-";
  const auto start = found + name.size() + 4;
  return text.substr(start, text.find("\r\n", start) - start);
}

}  // namespace touchstone::gateway::testing
