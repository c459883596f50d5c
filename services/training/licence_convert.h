#pragma once

#include <optional>
#include <string_view>

#include "services/training/certificate_rules.h"
#include "touchstone/v1/training.pb.h"

// What the rules of licences say, as messages. Pure; thread-safe.
namespace touchstone::training {

// Fills what `decision` says about a worker; his name and the times are the caller's matter.
v1::Licence ToProto(const CertificateType& type, const LicenceDecision& decision,
                    std::string_view worker);

// The sentence of a rule with its source; nothing for a topic without one.
std::optional<v1::Text> RuleText(const CertificateType& type, RuleTopic topic);

}  // namespace touchstone::training
