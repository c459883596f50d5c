// Reads the #include lines of the tree and holds them against the include rules of
// docs/architecture.md. Debian puts all headers into one place, so link targets cannot do it.
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace {

namespace fs = std::filesystem;

struct Include {
  std::string file;    // from the root: services/judging/scoring.cc
  std::string target;  // as written: services/judging/scoring.h, grpcpp/grpcpp.h
};

bool StartsWith(const std::string& text, const std::string& prefix) {
  return text.rfind(prefix, 0) == 0;
}
bool EndsWith(const std::string& text, const std::string& suffix) {
  return text.size() >= suffix.size() &&
         text.compare(text.size() - suffix.size(), suffix.size(), suffix) == 0;
}
std::string Stem(const std::string& file) {
  const std::string name = fs::path(file).stem().string();
  return name;
}
std::string Folder(const std::string& file) { return fs::path(file).parent_path().string(); }

std::vector<Include> ReadIncludes(const fs::path& root) {
  std::vector<Include> includes;
  const std::regex line_pattern(R"re(^\s*#include\s+[<"]([^">]+)[">])re");
  for (const char* top : {"storage", "services", "clients"}) {
    for (const auto& entry : fs::recursive_directory_iterator(root / top)) {
      const std::string extension = entry.path().extension().string();
      if (extension != ".cc" && extension != ".h") continue;
      std::ifstream in(entry.path());
      std::string line;
      std::smatch match;
      while (std::getline(in, line)) {
        if (!std::regex_search(line, match, line_pattern)) continue;
        includes.push_back({fs::relative(entry.path(), root).string(), match[1]});
      }
    }
  }
  return includes;
}

// The pure rules: no protos, gRPC, storage, clocks, random, threads or I/O.
const std::set<std::string> kPureRules = {
    "services/common/number",
    "services/common/errors",
    "services/judging/rule_pack",
    "services/judging/sheets",
    "services/judging/scoring",
    "services/judging/scale",
    "services/judging/sheet_rules",
    "services/judging/mark_value",
    "services/judging/contest",
    "services/judging/photo_rules",
    "services/leaderboard/ranking",
    "services/leaderboard/board_line",
    "services/leaderboard/group_board",
    "services/leaderboard/placing",
    "services/leaderboard/results",
    "services/leaderboard/standings_index",
    "services/leaderboard/visibility",
    "services/events/event_rules",
    "services/training/attendance_rules",
    "services/training/career_rules",
    "services/training/certificate_facts",
    "services/training/certificate_periods",
    "services/training/certificate_rules",
    "services/training/certificate_type",
    "services/training/civil_time",
    "services/training/evaluation_sums",
    "services/training/findings",
    "services/training/lost_marks",
    "services/training/mentor_terms",
    "services/training/progress_facts",
    "services/training/renewal_rules",
    "services/training/training_plan",
    "services/training/wage_rules",
};

bool IsPure(const std::string& path) {
  const std::string key = Folder(path) + "/" + Stem(path);
  if (kPureRules.count(key) > 0) return true;
  return StartsWith(key, "services/judging/scoring_");
}
bool IsGrpc(const std::string& target) {
  return StartsWith(target, "grpc") || EndsWith(target, ".grpc.pb.h");
}
bool IsProto(const std::string& target) { return EndsWith(target, ".pb.h"); }
bool IsOurs(const std::string& target) {
  return StartsWith(target, "services/") || StartsWith(target, "storage/") ||
         StartsWith(target, "clients/") || StartsWith(target, "tests/");
}
std::string Feature(const std::string& path) {
  if (!StartsWith(path, "services/")) return "";
  // The ledger folds by the judging rules, and the judging service writes to the ledger.
  if (StartsWith(path, "services/judging/judging_service")) return "judging_service";
  return path.substr(9, path.find('/', 9) - 9);
}

struct Rule {
  std::string name;
  std::function<bool(const Include&)> breaks;
};

const std::vector<Rule>& Rules() {
  static const std::vector<Rule> rules = {
      {"storage includes neither services, clients nor gRPC",
       [](const Include& i) {
         return StartsWith(i.file, "storage/") &&
                (StartsWith(i.target, "services/") || StartsWith(i.target, "clients/") ||
                 IsGrpc(i.target));
       }},
      {"RocksDB is named in storage/rocksdb_* only",
       [](const Include& i) {
         return StartsWith(i.target, "rocksdb/") && !StartsWith(i.file, "storage/rocksdb_");
       }},
      {"the RocksDB store is named by main only",
       [](const Include& i) {
         return StartsWith(i.target, "storage/rocksdb_") &&
                !StartsWith(i.file, "storage/rocksdb_") && i.file != "services/server/main.cc";
       }},
      {"pure rules include only pure rules",
       [](const Include& i) {
         return IsPure(i.file) && IsOurs(i.target) && !IsPure(i.target) &&
                !EndsWith(i.target, ".inc");
       }},
      {"pure rules know no protos, gRPC, clocks, random, threads or I/O",
       [](const Include& i) {
         static const std::set<std::string> kImpure = {"chrono",     "random",  "thread",
                                                       "mutex",      "fstream", "iostream",
                                                       "filesystem", "atomic",  "future"};
         return IsPure(i.file) &&
                (IsProto(i.target) || IsGrpc(i.target) || kImpure.count(i.target) > 0 ||
                 StartsWith(i.target, "google/") || StartsWith(i.target, "boost/asio"));
       }},
      {"converters know neither gRPC nor storage",
       [](const Include& i) {
         return EndsWith(Stem(i.file), "_convert") &&
                (IsGrpc(i.target) || StartsWith(i.target, "storage/"));
       }},
      {"a feature does not include another feature's service",
       [](const Include& i) {
         return StartsWith(i.file, "services/") && EndsWith(Stem(i.target), "_service") &&
                Feature(i.file) != Feature(i.target) && Feature(i.file) != "server";
       }},
      {"nobody includes the composition root",
       [](const Include& i) {
         return StartsWith(i.target, "services/server/") && !StartsWith(i.file, "services/server/");
       }},
      {"clients know neither storage nor services, except pure rules, converters, tables, the "
       "ledger",
       [](const Include& i) {
         if (!StartsWith(i.file, "clients/")) return false;
         if (StartsWith(i.target, "storage/")) return true;
         if (!StartsWith(i.target, "services/")) return false;
         static const std::set<std::string> kShared = {
             "services/common/grpc_status.h",  "services/common/hash.h",
             "services/common/id_generator.h", "services/common/resource_name.h",
             "services/common/secret_file.h",  "services/judging/shipped_packs.h",
             "services/judging/scheme_lint.h"};
         return !IsPure(i.target) && !EndsWith(Stem(i.target), "_convert") &&
                !StartsWith(i.target, "services/ledger/") &&
                !StartsWith(i.target, "services/tables/") && kShared.count(i.target) == 0;
       }},
      {"tests are included by tests only",
       [](const Include& i) { return StartsWith(i.target, "tests/"); }},
  };
  return rules;
}

// Which rules an include breaks.
std::vector<std::string> Broken(const Include& include) {
  std::vector<std::string> names;
  for (const Rule& rule : Rules()) {
    if (rule.breaks(include)) names.push_back(rule.name);
  }
  return names;
}

TEST(ArchitectureTest, EveryIncludeKeepsTheRules) {
  const std::vector<Include> includes = ReadIncludes(TOUCHSTONE_SOURCE_DIR);
  ASSERT_GT(includes.size(), 300u) << "the tree was not read";
  for (const Include& include : includes) {
    for (const std::string& name : Broken(include)) {
      ADD_FAILURE() << include.file << " includes " << include.target << ": " << name;
    }
  }
}

// Pure rules and converters lie below all features, whichever folder they stand in.
TEST(ArchitectureTest, FeaturesHaveNoCycle) {
  std::map<std::string, std::set<std::string>> uses;
  for (const Include& include : ReadIncludes(TOUCHSTONE_SOURCE_DIR)) {
    const std::string from = Feature(include.file);
    const std::string to = Feature(include.target);
    if (IsPure(include.target) || EndsWith(Stem(include.target), "_convert")) continue;
    if (!from.empty() && !to.empty() && from != to) uses[from].insert(to);
  }
  std::set<std::string> done;
  std::vector<std::string> path;
  std::function<void(const std::string&)> visit = [&](const std::string& feature) {
    for (const std::string& seen : path) {
      if (seen != feature) continue;
      std::string shown;
      for (const std::string& step : path) shown += step + " -> ";
      ADD_FAILURE() << "cycle: " << shown << feature;
      return;
    }
    if (done.count(feature) > 0) return;
    path.push_back(feature);
    for (const std::string& next : uses[feature]) visit(next);
    path.pop_back();
    done.insert(feature);
  };
  for (const auto& [feature, targets] : std::map(uses)) visit(feature);
}

TEST(ArchitectureTest, EveryRuleNoticesAPlantedInclude) {
  const std::vector<Include> planted = {
      {"storage/committer.cc", "services/common/errors.h"},
      {"services/ledger/chain.cc", "rocksdb/db.h"},
      {"services/server/server.cc", "storage/rocksdb_store.h"},
      {"services/judging/scoring.cc", "storage/kv_store.h"},
      {"services/judging/scoring.cc", "thread"},
      {"services/judging/judging_convert.cc", "storage/keys.h"},
      {"services/events/events_service.cc", "services/judging/judging_service.h"},
      {"services/events/events_service.cc", "services/server/config.h"},
      {"clients/cli/score.cc", "storage/kv_store.h"},
      {"services/judging/sheets.cc", "tests/support/random_contest.h"},
  };
  ASSERT_EQ(planted.size(), Rules().size());
  for (std::size_t i = 0; i < planted.size(); ++i) {
    EXPECT_TRUE(Rules()[i].breaks(planted[i])) << Rules()[i].name;
  }
}

}  // namespace
