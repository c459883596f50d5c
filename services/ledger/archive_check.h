#pragma once

#include <string_view>

#include "touchstone/v1/archive.pb.h"

// What an archive's disciplines refer to. Pure; thread-safe. CheckArchive() stands in archive.h.
namespace touchstone::ledger {

// The pack or scheme of the archive with this resource name, with or without the hash behind the
// id; nullptr when there is none, or more than one.
const v1::RulePack* FindRulePack(const v1::EventArchive& archive, std::string_view name);
const v1::Scheme* FindScheme(const v1::EventArchive& archive, std::string_view name);

}  // namespace touchstone::ledger
