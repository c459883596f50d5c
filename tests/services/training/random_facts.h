#pragma once

#include <vector>

#include "services/training/certificate_rules.h"
#include "tests/support/dice.h"

// Random files of workers that go near the edges: due days, windows, same days, corrections.
namespace touchstone::training {

// The facts of one worker under `type`, recorded from 2015 to 2036, in the order of recording.
std::vector<Fact> RandomFacts(testing::Dice& dice, const CertificateType& type);

// A day that is likely to matter to `facts`, and a moment of that day.
Moment RandomMoment(testing::Dice& dice, const CertificateType& type,
                    const std::vector<Fact>& facts);

// A moment at which some of `facts` were recorded.
Instant RandomKnown(testing::Dice& dice, const std::vector<Fact>& facts);

}  // namespace touchstone::training
