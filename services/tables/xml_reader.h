#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace touchstone::tables {

// Attributes of an element, by local name.
using XmlAttributes = std::map<std::string, std::string, std::less<>>;

// Gets the events of one XML document. Names come without their namespace prefix. An error ends the
// reading and is returned.
class XmlHandler {
 public:
  virtual ~XmlHandler() = default;
  virtual absl::Status Start(std::string_view name, const XmlAttributes& attributes) = 0;
  virtual absl::Status End(std::string_view name) = 0;
  virtual absl::Status Text(std::string_view text) = 0;
};

// Feeds the parts of one document to `handler`, which must outlive it, as soon as they are there. A
// document type declaration is refused, so that entities can neither grow nor reach other files.
// `place` is for messages. Not thread-safe.
class XmlReader {
 public:
  XmlReader(std::string place, XmlHandler& handler);
  ~XmlReader();
  XmlReader(const XmlReader&) = delete;
  XmlReader& operator=(const XmlReader&) = delete;

  // The next part; `last` says that none follows. REQUEST_INVALID for damaged XML, IMPORT_TOO_LARGE
  // for a tag or comment of more than 1 MiB, which would have to be kept; errors of the handler.
  absl::Status Feed(std::string_view part, bool last);

 private:
  struct Reading;
  std::unique_ptr<Reading> reading_;
};

}  // namespace touchstone::tables
