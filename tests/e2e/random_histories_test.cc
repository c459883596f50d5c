// Random contests are scored by the engine and by tests/support/brute_force.py, which shares no
// code with it. What became of every entry, and every status, total and place must be the same; and
// a fault planted into the engine's side must be seen.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "services/common/errors.h"
#include "services/ledger/archive.h"
#include "services/ledger/archive_scoring.h"
#include "tests/support/random_contest.h"

namespace touchstone {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr int kHistories = 240;        // compared
constexpr int kPlantedHistories = 60;  // searched for each planted fault

// One history with what each side made of it.
struct Case {
  std::uint64_t seed = 0;
  v1::EventArchive unsealed;
  ledger::SealedArchive sealed;
  json expected;         // brute force over the entries
  json expected_sealed;  // brute force over the chain
};

json EngineStandings(const v1::EventArchive& archive) {
  const auto standings = ledger::ScoreArchive(archive);
  if (!standings.ok()) return std::string(standings.status().message());
  json result = json::parse(ledger::ToJson(*standings));
  for (json& discipline : result["disciplines"]) {
    for (json& line : discipline["entrants"]) line.erase("award");
  }
  return result;
}

json StandingsOf(json brute_force) {
  brute_force.erase("archive");
  brute_force.erase("entries");
  return brute_force;
}

// What became of each entry, as brute_force.py writes it.
json Dispositions(const ledger::SealedArchive& sealed) {
  json entries = json::object();
  for (const ledger::RefusedEntry& refused : sealed.refused) {
    const bool reused = ReasonOf(refused.why) == Reason::ENTRY_ID_REUSED;
    entries[refused.entry_id + (reused ? " again" : "")] =
        "REFUSED " + std::string(ReasonName(ReasonOf(refused.why)));
  }
  for (const std::string& bytes : sealed.archive.envelopes()) {
    v1::Envelope envelope;
    v1::Entry entry;
    envelope.ParseFromString(bytes);
    entry.ParseFromString(envelope.entry());
    entries[entry.entry_id()] = v1::Disposition_Name(envelope.disposition()).substr(12);
  }
  return entries;
}

void Write(const fs::path& path, const v1::EventArchive& archive) {
  std::ofstream(path) << ledger::WriteArchive(archive, ledger::ArchiveFormat::kJson).value();
}

// Makes the histories and has all of them scored by one run of the brute-force scorer. They stay
// in /tmp when TOUCHSTONE_KEEP_HISTORIES is set.
std::vector<Case> MakeCases(int count) {
  char pattern[] = "/tmp/touchstone-histories-XXXXXX";
  const fs::path folder = mkdtemp(pattern);
  std::vector<Case> cases(static_cast<std::size_t>(count));
  std::string files;
  for (std::size_t i = 0; i < cases.size(); ++i) {
    cases[i].seed = 1000 + i;
    cases[i].unsealed = testing::RandomContest(cases[i].seed);
    cases[i].sealed = ledger::SealArchive(cases[i].unsealed).value();
    Write(folder / (std::to_string(i) + ".json"), cases[i].unsealed);
    Write(folder / (std::to_string(i) + "-sealed.json"), cases[i].sealed.archive);
    files += " " + std::to_string(i) + ".json " + std::to_string(i) + "-sealed.json";
  }
  const std::string command = "cd " + folder.string() + " && /usr/bin/python3 -B " +
                              TOUCHSTONE_BRUTE_FORCE + files + " > results.jsonl";
  EXPECT_EQ(std::system(command.c_str()), 0);
  std::ifstream results(folder / "results.jsonl");
  std::string line;
  for (Case& one : cases) {
    if (std::getline(results, line)) one.expected = json::parse(line);
    if (std::getline(results, line)) one.expected_sealed = json::parse(line);
  }
  if (std::getenv("TOUCHSTONE_KEEP_HISTORIES") == nullptr) fs::remove_all(folder);
  return cases;
}

const std::vector<Case>& PlantedCases() {
  static const std::vector<Case> cases = MakeCases(kPlantedHistories);
  return cases;
}

// Histories whose standings the brute-force scorer does not confirm when the engine scores what
// `plant` makes of them.
int Noticed(const std::function<v1::EventArchive(const Case&)>& plant) {
  int noticed = 0;
  for (const Case& one : PlantedCases()) {
    if (EngineStandings(plant(one)) != StandingsOf(one.expected)) ++noticed;
  }
  return noticed;
}

// The sealed archive with its envelopes changed by a writer with a fault, and linked again.
v1::EventArchive Relinked(const v1::EventArchive& sealed,
                          const std::function<int(v1::Envelope&, const v1::Entry&)>& copies) {
  v1::EventArchive archive = sealed;
  archive.clear_envelopes();
  ledger::ChainHead head;
  for (const std::string& bytes : sealed.envelopes()) {
    v1::Envelope envelope;
    v1::Entry entry;
    envelope.ParseFromString(bytes);
    entry.ParseFromString(envelope.entry());
    const int count = copies(envelope, entry);
    for (int i = 0; i < count; ++i) {
      archive.add_envelopes(
          ledger::Append({envelope.entry(), envelope.signature(), envelope.server_time(),
                          envelope.disposition(), envelope.entrant()},
                         head));
    }
  }
  return archive;
}

// The case's entries under packs that were changed.
v1::EventArchive WithPacks(const Case& one, const std::function<void(v1::RulePack&)>& change) {
  v1::EventArchive archive = one.sealed.archive;
  for (v1::RulePack& pack : *archive.mutable_rule_packs()) change(pack);
  for (v1::Discipline& discipline : *archive.mutable_disciplines()) {
    std::string& name = *discipline.mutable_rule_pack();
    name.resize(name.rfind('-'));  // without the hash of the pack as it was
  }
  return archive;
}

// How often each thing happened in `cases`.
std::map<std::string, int> Happened(const std::vector<Case>& cases) {
  std::map<std::string, int> seen;
  for (const Case& one : cases) {
    for (const auto& [id, became] : one.expected["entries"].items()) ++seen[became];
    for (const json& discipline : one.expected["disciplines"]) {
      for (const json& line : discipline["entrants"]) {
        ++seen[line["status"]];
        if (line["shared"]) ++seen["shared place"];
      }
    }
    for (const v1::Entry& entry : one.unsealed.entries()) {
      if (entry.has_rescore()) ++seen["rescore"];
      if (entry.has_decision()) ++seen["decision"];
      if (entry.incident().kind() == v1::Incident::KIND_WITHDRAWN) ++seen["withdrawn"];
      if (entry.incident().kind() == v1::Incident::KIND_REVOKED) ++seen["revoked"];
    }
  }
  return seen;
}

TEST(RandomHistoriesTest, EntriesAndStandingsAreThoseOfTheBruteForceScorer) {
  const std::vector<Case> cases = MakeCases(kHistories);
  for (const Case& one : cases) {
    const json became = Dispositions(one.sealed);
    ASSERT_EQ(json::diff(one.expected["entries"], became), json::array()) << "seed " << one.seed;
    ASSERT_EQ(json::diff(StandingsOf(one.expected), EngineStandings(one.unsealed)), json::array())
        << "seed " << one.seed;
    ASSERT_EQ(json::diff(StandingsOf(one.expected_sealed), EngineStandings(one.sealed.archive)),
              json::array())
        << "seed " << one.seed;
  }
  std::map<std::string, int> seen = Happened(cases);
  for (const char* thing : {"COUNTED",
                            "CONFLICT",
                            "LATE",
                            "FINAL",
                            "PROVISIONAL",
                            "WAITING",
                            "RESCORE",
                            "DID_NOT_FINISH",
                            "DID_NOT_START",
                            "DISQUALIFIED",
                            "shared place",
                            "rescore",
                            "decision",
                            "withdrawn",
                            "revoked",
                            "REFUSED ENTRANT_UNKNOWN",
                            "REFUSED ITEM_UNKNOWN",
                            "REFUSED JUDGE_NOT_ASSIGNED",
                            "REFUSED MARK_ABOVE_MAXIMUM",
                            "REFUSED MARK_BELOW_MINIMUM",
                            "REFUSED MARK_NOT_A_NUMBER",
                            "REFUSED MARK_OFF_STEP",
                            "REFUSED MARK_NULL_NOT_ALLOWED",
                            "REFUSED ATTEMPT_UNKNOWN",
                            "REFUSED EVENT_NOT_RUNNING",
                            "REFUSED EVENT_STATE_WRONG",
                            "REFUSED SHEET_HAS_GAPS",
                            "REFUSED RESCORE_ROUND_WRONG",
                            "REFUSED PANEL_INCOMPLETE",
                            "REFUSED INCIDENT_INCOMPLETE",
                            "REFUSED ENTRY_ID_REUSED"}) {
    EXPECT_GE(seen[thing], 5) << thing << " hardly happens";
  }
}

TEST(PlantedFaultTest, BaseRevisionIgnoredIsNoticed) {
  EXPECT_GE(Noticed([](const Case& one) {
              return Relinked(one.sealed.archive, [](v1::Envelope& envelope, const v1::Entry&) {
                if (envelope.disposition() == v1::DISPOSITION_CONFLICT) {
                  envelope.set_disposition(v1::DISPOSITION_COUNTED);
                }
                return 1;
              });
            }),
            kPlantedHistories / 4);
}

TEST(PlantedFaultTest, DedupeOffIsNoticed) {
  for (const Case& one : PlantedCases()) {
    const v1::EventArchive archive =
        Relinked(one.sealed.archive,
                 [](v1::Envelope&, const v1::Entry& entry) { return entry.has_mark() ? 2 : 1; });
    const auto verified = ledger::VerifyArchive(archive);
    ASSERT_EQ(ReasonOf(verified.status()), Reason::CHAIN_BROKEN) << "seed " << one.seed;
    EXPECT_EQ(DetailOf(verified.status()).metadata.at(1).second, "ENTRY_ID_REPEATED");
  }
}

TEST(PlantedFaultTest, AnIncompletePanelThatCountsIsNoticed) {
  EXPECT_GE(Noticed([](const Case& one) {
              v1::EventArchive archive = WithPacks(one, [](v1::RulePack& pack) {
                pack.set_panel_complete(v1::RulePack::PANEL_COMPLETE_PANEL_SIZE);
              });
              for (v1::Scheme& scheme : *archive.mutable_schemes()) {
                for (v1::SchemePart& part : *scheme.mutable_parts()) {
                  for (v1::SchemeModule& module : *part.mutable_modules()) {
                    module.set_panel_size(1);
                  }
                }
              }
              for (v1::Discipline& discipline : *archive.mutable_disciplines()) {
                std::string& name = *discipline.mutable_scheme();
                name.resize(name.rfind('-'));
              }
              return archive;
            }),
            kPlantedHistories / 4);
}

TEST(PlantedFaultTest, ATieBreakDroppedIsNoticed) {
  EXPECT_GE(Noticed([](const Case& one) {
              return WithPacks(one, [](v1::RulePack& pack) {
                if (pack.tie_breaks_size() > 1) pack.mutable_tie_breaks()->DeleteSubrange(1, 1);
              });
            }),
            1);
}

TEST(PlantedFaultTest, ARoundingPointMovedIsNoticed) {
  EXPECT_GE(Noticed([](const Case& one) {
              return WithPacks(one, [](v1::RulePack& pack) {
                for (v1::ItemRule& rule : *pack.mutable_item_rules()) {
                  if (!rule.has_panel_rounding()) continue;
                  rule.clear_panel_rounding();
                  rule.mutable_item_rounding()->set_places(2);
                }
              });
            }),
            1);
}

TEST(PlantedFaultTest, NothingIsNoticedWhereNothingIsPlanted) {
  EXPECT_EQ(Noticed([](const Case& one) { return WithPacks(one, [](v1::RulePack&) {}); }), 0);
}

}  // namespace
}  // namespace touchstone
