#include "clients/tables/xml_reader.h"

#include <expat.h>

#include <algorithm>
#include <memory>

#include "clients/tables/table.h"

namespace touchstone::tables {
namespace {

struct Reading {
  XML_Parser parser;
  XmlHandler& handler;
  const std::string& place;
  absl::Status status;

  void Take(absl::Status next) {
    if (next.ok() || !status.ok()) return;
    status = std::move(next);
    XML_StopParser(parser, XML_FALSE);
  }
};

std::string_view LocalName(std::string_view name) { return name.substr(name.rfind(':') + 1); }

void XMLCALL OnStart(void* data, const XML_Char* name, const XML_Char** pairs) {
  Reading& reading = *static_cast<Reading*>(data);
  if (!reading.status.ok()) return;
  XmlAttributes attributes;
  for (; *pairs != nullptr; pairs += 2) attributes.emplace(LocalName(pairs[0]), pairs[1]);
  reading.Take(reading.handler.Start(LocalName(name), attributes));
}

void XMLCALL OnEnd(void* data, const XML_Char* name) {
  Reading& reading = *static_cast<Reading*>(data);
  if (reading.status.ok()) reading.Take(reading.handler.End(LocalName(name)));
}

void XMLCALL OnText(void* data, const XML_Char* text, int length) {
  Reading& reading = *static_cast<Reading*>(data);
  if (reading.status.ok()) reading.handler.Text({text, static_cast<std::size_t>(length)});
}

void XMLCALL OnDoctype(void* data, const XML_Char*, const XML_Char*, const XML_Char*, int) {
  Reading& reading = *static_cast<Reading*>(data);
  reading.Take(TableError(reading.place, "含有文档类型声明，不予读取",
                          "it has a document type declaration and is not read"));
}

}  // namespace

absl::Status ReadXml(std::string_view document, const std::string& place, XmlHandler& handler) {
  const std::unique_ptr<XML_ParserStruct, decltype(&XML_ParserFree)> parser(
      XML_ParserCreate(nullptr), &XML_ParserFree);
  Reading reading{parser.get(), handler, place, absl::OkStatus()};
  XML_SetUserData(parser.get(), &reading);
  XML_SetElementHandler(parser.get(), OnStart, OnEnd);
  XML_SetCharacterDataHandler(parser.get(), OnText);
  XML_SetStartDoctypeDeclHandler(parser.get(), OnDoctype);
  constexpr std::size_t kChunk = 1u << 20;
  for (std::size_t at = 0; at <= document.size(); at += kChunk) {
    const std::string_view chunk = document.substr(at, kChunk);
    const bool last = at + kChunk > document.size();
    const XML_Status result =
        XML_Parse(parser.get(), chunk.data(), static_cast<int>(chunk.size()), last);
    if (!reading.status.ok()) return reading.status;
    if (result != XML_STATUS_OK)
      return TableError(
          place, "XML 已损坏",
          std::string("damaged XML: ") + XML_ErrorString(XML_GetErrorCode(parser.get())));
  }
  return absl::OkStatus();
}

}  // namespace touchstone::tables
