#include "clients/cli/sample_files.h"

#include "clients/cli/sample_files_parts.h"

namespace touchstone::cli {

std::string SampleFiles::CompanyId(std::size_t company) { return Numbered("f%02zu", company + 1); }
std::string SampleFiles::SiteId(std::size_t site) { return Numbered("s%zu", site + 1); }
std::string SampleFiles::WorkerId(std::size_t worker) { return Numbered("f%06zu", worker + 1); }
std::string SampleFiles::BatchId(std::size_t company, std::size_t batch) {
  return CompanyId(company) + Numbered("-b%02zu", batch + 1);
}

v1::Company SampleFiles::Company(std::size_t company) {
  v1::Company made;
  made.set_display_name(Numbered("样例企业%zu", company + 1));
  return made;
}

v1::Site SampleFiles::Site(std::size_t site) {
  v1::Site made;
  made.set_display_name(Numbered("第%zu分公司", site + 1));
  made.set_country(site % 3 == 2 ? "CD" : "CN");
  made.set_time_zone(site % 3 == 2 ? "Africa/Lubumbashi" : "Asia/Shanghai");
  return made;
}

v1::Programme SampleFiles::Programme() {
  v1::Programme made;
  made.mutable_display_name()->set_zh("年度再培训");
  made.mutable_display_name()->set_en("Yearly training");
  made.set_trade("矿山工人");
  made.add_certificate_types(kMiner);
  return made;
}

v1::Batch SampleFiles::Batch(std::size_t company, std::size_t batch) {
  v1::Batch made;
  made.set_display_name(Numbered("第%zu期", batch + 1));
  made.set_programme("programmes/" + ProgrammeId());
  made.set_site("companies/" + CompanyId(company) + "/sites/" + SiteId(batch % kSites));
  for (std::size_t i = 0; i < 4; ++i) {
    v1::Session& session = *made.add_sessions();
    session.set_id(Numbered("d%zu", i + 1));
    session.set_date(SessionDay(batch, i).ToString());
    session.set_class_hours("8");
  }
  return made;
}

v1::Worker SampleFiles::Worker(std::size_t worker) const {
  static const std::vector<std::string> kFamily = {"赵", "钱", "孙", "李", "周", "吴", "郑", "王",
                                                   "冯", "陈", "褚", "卫", "蒋", "沈", "韩", "杨"};
  static const std::vector<std::string> kGiven = {"大川", "小河", "远山", "建林", "志平", "春雷",
                                                  "海波", "文斌", "国庆", "立新", "晓东", "永强"};
  Draw draw(size_.seed + worker);
  v1::Worker made;
  made.set_display_name(OneOf(draw, kFamily) + OneOf(draw, kGiven));
  made.set_company("companies/" + CompanyId(worker / kWorkersOfCompany));
  made.set_staff_number(Numbered("F%06zu", worker + 1));
  made.set_trade(OneOf(draw, kTrades));
  return made;
}

}  // namespace touchstone::cli
