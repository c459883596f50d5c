// A table of certificates on its way into files, beside PostgreSQL: P12.
//
//   import_bench                100,000 rows for 5,000 workers
//   import_bench --rows 2000    fewer: 20 rows for each worker

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "clients/cli/sample_draw.h"
#include "clients/cli/sample_loading.h"
#include "services/common/hash.h"
#include "services/training/civil_time.h"
#include "tests/bench/files_client.h"
#include "tests/bench/files_loading.h"
#include "tests/bench/import_rival.h"
#include "tests/bench/measure.h"
#include "touchstone/v1/training_import.grpc.pb.h"

namespace touchstone::bench {
namespace {

using namespace std::chrono_literals;
using cli::SampleFiles;

constexpr std::size_t kRowsOfWorker = 20;
constexpr std::size_t kPart = 128 * 1024;
constexpr int kPasses = 5;

// Certificates of all types, each issued once and reviewed four times. Rows of one worker lie far
// from each other, and every pass has numbers of its own.
std::string TableOf(const SampleFiles& files, int pass) {
  const auto first = training::CivilDate::Parse("2015-01-01")->days();
  std::string table = "staff_number,type,number,kind,date,office\n";
  for (std::size_t row = 0; row < kRowsOfWorker; ++row) {
    for (std::size_t worker = 0; worker < files.workers(); ++worker) {
      const std::size_t year = row / 4;
      cli::Draw draw(worker * kRowsOfWorker + row + 1);
      const auto day = first + static_cast<int>(year * 2 * 365 + draw.Below(365));
      table += files.Worker(worker).staff_number() + "," + kSampleTypes[1 + row % 4] + ",P" +
               std::to_string(pass) + "-" + std::to_string(worker * 4 + row % 4) + "," +
               (year == 0 ? "issued" : "reviewed") + "," +
               training::CivilDate::FromDays(day).ToString() + ",市应急管理局\n";
    }
  }
  return table;
}

// touchstoned with the workers of the files, over a folder that is deleted with the object.
class ImportServer {
 public:
  ImportServer(const std::string& data, const SampleFiles& files)
      : data_(data), files_(files), server_(data), calls_(CallsOf(server_)) {
    cli::SampleLoading loading(files_, server_.channels(), calls_);
    Require(loading.CreateSetup());
    Require(loading.CreateWorkers());
  }
  ~ImportServer() {
    server_.Stop();
    std::filesystem::remove_all(data_);
  }

  // From the first byte of the table to the answer that it is in the files.
  double SecondsOf(const std::string& table) {
    const std::string name = Create(table);
    const double start = Seconds();
    for (std::size_t at = 0; at < table.size(); at += kPart) {
      v1::UploadImportRequest request;
      request.set_name(name);
      request.set_offset(at);
      request.set_content(table.substr(at, kPart));
      v1::Import import;
      Expect(stub_->UploadImport(calls_().get(), request, &import));
    }
    const v1::ImportProgress last = Run(name);
    const double seconds = Seconds() - start;
    const std::size_t rows = files_.workers() * kRowsOfWorker;
    if (last.stage() != v1::ImportProgress::STAGE_DONE || last.added() != rows) {
      Fail("the import did not add all rows: " + last.ShortDebugString());
    }
    return seconds;
  }

  // Ends the program unless each of many files has its records.
  void CheckFiles() {
    cli::Draw draw(1);
    server_.Histories(
        1, 200ms, [&] { return draw.Below(files_.workers()); }, kRowsOfWorker);
  }

  double CpuSeconds() { return server_.process().CpuSeconds(); }

 private:
  static void Expect(const grpc::Status& status) {
    if (!status.ok()) Fail(status.error_message());
  }

  std::string Create(const std::string& table) {
    v1::CreateImportRequest request;
    request.set_parent("companies/" + SampleFiles::CompanyId(0));
    v1::Import& import = *request.mutable_import();
    import.set_kind(v1::IMPORT_KIND_CERTIFICATES);
    import.set_file_name("certificates.csv");
    import.set_size(table.size());
    import.set_sha256(Sha256(table));
    v1::Import made;
    Expect(stub_->CreateImport(calls_().get(), request, &made));
    return made.name();
  }

  v1::ImportProgress Run(const std::string& name) {
    v1::RunImportRequest request;
    request.set_name(name);
    const auto context = calls_();
    const auto reader = stub_->RunImport(context.get(), request);
    v1::ImportProgress last;
    while (reader->Read(&last)) continue;
    Expect(reader->Finish());
    return last;
  }

  const std::string data_;
  const SampleFiles& files_;
  FilesServer server_;
  const cli::SampleLoading::NewCall calls_;
  const std::unique_ptr<v1::ImportsService::Stub> stub_ =
      v1::ImportsService::NewStub(server_.channels()[0]);
};

int Measure(std::size_t rows) {
  constexpr char kWhat[] = "import of a table of certificates / PostgreSQL COPY and checks";
  const SampleFiles files = FilesOf(std::max<std::size_t>(1, rows / kRowsOfWorker));
  const double count = double(files.workers() * kRowsOfWorker);
  const WorkFolder folder;
  const auto rival = FilesRival::Start(folder / ".");
  if (rival == nullptr) {
    PrintMissing("P12", kWhat, "no PostgreSQL");
    return 0;
  }
  std::vector<double> ratios, ours, theirs, cpu;
  WaitForIdleMachine();
  for (int pass = 0; pass <= kPasses; ++pass) {
    const std::string table = TableOf(files, pass);
    ImportServer server(folder / ("server" + std::to_string(pass)), files);
    PrepareImport(*rival, files);
    const double cpu_before = server.CpuSeconds();
    const double seconds = server.SecondsOf(table);
    const double cpu_seconds = server.CpuSeconds() - cpu_before;
    server.CheckFiles();
    const double rival_seconds = SecondsOfImport(*rival, table, files.workers() * kRowsOfWorker);
    if (pass == 0) continue;  // it warms up
    ratios.push_back(rival_seconds / seconds);
    ours.push_back(count / seconds);
    theirs.push_back(count / rival_seconds);
    cpu.push_back(cpu_seconds / count * 1e6);
  }
  char note[120];
  std::snprintf(note, sizeof note, "%.0f rows, /s %.4g, PostgreSQL/s %.4g, server us %.4g", count,
                Median(ours), Median(theirs), Median(cpu));
  PrintRow("P12", kWhat, "x", ratios, 0.3, 0.7, true, note);
  return 0;
}

}  // namespace
}  // namespace touchstone::bench

int main(int argc, char** argv) {
  std::size_t rows = 100'000;
  for (int i = 1; i + 1 < argc; ++i) {
    if (std::string(argv[i]) == "--rows") rows = std::strtoul(argv[i + 1], nullptr, 10);
  }
  return touchstone::bench::Measure(rows);
}
