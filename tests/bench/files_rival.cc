#include "tests/bench/files_rival.h"

#include <poll.h>
#include <postgresql/libpq-fe.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <thread>
#include <utility>

#include "tests/bench/files_rows.h"
#include "tests/bench/measure.h"
#include "tests/bench/process.h"

namespace touchstone::bench {
namespace {

using std::chrono::milliseconds;

constexpr char kPrograms[] = "/usr/lib/postgresql/15/bin/";

constexpr char kColumns[] =
    "worker, position, recorded, recorded_on, entered_by, entered_as, date, end_date, kind, type, "
    "replaces, refers, batch, basis, attempt, halves, flag, score, number, place, what, team, "
    "note, "
    "evidence";

// It refuses to run as root.
std::vector<std::string> AsPostgres(std::vector<std::string> command) {
  if (::getuid() != 0) return command;
  std::vector<std::string> as = {"/usr/bin/setpriv", "--reuid",        "postgres",    "--regid",
                                 "postgres",         "--clear-groups", "--pdeathsig", "TERM"};
  as.insert(as.end(), command.begin(), command.end());
  return as;
}

class Rival final : public FilesRival {
  using Values = std::vector<std::string>;

 public:
  explicit Rival(const std::string& folder) : folder_(folder), port_(FreePort()) {
    const bool is_new = !std::filesystem::exists(folder_ + "/pg/PG_VERSION");
    if (is_new) Initialise();
    Restart();
    if (!is_new) return;
    std::ifstream file(TOUCHSTONE_BENCH_SOURCE "/files_schema.sql");
    Run(std::string(std::istreambuf_iterator<char>(file), {}));
  }
  ~Rival() override { Stop(); }

  void Stop() override {
    for (PGconn* connection : connections_) PQfinish(connection);
    connections_.clear();
    prepared_.clear();
    if (server_ != nullptr) server_->Stop();
    server_.reset();
  }

  void Restart() override {
    server_ = std::make_unique<Process>(AsPostgres({std::string(kPrograms) + "postgres",
                                                    "-D",
                                                    folder_ + "/pg",
                                                    "-p",
                                                    std::to_string(port_),
                                                    "-c",
                                                    "listen_addresses=127.0.0.1",
                                                    "-c",
                                                    "unix_socket_directories=",
                                                    "-c",
                                                    "shared_buffers=4GB",
                                                    "-c",
                                                    "effective_cache_size=12GB",
                                                    "-c",
                                                    "maintenance_work_mem=1GB",
                                                    "-c",
                                                    "max_wal_size=8GB",
                                                    "-c",
                                                    "random_page_cost=1.1",
                                                    "-c",
                                                    "jit=off",
                                                    "-c",
                                                    "client_min_messages=warning",
                                                    "-c",
                                                    "plan_cache_mode=force_generic_plan"}),
                                        folder_ + "/pg.log");
    Connect(1);
  }

  void LoadPeople(const cli::SampleFiles& files) override {
    Copy("company FROM STDIN", files.companies(), [](std::size_t i, std::string& rows) {
      rows += std::to_string(i) + "\t" + cli::SampleFiles::Company(i).display_name() + "\n";
    });
    Copy("worker FROM STDIN", files.workers(), [&files](std::size_t i, std::string& rows) {
      const v1::Worker worker = files.Worker(i);
      rows += std::to_string(i) + "\t" + std::to_string(i / cli::SampleFiles::kWorkersOfCompany) +
              "\t" + worker.staff_number() + "\t" + worker.display_name() + "\t" + worker.trade() +
              "\n";
    });
  }

  double Load(const cli::SampleFiles& files, std::int64_t between) override {
    Run("TRUNCATE company, worker, record, lapse; DROP TABLE IF EXISTS arrived");
    LoadPeople(files);
    WriteRecords(files, between);
    double seconds = 0;
    for (const char* part : {"/first.copy", "/late.copy"}) {
      const double start = Seconds();
      Run(std::string("COPY record(") + kRecordColumns + ") FROM '" + folder_ + part + "'");
      seconds += Seconds() - start;
      std::filesystem::remove(folder_ + part);
    }
    Run("CLUSTER record USING record_pkey; ANALYZE record");
    Run("INSERT INTO lapse SELECT w.company, l.lapse, w.worker, t.type, l.card, l.renewal "
        "FROM worker w CROSS JOIN rule t "
        "CROSS JOIN LATERAL licence(w.worker, t.type, current_date, 'infinity') l "
        "WHERE l.lapse IS NOT NULL");
    Run("CREATE TABLE arrived AS SELECT * FROM record ORDER BY date, worker");
    Run("ALTER TABLE arrived ADD PRIMARY KEY (worker, position)");
    for (const char* name : {"company", "worker", "record", "lapse", "arrived"}) {
      Run(std::string("VACUUM ANALYZE ") + name);
    }
    Run("CHECKPOINT");
    return seconds;
  }

  double BytesARecord(std::size_t records) override {
    const std::vector<std::string> lines =
        Run("SELECT pg_total_relation_size('record') + pg_total_relation_size('lapse')");
    return std::stod(lines.at(0)) / double(records);
  }

  double HistoriesPerSecond(int in_flight, milliseconds duration, const NextWorker& next,
                            std::size_t records, bool arrived) override {
    return PerSecond(
        in_flight, duration, arrived ? "arrived" : "history",
        [&next] { return std::vector<std::string>{std::to_string(next())}; },
        static_cast<int>(records));
  }

  double LicencesPerSecond(int in_flight, milliseconds duration,
                           const NextQuestion& next) override {
    return PerSecond(
        in_flight, duration, "licence", [&next] { return Parameters(next()); }, 1);
  }

  double LapsesPerSecond(int in_flight, milliseconds duration, const NextWorker& next_company,
                         const std::string& from) override {
    return PerSecond(
        in_flight, duration, "lapses",
        [&] {
          return std::vector<std::string>{std::to_string(next_company()), from};
        },
        -1);
  }

  std::string Licence(const LicenceQuestion& question) override {
    PGresult* result = Ask("licence", Parameters(question));
    std::string answer;
    for (int i = 0; i < 5; ++i) answer += std::string(i == 0 ? "" : " ") + PQgetvalue(result, 0, i);
    PQclear(result);
    return answer;
  }

  std::vector<std::string> Lapses(std::size_t company, const std::string& from) override {
    PGresult* result = Ask("lapses", {std::to_string(company), from});
    std::vector<std::string> lines;
    for (int i = 0; i < PQntuples(result); ++i) {
      std::string& line = lines.emplace_back();
      for (int j = 0; j < 4; ++j) line += std::string(j == 0 ? "" : " ") + PQgetvalue(result, i, j);
    }
    PQclear(result);
    return lines;
  }

  double HistorySeconds(std::size_t worker, bool arrived) override {
    const double start = Seconds();
    PQclear(Ask(arrived ? "arrived" : "history", {std::to_string(worker)}));
    return Seconds() - start;
  }

  Values Run(const std::string& sql) override {
    PGresult* result = PQexec(connections_[0], sql.c_str());
    const auto status = PQresultStatus(result);
    Require(status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK, connections_[0]);
    Values lines;
    for (int i = 0; i < PQntuples(result); ++i) lines.push_back(PQgetvalue(result, i, 0));
    PQclear(result);
    return lines;
  }

  void Copy(const std::string& into, std::size_t count, const AppendRow& append) override {
    PGconn* connection = connections_[0];
    PQclear(PQexec(connection, ("COPY " + into).c_str()));
    std::string rows;
    for (std::size_t i = 0; i < count; ++i) {
      append(i, rows);
      if (rows.size() < 64'000 && i + 1 < count) continue;
      Require(PQputCopyData(connection, rows.data(), static_cast<int>(rows.size())) == 1,
              connection);
      rows.clear();
    }
    Require(PQputCopyEnd(connection, nullptr) == 1, connection);
    while (PGresult* result = PQgetResult(connection)) {
      Require(PQresultStatus(result) == PGRES_COMMAND_OK, connection);
      PQclear(result);
    }
  }

 private:
  static Values Parameters(const LicenceQuestion& question) {
    return {std::to_string(question.worker), std::to_string(question.type), question.day,
            std::to_string(double(question.known) / 1e6)};
  }

  void Initialise() {
    const std::string data = folder_ + "/pg";
    std::filesystem::create_directories(data);
    if (const passwd* user = ::getpwnam("postgres"); ::getuid() == 0 && user != nullptr) {
      ::chmod(folder_.c_str(), 0755);
      if (::chown(data.c_str(), user->pw_uid, user->pw_gid) != 0) Fail("chown " + data);
    }
    Process made(AsPostgres({std::string(kPrograms) + "initdb", "-D", data, "-U", "bench", "-A",
                             "trust", "--locale=C.UTF-8"}),
                 folder_ + "/pg.log");
    while (!made.HasEnded()) std::this_thread::sleep_for(milliseconds(50));
  }

  // The first records of all files, and the late ones, as files that COPY reads.
  void WriteRecords(const cli::SampleFiles& files, std::int64_t between) {
    std::ofstream first(folder_ + "/first.copy");
    std::ofstream late(folder_ + "/late.copy");
    std::string rows;
    for (std::size_t worker = 0; worker < files.workers(); ++worker) {
      const std::vector<v1::NewRecord> file = files.File(worker);
      const std::size_t split = file.size() - cli::SampleFiles::kLate;
      for (std::size_t i = 0; i < file.size(); ++i) {
        const std::int64_t recorded = i < split ? between - 1 : between + 1;
        AppendRecordRow(worker, i + 1, file[i].record(), recorded, rows);
        if (i + 1 != split && i + 1 != file.size()) continue;
        (i < split ? first : late) << rows;
        rows.clear();
      }
    }
    if (!first.flush() || !late.flush()) Fail("cannot write in " + folder_);
  }

  // So many connections in all, with their statements.
  void Connect(std::size_t count) {
    while (connections_.size() < count) {
      PGconn* connection = nullptr;
      for (int i = 0; i < 600 && PQstatus(connection) != CONNECTION_OK; ++i) {
        if (i > 0) std::this_thread::sleep_for(milliseconds(100));
        PQfinish(connection);
        connection = PQconnectdb(
            ("host=127.0.0.1 port=" + std::to_string(port_) + " user=bench dbname=postgres")
                .c_str());
      }
      Require(PQstatus(connection) == CONNECTION_OK, connection);
      connections_.push_back(connection);
    }
  }

  void Prepare(PGconn* connection, const std::string& name) {
    static const std::map<std::string, std::string> kStatements = {
        {"history",
         std::string("SELECT ") + kColumns + " FROM record WHERE worker = $1 ORDER BY position"},
        {"arrived",
         std::string("SELECT ") + kColumns + " FROM arrived WHERE worker = $1 ORDER BY position"},
        {"licence",
         "SELECT licensed, reason, card, reason_day, lapse "
         "FROM licence($1, $2::int2, $3, to_timestamp($4::float8))"},
        {"lapses",
         "SELECT l.date, l.worker, l.type, l.number, l.renewal, w.name FROM lapse l "
         "JOIN worker w USING (worker) WHERE l.company = $1::int2 AND l.date >= $2::date "
         "AND l.date < $2::date + 30 ORDER BY l.date, l.worker, l.type"}};
    if (!prepared_.insert({connection, name}).second) return;
    PGresult* result =
        PQprepare(connection, name.c_str(), kStatements.at(name).c_str(), 0, nullptr);
    Require(PQresultStatus(result) == PGRES_COMMAND_OK, connection);
    PQclear(result);
  }

  static void Require(bool ok, PGconn* connection) {
    if (!ok) Fail(std::string("PostgreSQL: ") + PQerrorMessage(connection));
  }

  PGresult* Ask(const std::string& name, const Values& values) {
    PGconn* connection = connections_[0];
    Prepare(connection, name);
    std::vector<const char*> pointers;
    for (const std::string& value : values) pointers.push_back(value.c_str());
    PGresult* result = PQexecPrepared(connection, name.c_str(), static_cast<int>(values.size()),
                                      pointers.data(), nullptr, nullptr, 0);
    Require(PQresultStatus(result) == PGRES_TUPLES_OK, connection);
    return result;
  }

  void Send(PGconn* connection, const std::string& name, const Values& values) {
    std::vector<const char*> pointers;
    for (const std::string& value : values) pointers.push_back(value.c_str());
    Require(PQsendQueryPrepared(connection, name.c_str(), static_cast<int>(values.size()),
                                pointers.data(), nullptr, nullptr, 0) == 1,
            connection);
  }

  // `rows`: how many each answer must have; -1: any number.
  double PerSecond(int in_flight, milliseconds duration, const std::string& name,
                   const std::function<Values()>& next, int rows) {
    Connect(static_cast<std::size_t>(in_flight));
    std::vector<pollfd> waits;
    for (int i = 0; i < in_flight; ++i) {
      PGconn* connection = connections_[std::size_t(i)];
      Prepare(connection, name);
      waits.push_back({PQsocket(connection), POLLIN, 0});
    }
    const double start = Seconds();
    const double end = start + std::chrono::duration<double>(duration).count();
    for (int i = 0; i < in_flight; ++i) Send(connections_[std::size_t(i)], name, next());
    long done = 0;
    double last = start;
    for (int busy = in_flight; busy > 0;) {
      poll(waits.data(), waits.size(), 1000);
      for (std::size_t i = 0; i < waits.size(); ++i) {
        if ((waits[i].revents & POLLIN) == 0) continue;
        PGconn* connection = connections_[i];
        Require(PQconsumeInput(connection) == 1, connection);
        if (PQisBusy(connection)) continue;
        while (PGresult* result = PQgetResult(connection)) {
          Require(PQresultStatus(result) == PGRES_TUPLES_OK, connection);
          if (rows >= 0 && PQntuples(result) != rows) Fail("PostgreSQL: wrong number of rows");
          PQclear(result);
        }
        ++done;
        last = Seconds();
        if (last < end) {
          Send(connection, name, next());
        } else {
          waits[i].fd = -1;
          --busy;
        }
      }
    }
    return double(done) / (last - start);
  }

  const std::string folder_;
  const int port_;
  std::unique_ptr<Process> server_;
  std::vector<PGconn*> connections_;
  std::set<std::pair<PGconn*, std::string>> prepared_;
};

}  // namespace

std::unique_ptr<FilesRival> FilesRival::Start(const std::string& folder) {
  if (!std::filesystem::exists(std::string(kPrograms) + "postgres")) return nullptr;
  return std::make_unique<Rival>(folder);
}

}  // namespace touchstone::bench
