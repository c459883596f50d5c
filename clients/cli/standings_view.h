#pragma once

#include <map>
#include <string>
#include <vector>

#include <google/protobuf/repeated_field.h>

#include "clients/cli/context.h"
#include "touchstone/v1/leaderboard.pb.h"

// How standings look in a terminal; used by every command that shows them. Derivations: explain.h.
namespace touchstone::cli {

// A table: place, number, name, company, total, status, award. Columns that are empty in all lines
// are left out.
void PrintStandings(const Context& context,
                    const google::protobuf::RepeatedPtrField<v1::Standing>& standings);

// A board as a watcher knows it: the snapshot with all changes put in.
class WatchedBoard {
 public:
  // Returns true when a line changed.
  bool Apply(const v1::WatchStandingsResponse& message);
  // Best first; those without a place last, by code.
  google::protobuf::RepeatedPtrField<v1::Standing> Lines() const;
  std::uint32_t total_size() const { return total_size_; }

 private:
  std::map<std::string, v1::Standing> lines_;  // by code
  std::uint32_t total_size_ = 0;
};

}  // namespace touchstone::cli
