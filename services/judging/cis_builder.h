#pragma once

#include <array>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "services/judging/cis_calculation.h"
#include "services/judging/cis_convert.h"

namespace touchstone::judging {

// One aspect as it stands in a file, all cells as text.
struct CisAspect {
  int row = 0;  // for messages
  std::string sub_id;
  std::string sub_name;
  std::string day;
  std::string type;
  std::string description;
  std::string extra;
  std::string requirement;
  std::string section;
  std::string calculation_row;
  std::string max;
  std::array<std::string, 4> levels;
};

// Puts a scheme together aspect by aspect, whichever form of file they come from. Not thread-safe.
class CisBuilder {
 public:
  CisBuilder(const std::string& id, std::map<int, CisCalculation> calculations);

  void SetName(const std::string& name);
  // `mark` and `cached` may be empty.
  void AddSection(const std::string& id, const std::string& name, const std::string& mark,
                  const std::string& cached);
  void AddCriterion(const std::string& id, const std::string& name, const std::string& mark);
  void AddCachedCriterionSum(const std::string& id, const std::string& sum);
  // Aspects of a sub-criterion need not stand together.
  absl::Status AddAspect(const CisAspect& aspect);
  void Warn(std::string code, std::string path, std::string zh, std::string en);

  // REQUEST_INVALID when there was no aspect.
  absl::StatusOr<CisImport> Finish() &&;

 private:
  v1::SchemeBlock& BlockOf(const CisAspect& aspect);
  void SetPanelSizes();
  void SetCalculation(const CisAspect& aspect, const std::string& path, v1::SchemeItem& item);

  CisImport import_;
  v1::SchemePart* part_;
  std::map<int, CisCalculation> calculations_;
  std::map<std::string, std::string> criterion_names_;
  std::set<int> used_calculations_;
  std::map<std::string, int> counts_;  // "A1/m" -> measured aspects so far
};

}  // namespace touchstone::judging
