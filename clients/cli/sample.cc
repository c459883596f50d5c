#include <atomic>
#include <mutex>
#include <ostream>
#include <thread>

#include "clients/cli/commands.h"
#include "clients/cli/noun.h"
#include "clients/cli/record_input.h"
#include "clients/cli/sample_company.h"
#include "clients/cli/sample_files.h"
#include "clients/cli/sample_loading.h"
#include "services/common/errors.h"
#include "touchstone/v1/training_progress.grpc.pb.h"

namespace touchstone::cli {
namespace {

using EventsStub = v1::EventsService::Stub;

constexpr unsigned kThreads = 4;

struct SampleInput {
  std::uint64_t seed = 1;
  std::size_t workers = 15600;
  std::size_t files = 0;  // 0: the company
};

// Done, also when a run before did it.
absl::Status Done(const absl::Status& status) {
  return ReasonOf(status) == Reason::RESOURCE_EXISTS ? absl::OkStatus() : status;
}

// Runs `one` for each of `count` things on some threads; gives the first error.
template <typename One>
absl::Status ForAll(std::size_t count, One one) {
  std::atomic<std::size_t> next = 0;
  std::mutex mutex;
  absl::Status failed;
  std::vector<std::thread> threads;
  for (unsigned i = 0; i < kThreads; ++i) {
    threads.emplace_back([&] {
      for (std::size_t at = next++; at < count; at = next++) {
        absl::Status status = one(at);
        if (status.ok()) continue;
        std::lock_guard lock(mutex);
        failed = std::move(status);
        next = count;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  return failed;
}

absl::Status CreateProgressSetup(const Connection& connection, const std::string& parent,
                                 const SampleCompany& sample) {
  using Stub = v1::ProgressService::Stub;
  for (const auto& [id, ladder] : sample.ladders) {
    v1::CreateLadderRequest request;
    request.set_parent(parent);
    request.set_ladder_id(id);
    *request.mutable_ladder() = ladder;
    absl::Status made = Done(connection.Call(&Stub::CreateLadder, request).status());
    if (!made.ok()) return made;
  }
  for (const auto& [id, rule] : sample.wage_rules) {
    v1::CreateWageRuleRequest request;
    request.set_parent(parent);
    request.set_wage_rule_id(id);
    *request.mutable_wage_rule() = rule;
    absl::Status made = Done(connection.Call(&Stub::CreateWageRule, request).status());
    if (!made.ok()) return made;
  }
  return absl::OkStatus();
}

absl::Status CreateSetup(const Connection& connection, const SampleCompany& sample) {
  v1::CreateCompanyRequest company;
  company.set_company_id(sample.company_id);
  *company.mutable_company() = sample.company;
  absl::Status made = Done(connection.Call(&EventsStub::CreateCompany, company).status());
  if (!made.ok()) return made;
  const std::string parent = FullName("companies", sample.company_id);
  for (const auto& [id, site] : sample.sites) {
    v1::CreateSiteRequest request;
    request.set_parent(parent);
    request.set_site_id(id);
    *request.mutable_site() = site;
    made = Done(connection.Call(&TrainingStub::CreateSite, request).status());
    if (!made.ok()) return made;
  }
  for (const auto& [id, programme] : sample.programmes) {
    v1::CreateProgrammeRequest request;
    request.set_programme_id(id);
    *request.mutable_programme() = programme;
    made = Done(connection.Call(&TrainingStub::CreateProgramme, request).status());
    if (!made.ok()) return made;
  }
  for (const auto& [id, batch] : sample.batches) {
    v1::CreateBatchRequest request;
    request.set_batch_id(id);
    *request.mutable_batch() = batch;
    made = Done(connection.Call(&TrainingStub::CreateBatch, request).status());
    if (!made.ok()) return made;
  }
  for (const auto& [id, item] : sample.plan) {
    v1::CreatePlanItemRequest request;
    request.set_parent(parent);
    request.set_plan_item_id(id);
    *request.mutable_plan_item() = item;
    made = Done(connection.Call(&TrainingStub::CreatePlanItem, request).status());
    if (!made.ok()) return made;
  }
  return CreateProgressSetup(connection, parent, sample);
}

absl::Status CreateWorkers(const Connection& connection, const SampleCompany& sample) {
  return ForAll(sample.workers.size(), [&](std::size_t i) {
    v1::CreateWorkerRequest request;
    request.set_worker_id(sample.workers[i].first);
    *request.mutable_worker() = sample.workers[i].second;
    return Done(connection.Call(&EventsStub::CreateWorker, request).status());
  });
}

// Cuts the records where the worker changes, so that no two calls meet in a file.
std::vector<std::vector<v1::NewRecord>> Parts(const std::vector<v1::NewRecord>& records) {
  constexpr std::size_t kPart = 400;
  std::vector<std::vector<v1::NewRecord>> parts(1);
  for (const v1::NewRecord& record : records) {
    const bool full = parts.back().size() >= kPart;
    if (full && parts.back().back().worker() != record.worker()) parts.emplace_back();
    parts.back().push_back(record);
  }
  return parts;
}

absl::Status Sample(const Connection& connection, const SampleInput& input, Context& context) {
  const auto types = connection.CallAllPages(&TrainingStub::ListCertificateTypes,
                                             v1::ListCertificateTypesRequest());
  if (!types.ok()) return types.status();
  const SampleCompany sample =
      MakeSampleCompany(input.seed, input.workers,
                        {types->certificate_types().begin(), types->certificate_types().end()});
  if (absl::Status s = CreateSetup(connection, sample); !s.ok()) return s;
  if (absl::Status s = CreateWorkers(connection, sample); !s.ok()) return s;
  const std::vector<std::vector<v1::NewRecord>> parts = Parts(sample.records);
  std::atomic<std::uint64_t> added = 0;
  absl::Status sent = ForAll(parts.size(), [&](std::size_t i) {
    const auto one = SendRecords(connection, parts[i], false);
    if (one.ok()) added += *one;
    return one.status();
  });
  if (!sent.ok()) return sent;
  context.out << context.Say("单位 ", "company ") << sample.company_id
              << context.Say("：地点 ", ": sites ") << sample.sites.size()
              << context.Say("，工人 ", ", workers ") << sample.workers.size()
              << context.Say("，期次 ", ", batches ") << sample.batches.size()
              << context.Say("，新记录 ", ", new records ") << added.load() << "\n";
  return absl::OkStatus();
}

// Files of many workers for measuring, in place of the company.
absl::Status SampleManyFiles(const Connection& connection, const SampleInput& input,
                             Context& context) {
  const SampleFiles files(SampleSize{.seed = input.seed, .workers = input.files});
  SampleLoading loading(files, {connection.channel()},
                        [&connection] { return connection.NewCall(std::chrono::minutes(5)); });
  if (absl::Status s = loading.CreateSetup(); !s.ok()) return s;
  if (absl::Status s = loading.CreateWorkers(); !s.ok()) return s;
  const auto added = loading.AppendRecords();
  if (!added.ok()) return added.status();
  const auto late = loading.AppendLateRecords();
  if (!late.ok()) return late.status();
  context.out << context.Say("单位 ", "companies ") << files.companies()
              << context.Say("，工人 ", ", workers ") << files.workers()
              << context.Say("，新记录 ", ", new records ") << *added + *late << "\n";
  return absl::OkStatus();
}

}  // namespace

void AddSampleCommand(CLI::App& app, Context& context) {
  CLI::App* command = app.add_subcommand(
      "sample", "样例：一家矿建公司多年的培训 / sample data: years of training of a contractor");
  auto input = std::make_shared<SampleInput>();
  command->add_option("--seed", input->seed, "随机种子 / seed")->capture_default_str();
  command->add_option("--workers", input->workers, "工人数 / workers")
      ->check(CLI::Range(4000, 1000000))
      ->capture_default_str();
  command
      ->add_option(
          "--files", input->files,
          "改为这么多工人、每人50条记录，用于测速 / instead, so many workers with 50 records "
          "each, for measuring")
      ->check(CLI::Range(1, 999999));
  command->callback([&context, input] {
    Run(context, [&](const Connection& connection) {
      return input->files > 0 ? SampleManyFiles(connection, *input, context)
                              : Sample(connection, *input, context);
    });
  });
}

}  // namespace touchstone::cli
