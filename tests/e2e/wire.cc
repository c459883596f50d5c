#include "tests/e2e/wire.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <utility>

namespace touchstone::e2e {
namespace {

using namespace std::chrono_literals;

sockaddr_in Address(int source, int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(0x7f000000u + static_cast<unsigned>(source));
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  return address;
}

}  // namespace

Wire::Wire(const Door& door, int source, bool handshake) {
  socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int yes = 1;
  // Ports are chosen for each connection, not for each address.
  ::setsockopt(socket_, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &yes, sizeof yes);
  ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  const sockaddr_in from = Address(source, 0), to = Address(1, door.port);
  if (socket_ < 0 || ::bind(socket_, reinterpret_cast<const sockaddr*>(&from), sizeof from) != 0 ||
      ::connect(socket_, reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0) {
    Break();
    return;
  }
  ::fcntl(socket_, F_SETFL, O_NONBLOCK);
  if (door.tls == nullptr || !handshake) return;
  tls_.reset(SSL_new(door.tls));
  SSL_set_fd(tls_.get(), socket_);
  for (;;) {
    const int done = SSL_connect(tls_.get());
    if (done == 1) return;
    const int why = SSL_get_error(tls_.get(), done);
    const short events = why == SSL_ERROR_WANT_WRITE ? POLLOUT : POLLIN;
    const bool waits = why == SSL_ERROR_WANT_READ || why == SSL_ERROR_WANT_WRITE;
    if (!waits || !WaitFor(events, 5s)) {
      Break();
      return;
    }
  }
}

Wire::~Wire() { Break(); }

Wire::Wire(Wire&& other) noexcept
    : socket_(std::exchange(other.socket_, -1)), tls_(std::move(other.tls_)) {}

void Wire::Break() {
  tls_.reset();
  if (socket_ >= 0) ::close(socket_);
  socket_ = -1;
}

void Wire::Reset() {
  const linger now{1, 0};
  if (socket_ >= 0) ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
  Break();
}

bool Wire::WaitFor(short events, std::chrono::milliseconds time) {
  pollfd waited{socket_, events, 0};
  return ::poll(&waited, 1, static_cast<int>(time.count())) > 0;
}

bool Wire::Send(std::string_view bytes) {
  while (open() && !bytes.empty()) {
    const ssize_t sent = tls_ ? SSL_write(tls_.get(), bytes.data(), static_cast<int>(bytes.size()))
                              : ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent > 0) {
      bytes.remove_prefix(static_cast<std::size_t>(sent));
      continue;
    }
    const bool full =
        tls_ ? SSL_get_error(tls_.get(), static_cast<int>(sent)) == SSL_ERROR_WANT_WRITE
             : errno == EAGAIN;
    if (!full || !WaitFor(POLLOUT, 2s)) Break();
  }
  return open();
}

void Wire::SendRaw(std::string_view bytes) {
  if (open()) (void)!::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
}

std::string Wire::Receive(std::chrono::milliseconds time) {
  if (!open()) return "";
  const bool there = tls_ && SSL_pending(tls_.get()) > 0;
  if (!there && !WaitFor(POLLIN, time)) return "";
  std::array<char, 65536> bytes;
  const ssize_t count = tls_ ? SSL_read(tls_.get(), bytes.data(), bytes.size())
                             : ::recv(socket_, bytes.data(), bytes.size(), 0);
  if (count > 0) return {bytes.data(), static_cast<std::size_t>(count)};
  // A record of TLS may have held no data.
  if (!tls_ || SSL_get_error(tls_.get(), static_cast<int>(count)) != SSL_ERROR_WANT_READ) Break();
  return "";
}

std::string Wire::Call(std::string_view request) {
  if (!Send(request)) return "";
  std::string answer;
  std::size_t wanted = std::string::npos;
  const auto end = std::chrono::steady_clock::now() + 5s;
  while (answer.size() < wanted && open() && std::chrono::steady_clock::now() < end) {
    answer += Receive(1s);
    const auto head = answer.find("\r\n\r\n");
    if (wanted != std::string::npos || head == std::string::npos) continue;
    const auto length = answer.find("content-length: ");
    wanted = head + 4;
    if (length < head) wanted += std::strtoull(answer.c_str() + length + 16, nullptr, 10);
  }
  return answer.size() >= wanted ? answer : "";
}

}  // namespace touchstone::e2e
