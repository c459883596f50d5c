#pragma once

#include <openssl/ssl.h>

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

namespace touchstone::e2e {

// A port of a gateway on loopback.
struct Door {
  int port = 0;
  SSL_CTX* tls = nullptr;  // null: plain HTTP
};

// One connection to a door, made by hand; it may speak whatever it likes. Used by one thread.
class Wire {
 public:
  // From 127.0.0.`source`, so that limits of one address can be stayed below. With TLS, unless
  // `handshake` is false.
  explicit Wire(const Door& door, int source = 1, bool handshake = true);
  ~Wire();
  Wire(Wire&& other) noexcept;
  Wire& operator=(Wire&&) = delete;

  bool open() const { return socket_ >= 0; }
  SSL* tls() { return tls_.get(); }

  // All of it within 2 seconds, or the wire is broken: false.
  bool Send(std::string_view bytes);
  // Sends what goes at once, past TLS.
  void SendRaw(std::string_view bytes);
  // What comes within `time`, at most 64 KiB; empty: nothing did, or the other side has left.
  std::string Receive(std::chrono::milliseconds time);
  // The whole answer to a request, whose length must stand in its head; empty: none within 5 s.
  std::string Call(std::string_view request);
  // Leaves without a farewell, with a reset.
  void Reset();

 private:
  void Break();
  bool WaitFor(short events, std::chrono::milliseconds time);

  int socket_ = -1;
  std::unique_ptr<SSL, decltype(&SSL_free)> tls_{nullptr, SSL_free};
};

}  // namespace touchstone::e2e
