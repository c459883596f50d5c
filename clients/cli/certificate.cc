#include <algorithm>
#include <cctype>
#include <ostream>

#include "clients/cli/commands.h"
#include "clients/cli/documents.h"
#include "clients/cli/noun.h"
#include "clients/cli/record_input.h"

namespace touchstone::cli {
namespace {

struct CertificateInput {
  std::string worker;
  std::string type;
  std::string company;
  std::string site;
  std::string at;
  std::string known;
  std::string within = "30d";
  std::string out;
  int year = 0;
  bool refused = false;
};

const std::vector<Column>& LicenceColumns() {
  static const auto* const columns =
      new std::vector<Column>{{"worker", "工人", "worker"},
                              {"display_name", "姓名", "name"},
                              {"certificate_type", "证书", "certificate"},
                              {"date", "日期", "day"},
                              {"licensed", "可以作业", "licensed"},
                              {"reason", "结论", "reason"},
                              {"explanation", "说明", "explanation"},
                              {"number", "证号", "number"},
                              {"valid_from", "有效自", "valid from"},
                              {"valid_to", "有效至", "valid to"},
                              {"lapse_date", "须在此日前办理", "act by"},
                              {"next_renewal.apply_from", "可申请自", "apply from"},
                              {"next_renewal.apply_to", "可申请至", "apply to"},
                              {"next_renewal.hours_required", "须培训课时", "hours needed"},
                              {"next_renewal.hours_done", "已有课时", "hours done"},
                              {"next_renewal.exam_required", "须考试", "exam needed"},
                              {"next_renewal.exam_passed", "考试合格", "exam passed"},
                              {"next_renewal.violations", "违章次数", "violations"},
                              {"next_renewal.ready", "条件齐备", "ready"},
                              {"year_hours.class_hours", "本年课时", "hours this year"},
                              {"year_hours.required", "本年须课时", "needed this year"},
                              {"rule", "规则", "rule"},
                              {"records", "依据记录", "records"},
                              {"known_time", "截至所知", "as known at"}};
  return *columns;
}

const std::vector<Column>& LicenceListColumns() {
  static const auto* const columns = new std::vector<Column>{
      {"worker", "工人", "worker"},         {"display_name", "姓名", "name"},
      {"licensed", "可以作业", "licensed"}, {"explanation", "说明", "explanation"},
      {"number", "证号", "number"},         {"lapse_date", "须在此日前办理", "act by"}};
  return *columns;
}

const std::vector<Column>& LapseColumns() {
  static const auto* const columns = new std::vector<Column>{
      {"date", "到期", "lapses"},       {"worker", "工人", "worker"},
      {"display_name", "姓名", "name"}, {"certificate_type", "证书", "certificate"},
      {"number", "证号", "number"},     {"renewal", "须延期", "renewal"},
      {"site", "地点", "site"}};
  return *columns;
}

template <typename Request>
absl::Status SetKnown(const CertificateInput& input, Request& request) {
  if (input.known.empty()) return absl::OkStatus();
  auto known = ParseKnownTime(input.known);
  if (known.ok()) *request.mutable_known_time() = *known;
  return known.status();
}

absl::Status Types(const Connection& connection, const CertificateInput&, Context& context) {
  static const std::vector<Column> columns = {{"id", "编号", "id"},
                                              {"display_name", "名称", "name"},
                                              {"authority", "发证机关", "authority"},
                                              {"category", "类别", "category"}};
  return ShowListOr(context, columns,
                    connection.CallAllPages(&TrainingStub::ListCertificateTypes,
                                            v1::ListCertificateTypesRequest()));
}

absl::Status Check(const Connection& connection, const CertificateInput& input, Context& context) {
  v1::CheckLicenceRequest request;
  request.set_worker(FullName("workers", input.worker));
  request.set_certificate_type(CertificateTypeName(input.type));
  request.set_date(input.at);
  if (absl::Status s = SetKnown(input, request); !s.ok()) return s;
  return ShowOneOr(context, LicenceColumns(),
                   connection.Call(&TrainingStub::CheckLicence, request));
}

absl::Status Who(const Connection& connection, const CertificateInput& input, Context& context) {
  v1::ListLicencesRequest request;
  request.set_parent(FullName("companies", input.company));
  request.set_certificate_type(CertificateTypeName(input.type));
  request.set_site(SiteName(input.site));
  request.set_date(input.at);
  request.set_with_refused(input.refused);
  if (absl::Status s = SetKnown(input, request); !s.ok()) return s;
  return ShowListOr(context, LicenceListColumns(),
                    connection.CallAllPages(&TrainingStub::ListLicences, request));
}

// Days in "30d" or "30".
absl::StatusOr<int> DaysIn(std::string text) {
  if (text.ends_with('d')) text.pop_back();
  const bool digits =
      !text.empty() && text.size() <= 5 &&
      std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
  if (digits) return std::stoi(text);
  return absl::InvalidArgumentError("--within takes days, such as 30d");
}

absl::Status Expiring(const Connection& connection, const CertificateInput& input,
                      Context& context) {
  v1::ListLapsesRequest request;
  request.set_parent(FullName("companies", input.company));
  request.set_site(SiteName(input.site));
  request.set_from_date(input.at);
  auto days = DaysIn(input.within);
  if (!days.ok()) return days.status();
  request.set_days(*days);
  if (!input.out.empty()) return WriteLapses(connection, request, input.out, context);
  return ShowListOr(context, LapseColumns(),
                    connection.CallAllPages(&TrainingStub::ListLapses, request));
}

absl::Status Hours(const Connection& connection, const CertificateInput& input, Context& context) {
  static const std::vector<Column> columns = {
      {"worker", "工人", "worker"},     {"year", "年份", "year"},
      {"class_hours", "课时", "hours"}, {"required", "至少", "at least"},
      {"enough", "达到", "enough"},     {"rule", "规则", "rule"}};
  v1::SumHoursRequest request;
  request.set_worker(FullName("workers", input.worker));
  request.set_certificate_type(CertificateTypeName(input.type));
  request.set_year(input.year);
  if (absl::Status s = SetKnown(input, request); !s.ok()) return s;
  return ShowOneOr(context, columns, connection.Call(&TrainingStub::SumHours, request));
}

}  // namespace

void AddCertificateCommand(CLI::App& app, Context& context) {
  CLI::App* command =
      app.add_subcommand("certificate", "证书与上岗资格 / certificates and licences");
  command->require_subcommand(1);
  auto input = std::make_shared<CertificateInput>();
  const auto add = [&](const char* name, const char* help, auto function) {
    CLI::App* sub = command->add_subcommand(name, help);
    sub->callback([&context, input, function] {
      Run(context,
          [&](const Connection& connection) { return function(connection, *input, context); });
    });
    return sub;
  };
  const auto add_worker = [&](CLI::App* sub) {
    sub->add_option("WORKER", input->worker, "工人编号 / id of the worker")->required();
    sub->add_option("TYPE", input->type, "证书类型 / type of certificate")->required();
    sub->add_option("--known", input->known, "截至何时所知 / as known at");
  };
  add("types", "证书类型 / types of certificates", Types);
  CLI::App* check = add("check", "某人某日可否作业 / may he work on a day", Check);
  add_worker(check);
  check->add_option("--at", input->at, "日期，默认今天 / day; default today");
  CLI::App* hours = add("hours", "某年课时 / class hours of a year", Hours);
  add_worker(hours);
  hours->add_option("--year", input->year, "年份 / year")->required();
  CLI::App* who = add("who", "谁可以作业 / who may do it", Who);
  who->add_option("COMPANY", input->company, "单位编号 / id of the company")->required();
  who->add_option("TYPE", input->type, "证书类型 / type of certificate")->required();
  who->add_option("--site", input->site, "地点 单位/地点 / site COMPANY/SITE");
  who->add_option("--at", input->at, "日期，默认今天 / day; default today");
  who->add_option("--known", input->known, "截至何时所知 / as known at");
  who->add_flag("--refused", input->refused, "也列出不可以的 / also who may not");
  CLI::App* expiring = add("expiring", "即将到期 / what lapses soon", Expiring);
  expiring->add_option("COMPANY", input->company, "单位编号 / id of the company")->required();
  expiring->add_option("--within", input->within, "天数 / days")->capture_default_str();
  expiring->add_option("--site", input->site, "地点 单位/地点 / site COMPANY/SITE");
  expiring->add_option("--from", input->at, "起始日，默认今天 / first day; default today");
  expiring->add_option("-o,--out", input->out, "写成日历 .ics 或表格 .xlsx / calendar or table");
  AddCertificateDocuments(*command, context);
}

}  // namespace touchstone::cli
