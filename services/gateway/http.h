#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Requests and answers of HTTP/1.1 as values. Pure.
namespace touchstone::gateway {

struct Header {
  std::string name;  // in lower case
  std::string value;
  bool operator==(const Header&) const = default;
};
using Headers = std::vector<Header>;

struct HttpRequest {
  std::string method;
  std::string target;  // path with query, as it came
  Headers headers;
  std::string body;
  bool keep_alive = true;

  // The first one; empty when there is none. `name` in lower case.
  std::string_view Get(std::string_view name) const;
  // The target without its query.
  std::string_view Path() const;
};

struct HttpResponse {
  int status = 200;
  Headers headers;
  std::string body;
  std::shared_ptr<const std::string> file = nullptr;  // instead of a body of its own

  std::string_view Content() const { return file ? std::string_view(*file) : body; }
};

// Status line and headers with the empty line; a header that could break out of its line is left
// out. Says whether the connection stays.
std::string ResponseHead(int status, const Headers& headers, bool keep_alive);
// The head of an answer that has all of its content, with its length.
std::string ResponseHead(const HttpResponse& response, bool keep_alive);
// The whole answer.
std::string ResponseText(const HttpResponse& response, bool keep_alive);
// One chunk of a body without a length. REQUIRES: !bytes.empty().
std::string Chunk(std::string_view bytes);
inline constexpr std::string_view kLastChunk = "0\r\n\r\n";

// Whether the comma-separated `list` of media types or codings has `item`; parameters are ignored.
bool ListHas(std::string_view list, std::string_view item);

}  // namespace touchstone::gateway
