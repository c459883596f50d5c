#include "services/gateway/http.h"

#include <algorithm>
#include <cstdio>

#include "services/gateway/wire_text.h"

namespace touchstone::gateway {
namespace {

std::string_view ReasonPhrase(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 204:
      return "No Content";
    case 301:
      return "Moved Permanently";
    case 304:
      return "Not Modified";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 413:
      return "Content Too Large";
    case 415:
      return "Unsupported Media Type";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 499:
      return "Client Closed Request";
    case 500:
      return "Internal Server Error";
    case 501:
      return "Not Implemented";
    case 503:
      return "Service Unavailable";
    case 504:
      return "Gateway Timeout";
    default:
      return "Status";
  }
}

bool StaysOnItsLine(const Header& header) {
  const auto breaks = [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\t'; };
  return std::ranges::none_of(header.name, breaks) && std::ranges::none_of(header.value, breaks);
}

std::string_view Trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

}  // namespace

std::string_view HttpRequest::Get(std::string_view name) const {
  for (const Header& header : headers) {
    if (header.name == name) return header.value;
  }
  return {};
}

std::string_view HttpRequest::Path() const {
  return std::string_view(target).substr(0, target.find('?'));
}

std::string ResponseHead(int status, const Headers& headers, bool keep_alive) {
  std::string head = "HTTP/1.1 " + std::to_string(status) + " ";
  head += ReasonPhrase(status);
  head += "\r\n";
  for (const Header& header : headers) {
    if (!StaysOnItsLine(header)) continue;
    head += header.name + ": " + header.value + "\r\n";
  }
  if (!keep_alive) head += "connection: close\r\n";
  return head += "\r\n";
}

std::string ResponseHead(const HttpResponse& response, bool keep_alive) {
  Headers headers = response.headers;
  const bool has_body = response.status != 204 && response.status != 304;
  if (has_body) headers.push_back({"content-length", std::to_string(response.Content().size())});
  return ResponseHead(response.status, headers, keep_alive);
}

std::string ResponseText(const HttpResponse& response, bool keep_alive) {
  return ResponseHead(response, keep_alive).append(response.Content());
}

std::string Chunk(std::string_view bytes) {
  char size[32];
  std::snprintf(size, sizeof size, "%zx\r\n", bytes.size());
  std::string chunk = size;
  chunk += bytes;
  return chunk += "\r\n";
}

bool ListHas(std::string_view list, std::string_view item) {
  while (!list.empty()) {
    const auto comma = list.find(',');
    std::string_view one = list.substr(0, comma);
    list = comma == std::string_view::npos ? std::string_view() : list.substr(comma + 1);
    one = Trim(one.substr(0, one.find(';')));
    if (LowerCase(one) == item) return true;
  }
  return false;
}

}  // namespace touchstone::gateway
