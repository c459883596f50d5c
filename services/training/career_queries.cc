#include <functional>
#include <map>
#include <utility>

#include "services/common/errors.h"
#include "services/training/career_rules.h"
#include "services/training/certificate_rules.h"
#include "services/training/certificate_type_convert.h"
#include "services/training/known_files.h"
#include "services/training/known_time.h"
#include "services/training/licence_convert.h"
#include "services/training/progress_queries.h"
#include "services/training/progress_setup.h"
#include "services/training/query_parts.h"
#include "services/training/setup_kinds.h"
#include "services/training/training_access.h"
#include "services/training/training_convert.h"
#include "services/training/training_setup.h"
#include "services/training/wage_rules.h"
#include "services/training/worker_file.h"
#include "storage/keys.h"

namespace touchstone::training {
namespace {

namespace keys = storage::keys;

// A ladder or wage rule that the caller may read, of `company`, or of any when that is empty.
template <class Resource>
absl::StatusOr<Resource> ReadOfCompany(const storage::KvStore& store, const Caller& caller,
                                       std::string_view collection, std::string_view kind,
                                       const std::string& name, const std::string& company,
                                       const std::string& field) {
  auto id = ParseCompanyChild(collection, name, field);
  if (!id.ok()) return id.status();
  const std::string owner = "companies/" + id->company;
  absl::Status own = RequireCompany(caller, owner);
  if (!own.ok()) return own;
  if (!company.empty() && owner != company) {
    return MakeError(Reason::REQUEST_INVALID, "", {{field, "is of another company"}});
  }
  auto found = ReadStored<Resource>(store, keys::ResourceIn(id->company, kind, id->id));
  if (!found.ok()) return found.status();
  if (!*found) return Missing(caller);
  return **std::move(found);
}

v1::Text Words(std::string zh, std::string en) {
  v1::Text text;
  text.set_zh(std::move(zh));
  text.set_en(std::move(en));
  return text;
}

v1::Text GradeWords(Grade grade) {
  switch (grade) {
    case Grade::kExcellent:
      return Words("优秀", "excellent");
    case Grade::kGood:
      return Words("良好", "good");
    case Grade::kPassed:
      return Words("合格", "passed");
    case Grade::kFailed:
      return Words("不合格", "failed");
    case Grade::kNone:
      break;
  }
  return Words("没有", "none");
}

v1::Text MonthsMissing(const CareerStanding& standing) {
  const std::string months = std::to_string(standing.next->months_before);
  if (!standing.months_reached) {
    return Words("须在前一等级满" + months + "个月，档案中没有前一等级",
                 months + " months on the step before are needed, and the file has no such step");
  }
  const std::string day = standing.months_reached->ToString();
  return Words("须在前一等级满" + months + "个月，" + day + "满",
               months + " months on the step before are needed, reached on " + day);
}

v1::Text GradeMissing(const CareerStanding& standing) {
  const v1::Text asked = GradeWords(standing.next->grade);
  const v1::Text found = GradeWords(standing.grade);
  return Words(
      "最近的年总评须在" + asked.zh() + "以上，现为" + found.zh(),
      "the last yearly evaluation must be " + asked.en() + " or better, it is " + found.en());
}

v1::Text TypeMissing(const std::string& id, const v1::Licence& licence) {
  const v1::CertificateType* const type = FindShippedCertificateType(id);
  const v1::Text name = type == nullptr ? Words(id, id) : type->display_name();
  return Words("须持有效的" + name.zh() + "：" + licence.explanation().zh(),
               "must be licensed for " + name.en() + ": " + licence.explanation().en());
}

void FillCareer(const KnownFile& file, const CareerStanding& standing,
                const std::map<std::string, v1::Licence>& licences, v1::Career& career) {
  if (standing.step != nullptr) {
    career.set_level(static_cast<v1::SkillLevel>(standing.step->level));
    career.set_since(standing.step->on.ToString());
  }
  for (const LevelStep* step : standing.steps) {
    career.add_steps(RecordName(file.id, step->record));
  }
  if (standing.next == nullptr) return;
  career.set_next_level(static_cast<v1::SkillLevel>(standing.next->level));
  if (standing.months_reached) career.set_months_reached(standing.months_reached->ToString());
  if (standing.months_missing) *career.add_missing() = MonthsMissing(standing);
  for (const std::string& type : standing.types_missing) {
    *career.add_missing() = TypeMissing(type, licences.at(type));
  }
  if (standing.grade_missing) *career.add_missing() = GradeMissing(standing);
}

v1::WageProposal ToProto(const KnownFile& file, const WageProposal& proposal) {
  v1::WageProposal line;
  line.set_worker(file.worker.name());
  line.set_display_name(file.worker.display_name());
  line.set_staff_number(file.worker.staff_number());
  line.set_level(static_cast<v1::SkillLevel>(proposal.step->level));
  line.set_level_amount(proposal.level_amount.ToString());
  line.add_records(RecordName(file.id, proposal.step->record));
  line.set_percent(static_cast<std::uint32_t>(proposal.percent));
  if (proposal.overall != nullptr) {
    line.set_grade(static_cast<v1::Evaluation::Grade>(proposal.overall->grade));
    line.add_records(RecordName(file.id, proposal.overall->record));
  }
  if (proposal.place != nullptr) {
    line.set_place(static_cast<std::uint32_t>(proposal.place->place));
    line.add_records(RecordName(file.id, proposal.place->record));
  }
  line.set_place_amount(proposal.place_amount.ToString());
  line.set_amount(proposal.amount.ToFixed(2));
  return line;
}

}  // namespace

Awaitable<absl::Status> ProgressQueries::CheckCareer(Call call,
                                                     const v1::CheckCareerRequest& request,
                                                     v1::Career& response) const {
  KnownFiles files(store_, clock_, call.caller());
  const auto* const known_time = request.has_known_time() ? &request.known_time() : nullptr;
  absl::StatusOr<KnownFile> file = files.Read(request.worker(), known_time);
  if (!file.ok()) co_return file.status();
  const std::string company = file->worker.company();
  absl::StatusOr<v1::Ladder> ladder = ReadOfCompany<v1::Ladder>(
      store_, call.caller(), "ladders", "ladder", request.ladder(), company, "ladder");
  if (!ladder.ok()) co_return ladder.status();
  const CivilDate today = TodayAt(store_, clock_, SiteName(file->worker, file->head));
  absl::StatusOr<Moment> moment = DayAsked(request.date(), "date", today);
  if (!moment.ok()) co_return moment.status();
  const std::vector<Fact> facts = AsKnownAt(ToFacts(file->records), file->known);
  std::map<std::string, v1::Licence> licences;
  const auto is_licensed = [&](const std::string& id) {
    const auto type = types_.find(id);
    if (type == types_.end()) return false;
    const LicenceDecision decision = DecideLicence(type->second, facts, *moment);
    licences[id] = training::ToProto(type->second, decision, file->id);
    return decision.licensed;
  };
  const std::vector<LadderRung> rungs = ToRungs(*ladder);
  const CareerStanding standing =
      StandOnLadder(rungs, ladder->trade(), file->progress, moment->date, is_licensed);
  response.set_worker(request.worker());
  response.set_date(moment->date.ToString());
  FillCareer(*file, standing, licences, response);
  co_return absl::OkStatus();
}

Awaitable<absl::Status> ProgressQueries::ProposeWages(Call call,
                                                      const v1::ProposeWagesRequest& request,
                                                      v1::ProposeWagesResponse& response) const {
  absl::StatusOr<v1::WageRule> rule = ReadOfCompany<v1::WageRule>(
      store_, call.caller(), "wageRules", "wage_rule", request.wage_rule(), "", "wage_rule");
  if (!rule.ok()) co_return rule.status();
  absl::StatusOr<Moment> moment = DayAsked(request.date(), "date", TodayAt(store_, clock_, ""));
  if (!moment.ok()) co_return moment.status();
  const WageTable table = ToWageTable(*rule);
  v1::ProposeWagesRequest selects = request;
  selects.clear_page_size();
  selects.clear_page_token();
  // A page of one table is not continued by another: its etag selects too.
  const PageAsked page{"wages/" + rule->etag() + selects.SerializeAsString(), request.page_token(),
                       PageSize(request.page_size())};
  KnownFiles files(store_, clock_, call.caller());
  const FileSelection selection{CompanyOf(*rule), request.site(), "",
                                request.has_known_time() ? &request.known_time() : nullptr};
  const auto lines_of = [&](const KnownFile& file) {
    KeyedLines<v1::WageProposal> lines;
    const std::optional<WageProposal> proposal = ProposeWage(table, file.progress, moment->date);
    if (proposal) lines.emplace_back("", ToProto(file, *proposal));
    return lines;
  };
  co_return FillPage<v1::WageProposal>(files, selection, page, lines_of,
                                       *response.mutable_proposals(),
                                       *response.mutable_next_page_token());
}

}  // namespace touchstone::training
