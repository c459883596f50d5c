#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "services/gateway/http.h"

namespace touchstone::gateway {

// The pages, from one folder. Files are read when they are asked for, so that a new build is served
// at once. Thread-safe.
class StaticFiles {
 public:
  // An empty `root` has no files.
  explicit StaticFiles(std::filesystem::path root);

  // Answers GET and HEAD; other methods get 405. A folder is its index.html, under a path that ends
  // in '/'. Nothing outside of the folder is ever read, nor anything whose name starts with a dot.
  HttpResponse Answer(const HttpRequest& request) const;

 private:
  struct File;
  // Null when there is no such file.
  std::shared_ptr<const File> Read(const std::filesystem::path& path) const;

  std::filesystem::path root_;
  mutable std::mutex mutex_;
  mutable std::map<std::filesystem::path, std::shared_ptr<const File>> files_;  // guarded by mutex_
};

// Headers that keep a page to what it has come with: a strict content security policy, no sniffing,
// no referrer, no frames.
Headers SecurityHeaders();

}  // namespace touchstone::gateway
