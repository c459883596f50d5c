#pragma once

#include <iosfwd>
#include <map>
#include <string>
#include <vector>

#include "services/training/certificate_rules.h"

// The readable cases of tests/data/training/licence_cases.txt (its README.md explains the lines).
namespace touchstone::training {

// "reason" -> "LICENSED", "due" -> "2023-05-11" …: what stands behind `answer`.
using Answer = std::map<std::string, std::string>;

struct LicenceQuestion {
  std::string line;
  Moment moment;
  Instant known;
  Answer expected;
};

struct LicenceCase {
  std::string name;
  std::string type;
  RuleTopic topic = RuleTopic::kNone;
  std::string cited;  // the sentence, in English
  std::vector<Fact> facts;
  std::vector<LicenceQuestion> questions;
};

// Throws std::invalid_argument with the line that cannot be read.
std::vector<LicenceCase> ReadLicenceCases(std::istream& in);

// What our rules answer, with every key that the file knows.
Answer AnswerOf(const CertificateType& type, const std::vector<Fact>& facts, const Moment& moment,
                Instant known);

// "2023-05-11T15:59:59Z", both ways. Reading throws std::invalid_argument.
Instant ReadInstant(const std::string& text);
std::string InstantText(Instant instant);

// The lines of a case that hold a fact and an answer.
std::string FactLine(const Fact& fact, const std::string& type_of_case);
std::string AnswerLine(const Answer& answer);

}  // namespace touchstone::training
