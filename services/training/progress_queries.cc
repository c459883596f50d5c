#include "services/training/progress_queries.h"

#include <functional>
#include <utility>

#include "services/common/errors.h"
#include "services/training/evaluation_sums.h"
#include "services/training/findings.h"
#include "services/training/known_files.h"
#include "services/training/mentor_terms.h"
#include "services/training/query_parts.h"
#include "services/training/training_access.h"
#include "services/training/worker_file.h"
#include "storage/keys.h"

namespace touchstone::training {
namespace {

// The time as known at which a request asks; null: now.
template <class Request>
const google::protobuf::Timestamp* KnownTimeOf(const Request& request) {
  return request.has_known_time() ? &request.known_time() : nullptr;
}

template <class Request>
PageAsked PageOf(const char* list, const Request& request) {
  Request selects = request;
  selects.clear_page_size();
  selects.clear_page_token();
  return {list + selects.SerializeAsString(), request.page_token(), PageSize(request.page_size())};
}

v1::OpenFinding ToProto(const KnownFile& file, const FindingState& state) {
  const Evaluation& evaluation = file.progress.evaluations[state.evaluation];
  v1::OpenFinding line;
  line.set_evaluation(RecordName(file.id, evaluation.record));
  line.set_worker(file.worker.name());
  line.set_display_name(file.worker.display_name());
  line.set_site(SiteName(file.worker, file.head));
  line.mutable_finding()->set_id(state.finding.id);
  line.mutable_finding()->set_text(state.finding.text);
  if (state.finding.due) line.mutable_finding()->set_due_date(state.finding.due->ToString());
  line.set_date(evaluation.on.ToString());
  line.set_kind(static_cast<v1::Evaluation::Kind>(evaluation.kind));
  line.set_subject(static_cast<v1::Evaluation::Subject>(evaluation.subject));
  line.set_team(evaluation.team);
  if (state.closed) {
    line.set_close_date(state.closed->ToString());
    line.set_closure(RecordName(file.id, state.closure));
  }
  line.set_overdue(state.overdue);
  return line;
}

void FillMonth(int year, const MonthOfEvaluations& month, v1::EvaluationSum::Month& line) {
  line.set_month(CivilDate::Of(year, month.month, 1).value_or(CivilDate()).ToString().substr(0, 7));
  line.set_checks(static_cast<std::uint32_t>(month.checks));
  if (month.score) line.set_score(month.score->ToString());
  line.set_grade(static_cast<v1::Evaluation::Grade>(month.grade));
  line.set_carried(static_cast<std::uint32_t>(month.carried));
  line.set_found(static_cast<std::uint32_t>(month.found));
  line.set_closed(static_cast<std::uint32_t>(month.closed));
  line.set_open(static_cast<std::uint32_t>(month.open));
}

v1::MentorContractLine ToProto(const KnownFile& file, const ContractState& state) {
  const MentorContract& contract = file.progress.contracts[state.contract];
  v1::MentorContractLine line;
  line.set_record(RecordName(file.id, contract.record));
  line.set_worker(file.worker.name());
  line.set_display_name(file.worker.display_name());
  *line.mutable_contract() = file.records[contract.position - 1].mentor_contract();
  line.set_from_date(contract.on.ToString());
  line.set_to_date(contract.to.ToString());
  if (state.outcome != nullptr) {
    *line.mutable_outcome() = file.records[state.outcome->position - 1].mentor_outcome();
    line.set_outcome_date(state.outcome->on.ToString());
  }
  line.set_overdue(state.overdue);
  return line;
}

}  // namespace

Awaitable<absl::Status> ProgressQueries::ListFindings(Call call,
                                                      const v1::ListFindingsRequest& request,
                                                      v1::ListFindingsResponse& response) const {
  KnownFiles files(store_, clock_, call.caller());
  const FileSelection selection{request.parent(), request.site(), request.worker(),
                                KnownTimeOf(request)};
  const auto lines_of = [&request](const KnownFile& file) {
    KeyedLines<v1::OpenFinding> lines;
    for (const FindingState& state : FindingsOn(file.progress, file.day)) {
      if (state.closed && !request.with_closed()) continue;
      const Evaluation& evaluation = file.progress.evaluations[state.evaluation];
      lines.emplace_back(storage::keys::Number(evaluation.position) + state.finding.id,
                         ToProto(file, state));
    }
    return lines;
  };
  co_return FillPage<v1::OpenFinding>(files, selection, PageOf("findings/", request), lines_of,
                                      *response.mutable_findings(),
                                      *response.mutable_next_page_token());
}

Awaitable<absl::Status> ProgressQueries::SumEvaluations(Call call,
                                                        const v1::SumEvaluationsRequest& request,
                                                        v1::EvaluationSum& response) const {
  KnownFiles files(store_, clock_, call.caller());
  absl::StatusOr<KnownFile> file = files.Read(request.worker(), KnownTimeOf(request));
  if (!file.ok()) co_return file.status();
  const bool of_team = request.subject() > v1::Evaluation::SUBJECT_WORKER;
  if (of_team == request.team().empty()) {
    const std::string what = of_team ? "is required" : "is not what is evaluated";
    co_return MakeError(Reason::REQUEST_INVALID, "team: " + what, {{"team", what}});
  }
  const auto subject =
      of_team ? static_cast<EvaluationSubject>(request.subject()) : EvaluationSubject::kWorker;
  const YearOfEvaluations sum =
      training::SumEvaluations(file->progress, request.year(), subject, request.team());
  response.set_worker(request.worker());
  response.set_year(request.year());
  for (const MonthOfEvaluations& month : sum.months) {
    FillMonth(request.year(), month, *response.add_months());
  }
  if (sum.mean) response.set_mean_score(sum.mean->ToFixed(2));
  if (sum.overall == nullptr) co_return absl::OkStatus();
  response.set_overall(RecordName(file->id, sum.overall->record));
  if (sum.overall->score) response.set_score(sum.overall->score->ToString());
  response.set_grade(static_cast<v1::Evaluation::Grade>(sum.overall->grade));
  co_return absl::OkStatus();
}

Awaitable<absl::Status> ProgressQueries::ListMentorContracts(
    Call call, const v1::ListMentorContractsRequest& request,
    v1::ListMentorContractsResponse& response) const {
  KnownFiles files(store_, clock_, call.caller());
  const FileSelection selection{request.parent(), "", "", KnownTimeOf(request)};
  const auto lines_of = [&](const KnownFile& file) {
    KeyedLines<v1::MentorContractLine> lines;
    for (const ContractState& state : ContractsOn(file.progress, file.day)) {
      v1::MentorContractLine line = ToProto(file, state);
      const std::string& mentor = line.contract().mentor();
      if (!request.mentor().empty() && mentor != request.mentor()) continue;
      if (request.open_only() && line.has_outcome()) continue;
      auto master = FindWorker(store_, call.caller(), mentor);
      if (master.ok()) line.set_mentor_name(master->display_name());
      const std::uint64_t position = file.progress.contracts[state.contract].position;
      lines.emplace_back(storage::keys::Number(position), std::move(line));
    }
    return lines;
  };
  co_return FillPage<v1::MentorContractLine>(files, selection, PageOf("mentorContracts/", request),
                                             lines_of, *response.mutable_contracts(),
                                             *response.mutable_next_page_token());
}

}  // namespace touchstone::training
