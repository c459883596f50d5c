#pragma once

#include <optional>
#include <string>

#include <nlohmann/json.hpp>

#include "services/training/documents/file_document.h"

// What a record says in the words of xAPI, before anybody says it of somebody. Pure.
namespace touchstone::training::xapi {

using Json = nlohmann::ordered_json;

struct Verb {
  const char* iri;
  const char* zh;
  const char* en;
};

struct Said {
  Verb verb;
  Json object;
  Json result = Json::object();
  Json activities = Json::object();  // contextActivities
};

// A language map; without what is empty.
Json Names(const std::string& zh, const std::string& en);

// The batch that the record was attended or assessed in; null: none that is known.
const References::BatchParts* BatchOf(const FileDocument& document, const v1::Record& record);

// Nothing of a record that says nothing about what was attended, assessed, certified or won.
std::optional<Said> Say(const FileDocument& document, const v1::Record& record);

}  // namespace touchstone::training::xapi
