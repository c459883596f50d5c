#include "tests/e2e/attacks.h"

#include <random>
#include <thread>

#include "tests/e2e/honest_people.h"

namespace touchstone::e2e {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

const std::string kEntry =
    "POST /touchstone.v1.JudgingService/RecordEntry HTTP/1.1\r\nhost: x\r\n"
    "content-type: application/grpc-web+proto\r\n";

// Each connection sends a byte of `text`, then of 'y', every 50 ms.
void Drip(const Door& door, const std::string& text, Until until) {
  std::vector<Wire> wires = OpenMany(door, 200, until);
  for (std::size_t at = 0; Clock::now() < until; ++at) {
    for (Wire& wire : wires) wire.Send(at < text.size() ? text.substr(at, 1) : "y");
    std::this_thread::sleep_for(50ms);
  }
}

void SlowHeaders(const Scene& scene, Until until) {
  Drip(scene.plain, "POST / HTTP/1.1\r\nx-a: ", until);
}

void SlowBodies(const Scene& scene, Until until) {
  std::vector<Wire> wires = OpenMany(scene.plain, 200, until);
  for (Wire& wire : wires) wire.Send(kEntry + "content-length: 200000\r\n\r\n");
  while (Clock::now() < until) {
    for (Wire& wire : wires) wire.Send("x");
    std::this_thread::sleep_for(50ms);
  }
}

void HugeBodies(const Scene& scene, Until until) {
  const std::string part(60'000, 'x');
  for (int i = 0; Clock::now() < until; ++i) {
    Wire liar(scene.plain, SourceOf(i));
    liar.Send(kEntry + "content-length: 4000000000\r\n\r\n" + part);
    Wire frame(scene.plain, SourceOf(i));
    frame.Send(kEntry + "content-length: 200000\r\n\r\n" + std::string("\0\xff\xff\xff\xff", 5));
    for (int k = 0; k < 4; ++k) frame.Send(part);
    Wire endless(scene.plain, SourceOf(i));
    endless.Send(kEntry + "transfer-encoding: chunked\r\n\r\n");
    for (int k = 0; k < 20 && endless.Send("EA60\r\n" + part + "\r\n"); ++k) {
    }
  }
}

void TenThousandConnections(const Scene& scene, Until until) {
  std::vector<Wire> wires = OpenMany(scene.plain, 10'000, until + 3s);
  for (std::size_t i = 0; i < wires.size(); i += 3) wires[i].Send("G");
  std::this_thread::sleep_until(until);
}

void ConnectAndReset(const Scene& scene, Until until) {
  for (int i = 0; Clock::now() < until; ++i) {
    Wire wire(scene.plain, SourceOf(i));
    if (i % 2 == 0) wire.Send(kEntry);
    wire.Reset();
  }
}

void Garbage(const Scene& scene, Until until) {
  std::mt19937 random(20261122);
  Storm(
      scene.plain,
      [&](int i) {
        std::string bytes(1 + random() % 3000, 0);
        for (char& c : bytes) c = static_cast<char>(random());
        return i % 2 == 0 ? bytes : kEntry + "content-length: 3000\r\n\r\n" + bytes;
      },
      until, false);
}

// The first half of a real hello, then nothing.
void HalfHandshakes(const Scene& scene, Until until) {
  const std::string hello("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11);
  std::vector<Wire> wires = OpenMany(scene.tls, 1000, until, false);
  for (Wire& wire : wires) wire.SendRaw(hello + std::string(100, 'r'));
  std::this_thread::sleep_until(until);
}

void ManyHandshakes(const Scene& scene, Until until) {
  for (int i = 0; Clock::now() < until; ++i) Wire(scene.tls, SourceOf(i)).Reset();
}

void Renegotiation(const Scene& scene, Until until) {
  for (int i = 0; Clock::now() < until; ++i) {
    Wire wire(scene.tls, SourceOf(i));
    if (!wire.open()) continue;
    SSL_renegotiate(wire.tls());
    SSL_do_handshake(wire.tls());
    SSL_key_update(wire.tls(), SSL_KEY_UPDATE_REQUESTED);
    wire.Send("GET / HTTP/1.1\r\nhost: x\r\n\r\n");
    wire.Receive(100ms);
  }
}

void TlsGarbage(const Scene& scene, Until until) {
  for (int i = 0; Clock::now() < until; ++i) {
    Wire plain(scene.tls, SourceOf(i), false);
    plain.SendRaw("GET / HTTP/1.1\r\nhost: x\r\n\r\n");
    Wire broken(scene.tls, SourceOf(i));
    broken.SendRaw(std::string("\x17\x03\x03\x01\x00", 5) + std::string(256, 'g'));
    broken.Receive(100ms);
  }
}

void Pipelining(const Scene& scene, Until until) {
  std::string many;
  for (int i = 0; i < 500; ++i) many += "GET /none HTTP/1.1\r\nhost: x\r\n\r\n";
  for (int i = 0; Clock::now() < until; ++i) {
    Wire wire(scene.plain, SourceOf(i));
    wire.Send(many);
    if (i % 2 == 0) wire.Receive(100ms);
  }
}

void ThousandsOnOneConnection(const Scene& scene, Until until) {
  Wire wire(scene.plain, 2);
  for (int i = 0; i < 20'000 && Clock::now() < until; ++i) {
    wire.Call("GET /none HTTP/1.1\r\nhost: x\r\n\r\n");
  }
}

void HeaderFloods(const Scene& scene, Until until) {
  std::string thousand, cookies;
  for (int i = 0; i < 1000; ++i) thousand += "x-" + std::to_string(i) + ": y\r\n";
  for (int i = 0; i < 200; ++i) cookies += "cookie: session=" + std::to_string(i) + "\r\n";
  const std::vector<std::string> texts = {
      "GET / HTTP/1.1\r\nhost: x\r\n" + thousand + "\r\n",
      "GET / HTTP/1.1\r\nhost: x\r\n" + cookies + "\r\n",
      "GET / HTTP/1.1\r\nx: " + std::string(9000, 'a') + "\r\n\r\n",
      "GET /" + std::string(20'000, 'a'),
      kEntry + "x-bin: " + std::string(5000, '?') + "\r\ncontent-length: 5\r\n\r\n12345"};
  Storm(
      scene.plain, [&](int i) { return texts[static_cast<std::size_t>(i) % texts.size()]; }, until,
      true);
}

void Smuggling(const Scene& scene, Until until) {
  const std::vector<std::string> texts = {
      "POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\nhello!",
      "POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ntransfer-encoding: "
      "chunked\r\n\r\n0\r\n\r\n"
      "GET /ca.key HTTP/1.1\r\nhost: x\r\n\r\n",
      "POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: xchunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
      "POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n-1\r\nx",
      "POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nffffffffffffffff\r\nx",
      "POST / HTTP/1.1\r\nhost: x\r\ncontent-length: +5\r\n\r\nhello",
      "GET / HTTP/1.1\nhost: x\n\n",
      "GET http://other/ HTTP/1.1\r\nhost: x\r\n\r\n",
      "GET / HTTP/1.1\r\nhost: x\r\n folded: y\r\n\r\n",
      "CONNECT x:443 HTTP/1.1\r\nhost: x\r\n\r\n"};
  Storm(
      scene.plain, [&](int i) { return texts[static_cast<std::size_t>(i) % texts.size()]; }, until,
      true);
}

void OtherProtocols(const Scene& scene, Until until) {
  const std::vector<std::string> texts = {
      "GET / HTTP/1.1\r\nhost: x\r\nupgrade: websocket\r\nconnection: upgrade\r\n"
      "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\nsec-websocket-version: 13\r\n\r\n"
      "\x81\x85\x01\x02\x03\x04hello",
      "GET / HTTP/1.1\r\nhost: x\r\nconnection: Upgrade, HTTP2-Settings\r\nupgrade: h2c\r\n"
      "http2-settings: AAMAAABkAAQAAP__\r\n\r\n",
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + std::string("\0\0\0\4\0\0\0\0\0", 9),
      "EHLO mail\r\n",
      "SSH-2.0-client\r\n",
      std::string("\x05\x01\x00", 3)};
  Storm(
      scene.plain, [&](int i) { return texts[static_cast<std::size_t>(i) % texts.size()]; }, until,
      false);
}

void PathsAndRanges(const Scene& scene, Until until) {
  std::string ranges = "bytes=0-0";
  for (int i = 1; i < 1000; ++i) ranges += "," + std::to_string(i) + "-";
  const std::vector<std::string> lines = {"GET /../../etc/passwd HTTP/1.1",
                                          "GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1",
                                          "GET //etc/passwd HTTP/1.1",
                                          "GET /..%5c..%5cetc HTTP/1.1",
                                          "GET /%00 HTTP/1.1",
                                          "GET /" + std::string(3000, '/') + " HTTP/1.1",
                                          "HEAD /%c0%ae%c0%ae/ HTTP/1.1",
                                          "GET /%ff%fe HTTP/1.1",
                                          "GET / HTTP/1.1\r\nrange: " + ranges};
  Storm(
      scene.plain,
      [&](int i) {
        return lines[static_cast<std::size_t>(i) % lines.size()] + "\r\nhost: x\r\n\r\n";
      },
      until, true);
}

}  // namespace

std::vector<Wire> OpenMany(const Door& door, int count, Until until, bool handshake) {
  std::vector<Wire> wires;
  for (int i = 0; i < count && Clock::now() < until; ++i) {
    wires.emplace_back(door, SourceOf(i), handshake);
  }
  return wires;
}

void Storm(const Door& door, const std::function<std::string(int)>& text, Until until,
           bool wait_for_answer) {
  for (int i = 0; Clock::now() < until; ++i) {
    Wire wire(door, SourceOf(i));
    wire.Send(text(i));
    if (wait_for_answer) wire.Receive(50ms);
  }
}

std::vector<Attack> AttacksOnConnections() {
  return {{"slow headers", SlowHeaders},
          {"slow bodies", SlowBodies},
          {"huge bodies and frames", HugeBodies},
          {"10,000 connections", TenThousandConnections},
          {"connections that are reset", ConnectAndReset},
          {"garbage", Garbage},
          {"half TLS handshakes", HalfHandshakes},
          {"TLS handshakes, one after the other", ManyHandshakes},
          {"TLS renegotiation", Renegotiation},
          {"plain text and garbage on TLS", TlsGarbage},
          {"pipelined requests", Pipelining},
          {"thousands of requests on one connection", ThousandsOnOneConnection},
          {"header floods", HeaderFloods},
          {"smuggled requests", Smuggling},
          {"WebSocket, HTTP/2 and other protocols", OtherProtocols},
          {"paths and ranges", PathsAndRanges}};
}

}  // namespace touchstone::e2e
