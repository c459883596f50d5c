#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "touchstone/v1/archive.pb.h"

// "What if the marks had been made under other rules?"
namespace touchstone::cli {

// Something of the archive's scheme that the other pack says nothing about, or does not fit.
struct Uncovered {
  std::string discipline;
  std::string path;  // of an item or part
  std::string zh;
  std::string en;
};

// What of the discipline the pack does not cover: items of a kind without a rule, parts without a
// rule, and parts of the pack that the scheme lacks although the pack gives them full marks or
// breaks ties by them. Empty: the pack can be tried.
std::vector<Uncovered> NotCovered(const std::string& discipline, const v1::Scheme& scheme,
                                  const v1::RulePack& pack);

}  // namespace touchstone::cli
