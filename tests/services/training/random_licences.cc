// Writes random cases in the form of licence_cases.txt, with the answers of our rules:
//   random_licences CASES SEED
#include <cstdlib>
#include <iostream>

#include "services/training/certificate_type_convert.h"
#include "tests/services/training/licence_cases.h"
#include "tests/services/training/random_facts.h"

namespace touchstone::training {
namespace {

void WriteCases(int count, std::uint64_t seed) {
  testing::Dice dice(seed);
  std::vector<CertificateType> types;
  for (const v1::CertificateType& type : ShippedCertificateTypes()) {
    types.push_back(ToCertificateType(type).value());
  }
  std::cout << "# seed " << seed << "\n";
  for (int i = 0; i < count; ++i) {
    // Half of them about the type with most rules.
    const CertificateType& type = dice.Percent(50) ? types.back() : dice.Pick(types);
    const std::vector<Fact> facts = RandomFacts(dice, type);
    std::cout << "case " << i << "\ntype " << type.id << "\n";
    for (const Fact& fact : facts) std::cout << FactLine(fact, type.id) << "\n";
    for (int asked = 0; asked < 5; ++asked) {
      const Moment moment = RandomMoment(dice, type, facts);
      const Instant known = RandomKnown(dice, facts);
      std::cout << "ask " << moment.date.ToString() << " at=" << InstantText(moment.at)
                << " known=" << InstantText(known) << "\n"
                << AnswerLine(AnswerOf(type, facts, moment, known)) << "\n";
    }
  }
}

}  // namespace
}  // namespace touchstone::training

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  touchstone::training::WriteCases(std::atoi(argv[1]), std::strtoull(argv[2], nullptr, 10));
  return 0;
}
