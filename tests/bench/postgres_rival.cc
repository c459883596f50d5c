#include "tests/bench/postgres_rival.h"

#include <poll.h>
#include <postgresql/libpq-fe.h>

#include <cstdio>
#include <cstdlib>
#include <vector>

#include "tests/bench/measure.h"

namespace touchstone::bench {
namespace {

// One statement: the mark, unless it was there, and the total of its entrant.
constexpr char kMark[] =
    "WITH m AS (INSERT INTO mark VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING RETURNING value) "
    "INSERT INTO total SELECT $2, value FROM m "
    "ON CONFLICT (entrant) DO UPDATE SET total = total.total + EXCLUDED.total";

void Require(bool ok, PGconn* connection) {
  if (ok) return;
  std::fprintf(stderr, "PostgreSQL: %s\n", PQerrorMessage(connection));
  std::exit(1);
}

void Run(PGconn* connection, const std::string& sql) {
  PGresult* result = PQexec(connection, sql.c_str());
  const auto status = PQresultStatus(result);
  Require(status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK, connection);
  PQclear(result);
}

class Rival final : public PostgresRival {
 public:
  explicit Rival(std::vector<PGconn*> connections) : connections_(std::move(connections)) {
    Run(connections_[0],
        "DROP TABLE IF EXISTS mark, total, standing;"
        "CREATE TABLE mark (id bigint PRIMARY KEY, entrant int, item int, value numeric(8,2));"
        "CREATE TABLE total (entrant int PRIMARY KEY, total numeric(12,2))");
    for (PGconn* connection : connections_) {
      PGresult* result = PQprepare(connection, "mark", kMark, 4, nullptr);
      Require(PQresultStatus(result) == PGRES_COMMAND_OK, connection);
      PQclear(result);
    }
  }
  ~Rival() override {
    for (PGconn* connection : connections_) PQfinish(connection);
  }

  double MarksPerSecond(std::chrono::milliseconds duration) override {
    std::vector<pollfd> waits;
    for (PGconn* connection : connections_) {
      SendMark(connection);
      waits.push_back({PQsocket(connection), POLLIN, 0});
    }
    const double start = Seconds();
    const double end = start + std::chrono::duration<double>(duration).count();
    long done = 0;
    std::size_t busy = connections_.size();
    double last = start;
    while (busy > 0) {
      poll(waits.data(), waits.size(), 1000);
      for (std::size_t i = 0; i < waits.size(); ++i) {
        if ((waits[i].revents & POLLIN) == 0) continue;
        Require(PQconsumeInput(connections_[i]) == 1, connections_[i]);
        if (PQisBusy(connections_[i])) continue;
        while (PGresult* result = PQgetResult(connections_[i])) {
          Require(PQresultStatus(result) == PGRES_COMMAND_OK, connections_[i]);
          PQclear(result);
        }
        ++done;
        last = Seconds();
        if (last < end) {
          SendMark(connections_[i]);
        } else {
          waits[i].fd = -1;
          --busy;
        }
      }
    }
    return double(done) / (last - start);
  }

  double RanksPerSecond(int entrants, std::chrono::milliseconds duration) override {
    PGconn* connection = connections_[0];
    if (filled_ != entrants) {
      Run(connection,
          "DROP TABLE IF EXISTS standing;"
          "CREATE TABLE standing (entrant int PRIMARY KEY, total numeric(12,2));"
          "INSERT INTO standing SELECT i, (i * 7919 % 1000003) / 100.0 "
          "FROM generate_series(1, " +
              std::to_string(entrants) +
              ") i;"
              "CREATE INDEX ON standing (total); ANALYZE standing");
      filled_ = entrants;
      PGresult* result = PQprepare(connection, "rank",
                                   "SELECT count(*) + 1 FROM standing WHERE total > "
                                   "(SELECT total FROM standing WHERE entrant = $1)",
                                   1, nullptr);
      Require(PQresultStatus(result) == PGRES_COMMAND_OK, connection);
      PQclear(result);
    }
    const double start = Seconds();
    const double end = start + std::chrono::duration<double>(duration).count();
    long done = 0;
    double now = start;
    for (; now < end; now = Seconds()) {
      const std::string id = std::to_string(1 + done * 7907 % entrants);
      const char* values[] = {id.c_str()};
      PGresult* result = PQexecPrepared(connection, "rank", 1, values, nullptr, nullptr, 0);
      Require(PQresultStatus(result) == PGRES_TUPLES_OK, connection);
      PQclear(result);
      ++done;
    }
    return double(done) / (now - start);
  }

 private:
  void SendMark(PGconn* connection) {
    const std::string id = std::to_string(++next_);
    const std::string entrant = std::to_string(next_ % 1000);
    const std::string item = std::to_string(next_ / 1000 % 200);
    const char* values[] = {id.c_str(), entrant.c_str(), item.c_str(), "8.50"};
    Require(PQsendQueryPrepared(connection, "mark", 4, values, nullptr, nullptr, 0) == 1,
            connection);
  }

  std::vector<PGconn*> connections_;
  long next_ = 0;
  int filled_ = 0;
};

}  // namespace

std::unique_ptr<PostgresRival> PostgresRival::Connect(const std::string& conninfo, int in_flight) {
  std::vector<PGconn*> connections;
  for (int i = 0; i < in_flight; ++i) {
    connections.push_back(PQconnectdb(conninfo.c_str()));
    if (PQstatus(connections.back()) == CONNECTION_OK) continue;
    for (PGconn* connection : connections) PQfinish(connection);
    return nullptr;
  }
  return std::make_unique<Rival>(std::move(connections));
}

}  // namespace touchstone::bench
