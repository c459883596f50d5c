// Kills the real server again and again while eight judges mark, then holds everything that was
// ever acknowledged against the chain, and the leaderboard against one that is made anew.
//
//   kill_test PATH/TO/touchstoned [--rounds N] [--seed N]

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include <grpcpp/grpcpp.h>
#include <CLI/CLI.hpp>

#include "services/ledger/archive_scoring.h"
#include "storage/keys.h"
#include "storage/rocksdb_store.h"
#include "tests/bench/process.h"
#include "tests/crash/judge_client.h"
#include "touchstone/v1/events.grpc.pb.h"
#include "touchstone/v1/identity.grpc.pb.h"
#include "touchstone/v1/leaderboard.grpc.pb.h"

namespace touchstone::crash {
namespace {

using namespace std::chrono_literals;
using bench::Process;
using Clock = std::chrono::steady_clock;

constexpr int kJudges = 8;
constexpr int kComplete = 4;  // entrants who are marked and sealed at the end

[[noreturn]] void Fail(const std::string& what) {
  std::cerr << "kill_test: FAILED: " << what << std::endl;
  std::exit(1);
}
void Require(const grpc::Status& status, const std::string& what) {
  if (!status.ok()) Fail(what + ": " + status.error_message());
}

// The server over one data folder, and an organiser's calls to it.
class Server {
 public:
  Server(std::string program, const bench::WorkFolder& folder)
      : program_(std::move(program)),
        data_(folder / "data"),
        log_(folder / "log"),
        port_(bench::FreePort()) {}

  void Start() {
    process_ = std::make_unique<Process>(
        std::vector<std::string>{program_, "--listen", "127.0.0.1:" + std::to_string(port_),
                                 "--data-dir", data_},
        log_);
  }
  void Kill() { process_->Kill(); }

  void WaitUntilReady() {
    channel_ = ConnectTo(port_);
    if (!channel_->WaitForConnected(std::chrono::system_clock::now() + 30s)) {
      Fail("the server does not answer, see " + log_);
    }
  }
  // With the token, or with the organiser's.
  std::unique_ptr<grpc::ClientContext> Context(std::string secret = "") const {
    if (secret.empty()) std::ifstream(data_ + "/first-token") >> secret;
    auto context = std::make_unique<grpc::ClientContext>();
    context->AddMetadata("authorization", "Bearer " + secret);
    context->set_deadline(std::chrono::system_clock::now() + 60s);
    return context;
  }
  template <typename Service>
  std::unique_ptr<typename Service::Stub> Stub() const {
    return Service::NewStub(channel_);
  }

  int port() const { return port_; }
  const std::string& data() const { return data_; }

 private:
  const std::string program_;
  const std::string data_;
  const std::string log_;
  const int port_;
  std::unique_ptr<Process> process_;
  std::shared_ptr<grpc::Channel> channel_;
};

void CreateContest(const Server& server, const SmallContest& contest) {
  auto events = server.Stub<v1::EventsService>();
  v1::Event event;
  auto context = server.Context();
  auto import = events->ImportEvent(context.get(), &event);
  const std::string bytes = contest.Archive().SerializeAsString();
  for (std::size_t begin = 0; begin < bytes.size(); begin += 60'000) {
    v1::ImportEventRequest request;
    request.set_chunk(bytes.substr(begin, 60'000));
    import->Write(request);
  }
  import->WritesDone();
  Require(import->Finish(), "ImportEvent");
  v1::ChangeEventStateRequest start;
  start.set_name("events/e1");
  Require(events->StartEvent(server.Context().get(), start, &event), "StartEvent");
}

std::string TokenOfJudge(const Server& server, const SmallContest& contest, int judge) {
  v1::CreateTokenRequest request;
  request.mutable_token()->set_role(v1::ROLE_JUDGE);
  request.mutable_token()->set_event("events/e1");
  request.mutable_token()->set_judge(contest.Name("judges", "j" + std::to_string(judge)));
  v1::CreateTokenResponse response;
  auto identity = server.Stub<v1::IdentityService>();
  Require(identity->CreateToken(server.Context().get(), request, &response), "CreateToken");
  return response.secret();
}

std::vector<std::string> ReadChain(const Server& server) {
  auto judging = server.Stub<v1::JudgingService>();
  std::vector<std::string> envelopes;
  v1::ListEnvelopesRequest request;
  request.set_parent("events/e1");
  request.set_page_size(1000);
  for (;;) {
    v1::ListEnvelopesResponse response;
    request.set_after_position(envelopes.size());
    Require(judging->ListEnvelopes(server.Context().get(), request, &response), "ListEnvelopes");
    if (response.envelopes().empty()) return envelopes;
    envelopes.insert(envelopes.end(), response.envelopes().begin(), response.envelopes().end());
  }
}

// Marks what is missing of some entrants and seals their sheets, so that there are totals.
void CompleteSheets(const Server& server, const SmallContest& contest,
                    const std::vector<std::string>& secrets) {
  auto judging = server.Stub<v1::JudgingService>();
  for (int judge = 1; judge <= kJudges; ++judge) {
    v1::BatchRecordEntriesRequest request;
    request.set_parent("events/e1");
    const std::string name = "j" + std::to_string(judge);
    for (int entrant = 1; entrant <= kComplete; ++entrant) {
      const std::string id = "end-" + name + "-" + std::to_string(entrant);
      const std::string code = std::to_string(entrant);
      for (int item = 1; item <= contest.items; ++item) {
        // In conflict, and thus without effect, when the item has a mark.
        *request.add_entries()->mutable_entry() = contest.Mark(
            id + "-" + std::to_string(item), name, code, SmallContest::Item(item), code);
      }
      *request.add_entries()->mutable_entry() = contest.Mark(id + "-f", name, code, "p/m/b/f", "0");
      *request.add_entries()->mutable_entry() = contest.Seal(id, name, code);
    }
    auto context = server.Context(secrets[static_cast<std::size_t>(judge - 1)]);
    v1::BatchRecordEntriesResponse response;
    Require(judging->BatchRecordEntries(context.get(), request, &response), "the last sheets");
    for (const v1::EntryResult& result : response.results()) {
      if (result.has_error()) Fail("the last sheets: " + result.error().message());
    }
  }
}

v1::ListStandingsResponse ReadStandings(const Server& server) {
  auto leaderboard = server.Stub<v1::LeaderboardService>();
  v1::ListStandingsRequest request;
  request.mutable_board()->set_event("events/e1");
  request.mutable_board()->set_discipline("d1");
  request.set_page_size(1000);
  v1::ListStandingsResponse response;
  Require(leaderboard->ListStandings(server.Context().get(), request, &response), "ListStandings");
  return response;
}

void DeleteSnapshots(const std::string& data) {
  storage::RocksDbStore::Options options;
  options.path = bench::StoreFolder(data);
  auto store = storage::RocksDbStore::Open(std::move(options));
  if (!store.ok()) Fail("the store does not open: " + store.status().ToString());
  storage::WriteBatch batch;
  const std::string prefix = "snapshot/";
  (void)(*store)->Scan(prefix, storage::PrefixEnd(prefix), [&](std::string_view key, auto) {
    batch.Delete(std::string(key));
    return true;
  });
  if (!(*store)->CommitSync(std::move(batch)).ok()) Fail("the snapshots cannot be deleted");
}

// The server's standings against those of its own export, computed offline.
void CompareWithExport(const Server& server, const v1::ListStandingsResponse& board) {
  auto events = server.Stub<v1::EventsService>();
  v1::ExportEventRequest request;
  request.set_name("events/e1");
  auto context = server.Context();
  auto chunks = events->ExportEvent(context.get(), request);
  std::string bytes;
  v1::ExportEventResponse chunk;
  while (chunks->Read(&chunk)) bytes += chunk.chunk();
  Require(chunks->Finish(), "ExportEvent");
  v1::EventArchive archive;
  if (!archive.ParseFromString(bytes)) Fail("the export cannot be read");
  const auto scored = ledger::ScoreArchive(archive);
  if (!scored.ok()) Fail("the export is not sound: " + scored.status().ToString());
  const auto& entrants = scored->disciplines.front().entrants;
  if (entrants.size() != static_cast<std::size_t>(board.standings_size())) {
    Fail("the board has other entrants than the export");
  }
  int ranked = 0;
  for (int i = 0; i < board.standings_size(); ++i) {
    const v1::Standing& shown = board.standings(i);
    const auto& computed = entrants[static_cast<std::size_t>(i)];
    if (shown.place() > 0) ++ranked;
    if (shown.code() != computed.entrant.code || shown.place() != computed.place.place ||
        (shown.place() > 0 && shown.total() != computed.score.total.value.ToString())) {
      Fail("the board differs from the export at entrant " + shown.code());
    }
  }
  if (ranked != kComplete) Fail("not every complete entrant is ranked");
}

// The audit must be able to find each kind of fault.
void CheckThatFaultsAreFound(const Acknowledgements& acks, std::vector<std::string> chain) {
  const std::string dropped = chain.back();
  chain.pop_back();
  const std::size_t middle = chain.size() / 2;
  const std::string removed = chain[middle];
  chain.erase(chain.begin() + static_cast<std::ptrdiff_t>(middle));
  const AuditResult lost = acks.Audit("e1", chain);
  if (lost.lost < 1 || !lost.chain_broken) Fail("a removed entry was not found");
  chain.push_back(chain.front());
  if (acks.Audit("e1", chain).twice != 1) Fail("a duplicate was not found");
  chain.pop_back();
  v1::Envelope altered;
  altered.ParseFromString(chain[middle]);
  altered.set_disposition(v1::DISPOSITION_LATE);
  chain[middle] = altered.SerializeAsString();
  if (acks.Audit("e1", chain).altered < 1) Fail("an altered entry was not found");
}

std::uint64_t Acknowledged(const std::vector<std::unique_ptr<JudgeClient>>& clients) {
  std::uint64_t sum = 0;
  for (const auto& client : clients) sum += client->acknowledged();
  return sum;
}

// Starts the server and kills it at a random moment: once judges are served, or while it starts.
void RunRound(Server& server, const std::vector<std::unique_ptr<JudgeClient>>& clients,
              std::mt19937_64& random) {
  const std::uint64_t before = Acknowledged(clients);
  server.Start();
  const bool during_start = random() % 5 == 0;
  if (!during_start) {
    const auto give_up = Clock::now() + 30s;
    while (Acknowledged(clients) == before) {
      if (Clock::now() > give_up) Fail("nothing is acknowledged after a restart");
      std::this_thread::sleep_for(2ms);
    }
  }
  std::this_thread::sleep_for(
      std::chrono::microseconds(random() % (during_start ? 200'000 : 600'000)));
  server.Kill();
}

void Run(const std::string& program, int rounds, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  bench::WorkFolder folder;
  Server server(program, folder);
  SmallContest contest{
      .entrants = 200, .judges = kJudges, .items = 4, .state = v1::Event::STATE_DRAFT};
  server.Start();
  server.WaitUntilReady();
  CreateContest(server, contest);
  std::vector<std::string> secrets;
  for (int judge = 1; judge <= kJudges; ++judge) {
    secrets.push_back(TokenOfJudge(server, contest, judge));
  }
  server.Kill();

  Acknowledgements acks;
  std::vector<std::unique_ptr<JudgeClient>> clients;
  for (int judge = 1; judge <= kJudges; ++judge) {
    const Way way = judge <= 4 ? Way::kOneByOne : judge <= 6 ? Way::kBatches : Way::kStreams;
    clients.push_back(std::make_unique<JudgeClient>(
        contest, judge, way, secrets[static_cast<std::size_t>(judge - 1)], server.port(), acks));
  }
  for (int round = 0; round < rounds; ++round) RunRound(server, clients, random);
  server.Start();
  server.WaitUntilReady();
  for (auto& client : clients) {
    client->Stop();
    if (!client->complaint().empty()) Fail(client->complaint());
  }

  const std::vector<std::string> chain = ReadChain(server);
  const AuditResult audit = acks.Audit("e1", chain);
  std::cout << audit.ToString() << " rounds=" << rounds << " seed=" << seed << std::endl;
  if (!audit.Sound() || audit.acked == 0) Fail("the chain is not what was acknowledged");
  CheckThatFaultsAreFound(acks, chain);

  CompleteSheets(server, contest, secrets);
  server.Kill();
  server.Start();
  server.WaitUntilReady();
  const v1::ListStandingsResponse before = ReadStandings(server);
  CompareWithExport(server, before);
  server.Kill();
  DeleteSnapshots(server.data());
  server.Start();
  server.WaitUntilReady();
  const v1::ListStandingsResponse after = ReadStandings(server);
  for (int i = 0; i < before.standings_size(); ++i) {
    if (before.standings(i).SerializeAsString() != after.standings(i).SerializeAsString()) {
      Fail("the board that was made anew differs");
    }
  }
  std::cout << "board=ok entrants=" << after.standings_size() << " complete=" << kComplete
            << std::endl;
}

}  // namespace
}  // namespace touchstone::crash

int main(int argc, char** argv) {
  std::string program;
  int rounds = 50;
  std::uint64_t seed = std::random_device()();
  CLI::App app("kills touchstoned under load and looks for what is lost");
  app.add_option("program", program, "touchstoned")->required();
  app.add_option("--rounds", rounds, "how often it is killed");
  app.add_option("--seed", seed, "of the random moments");
  CLI11_PARSE(app, argc, argv);
  touchstone::crash::Run(program, rounds, seed);
  return 0;
}
