#include "services/gateway/static_files.h"

#include <fstream>
#include <optional>
#include <sstream>
#include <utility>

#include "services/common/hash.h"
#include "services/gateway/wire_text.h"

namespace touchstone::gateway {
namespace {

namespace fs = std::filesystem;

// The path inside of the root; nullopt when it is no path of a page.
std::optional<std::string> CleanPath(std::string_view raw) {
  std::optional<std::string> path = PercentDecode(raw);
  if (!path || !path->starts_with('/')) return {};
  if (path->find('\\') != std::string::npos || path->find('\0') != std::string::npos) return {};
  // No "..", no hidden file, no empty part.
  if (path->find("/.") != std::string::npos || path->find("//") != std::string::npos) return {};
  return path->substr(1);
}

std::string_view TypeOf(const fs::path& path) {
  static const std::map<std::string, std::string_view> kTypes = {
      {".html", "text/html; charset=utf-8"},
      {".js", "text/javascript; charset=utf-8"},
      {".mjs", "text/javascript; charset=utf-8"},
      {".css", "text/css; charset=utf-8"},
      {".json", "application/json"},
      {".map", "application/json"},
      {".webmanifest", "application/manifest+json"},
      {".svg", "image/svg+xml"},
      {".png", "image/png"},
      {".jpg", "image/jpeg"},
      {".webp", "image/webp"},
      {".ico", "image/x-icon"},
      {".woff2", "font/woff2"},
      {".wasm", "application/wasm"},
      {".pdf", "application/pdf"},
      {".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
      {".csv", "text/csv; charset=utf-8"},
      {".txt", "text/plain; charset=utf-8"}};
  const auto found = kTypes.find(path.extension().string());
  return found == kTypes.end() ? "application/octet-stream" : found->second;
}

HttpResponse TextPage(int status, std::string text) {
  HttpResponse response{status, SecurityHeaders(), std::move(text)};
  response.headers.push_back({"content-type", "text/plain; charset=utf-8"});
  response.headers.push_back({"cache-control", "no-store"});
  return response;
}

// Names of built files hold a hash of their content.
std::string_view CacheControl(std::string_view path) {
  return path.starts_with("assets/") ? "public, max-age=31536000, immutable" : "no-cache";
}

}  // namespace

struct StaticFiles::File {
  std::shared_ptr<const std::string> bytes;
  std::string etag;
  fs::file_time_type written;
};

StaticFiles::StaticFiles(fs::path root) {
  std::error_code ignored;
  if (!root.empty()) root_ = fs::canonical(root, ignored);
}

std::shared_ptr<const StaticFiles::File> StaticFiles::Read(const fs::path& path) const {
  std::error_code error;
  const fs::path real = fs::canonical(path, error);
  // A link may lead elsewhere.
  const bool inside = !error && real.string().starts_with(root_.string() + "/");
  if (root_.empty() || !inside || !fs::is_regular_file(real, error)) return nullptr;
  const auto written = fs::last_write_time(real, error);
  {
    std::lock_guard lock(mutex_);
    const auto found = files_.find(real);
    if (found != files_.end() && found->second->written == written) return found->second;
  }
  std::ifstream in(real, std::ios::binary);
  std::ostringstream bytes;
  bytes << in.rdbuf();
  if (!in) return nullptr;
  auto file = std::make_shared<File>();
  file->bytes = std::make_shared<const std::string>(std::move(bytes).str());
  file->etag = "\"" + ToHex(Sha256(*file->bytes)).substr(0, 32) + "\"";
  file->written = written;
  std::lock_guard lock(mutex_);
  return files_[real] = std::move(file);
}

HttpResponse StaticFiles::Answer(const HttpRequest& request) const {
  if (request.method != "GET" && request.method != "HEAD") {
    HttpResponse refused = TextPage(405, "405 Method Not Allowed\n");
    refused.headers.push_back({"allow", "GET, HEAD, POST, OPTIONS"});
    return refused;
  }
  const auto path = CleanPath(request.Path());
  if (!path) return TextPage(404, "404 找不到 · not found\n");
  std::error_code error;
  fs::path place = root_ / *path;
  if (fs::is_directory(place, error)) {
    if (!path->empty() && !path->ends_with('/')) {
      HttpResponse moved = TextPage(301, "");
      moved.headers.push_back({"location", std::string(request.Path()) + "/"});
      return moved;
    }
    place /= "index.html";
  }
  const auto file = Read(place);
  if (file == nullptr) return TextPage(404, "404 找不到 · not found\n");

  HttpResponse response{200, SecurityHeaders(), ""};
  response.headers.push_back({"content-type", std::string(TypeOf(place))});
  response.headers.push_back({"cache-control", std::string(CacheControl(*path))});
  response.headers.push_back({"etag", file->etag});
  if (ListHas(request.Get("if-none-match"), file->etag)) {
    response.status = 304;
  } else {
    response.file = file->bytes;
  }
  return response;
}

Headers SecurityHeaders() {
  return {
      {"content-security-policy",
       "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' "
       "data: blob:; media-src 'self' blob:; font-src 'self'; connect-src 'self'; worker-src "
       "'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"},
      {"x-content-type-options", "nosniff"},
      {"referrer-policy", "no-referrer"},
      {"cross-origin-opener-policy", "same-origin"},
      {"cross-origin-resource-policy", "same-origin"},
      {"permissions-policy",
       "camera=(self), screen-wake-lock=(self), fullscreen=(self), geolocation=(), "
       "microphone=(), payment=(), usb=()"}};
}

}  // namespace touchstone::gateway
