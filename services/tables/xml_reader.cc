#include "services/tables/xml_reader.h"

#include <expat.h>

#include <utility>

#include "services/tables/table.h"

namespace touchstone::tables {
namespace {

constexpr std::size_t kLongestToken = 1u << 20;

std::string_view LocalName(std::string_view name) { return name.substr(name.rfind(':') + 1); }

}  // namespace

struct XmlReader::Reading {
  Reading(std::string name, XmlHandler& events)
      : parser(XML_ParserCreate(nullptr)), handler(events), place(std::move(name)) {
    XML_SetUserData(parser, this);
    XML_SetElementHandler(parser, OnStart, OnEnd);
    XML_SetCharacterDataHandler(parser, OnText);
    XML_SetStartDoctypeDeclHandler(parser, OnDoctype);
  }
  ~Reading() { XML_ParserFree(parser); }
  Reading(const Reading&) = delete;
  Reading& operator=(const Reading&) = delete;

  void Take(absl::Status next) {
    silent = 0;
    if (next.ok() || !status.ok()) return;
    status = std::move(next);
    XML_StopParser(parser, XML_FALSE);
  }

  static void XMLCALL OnStart(void* data, const XML_Char* name, const XML_Char** pairs) {
    Reading& reading = *static_cast<Reading*>(data);
    if (!reading.status.ok()) return;
    XmlAttributes attributes;
    for (; *pairs != nullptr; pairs += 2) attributes.emplace(LocalName(pairs[0]), pairs[1]);
    reading.Take(reading.handler.Start(LocalName(name), attributes));
  }
  static void XMLCALL OnEnd(void* data, const XML_Char* name) {
    Reading& reading = *static_cast<Reading*>(data);
    if (reading.status.ok()) reading.Take(reading.handler.End(LocalName(name)));
  }
  static void XMLCALL OnText(void* data, const XML_Char* text, int length) {
    Reading& reading = *static_cast<Reading*>(data);
    if (!reading.status.ok()) return;
    reading.Take(reading.handler.Text({text, static_cast<std::size_t>(length)}));
  }
  static void XMLCALL OnDoctype(void* data, const XML_Char*, const XML_Char*, const XML_Char*,
                                int) {
    Reading& reading = *static_cast<Reading*>(data);
    reading.Take(TableError(reading.place, "含有文档类型声明，不予读取",
                            "it has a document type declaration and is not read"));
  }

  XML_Parser parser;
  XmlHandler& handler;
  std::string place;
  absl::Status status;
  std::size_t silent = 0;  // bytes since the last event
};

XmlReader::XmlReader(std::string place, XmlHandler& handler)
    : reading_(std::make_unique<Reading>(std::move(place), handler)) {}

XmlReader::~XmlReader() = default;

absl::Status XmlReader::Feed(std::string_view part, bool last) {
  Reading& reading = *reading_;
  constexpr std::size_t kChunk = 1u << 16;
  do {
    const std::string_view chunk = part.substr(0, kChunk);
    part.remove_prefix(chunk.size());
    reading.silent += chunk.size();
    const XML_Status result = XML_Parse(reading.parser, chunk.data(),
                                        static_cast<int>(chunk.size()), last && part.empty());
    if (!reading.status.ok()) return reading.status;
    if (result != XML_STATUS_OK) {
      return TableError(
          reading.place, "XML 已损坏",
          std::string("damaged XML: ") + XML_ErrorString(XML_GetErrorCode(reading.parser)));
    }
    if (reading.silent > kLongestToken) {
      return TooLarge(reading.place, "XML 标记过长", "a tag of the XML is too long");
    }
  } while (!part.empty());
  return absl::OkStatus();
}

}  // namespace touchstone::tables
