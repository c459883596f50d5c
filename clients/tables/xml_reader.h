#pragma once

#include <map>
#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace touchstone::tables {

// Attributes of an element, by local name.
using XmlAttributes = std::map<std::string, std::string, std::less<>>;

// Gets the events of one XML document. Names come without their namespace prefix.
class XmlHandler {
 public:
  virtual ~XmlHandler() = default;
  // An error ends the reading and is returned.
  virtual absl::Status Start(std::string_view name, const XmlAttributes& attributes) = 0;
  virtual absl::Status End(std::string_view name) = 0;
  virtual void Text(std::string_view text) = 0;
};

// Feeds `document` to `handler`. A document type declaration is refused, so that entities can
// neither grow nor reach other files. `place` is for messages.
absl::Status ReadXml(std::string_view document, const std::string& place, XmlHandler& handler);

}  // namespace touchstone::tables
