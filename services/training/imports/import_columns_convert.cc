#include "services/training/imports/import_columns_convert.h"

#include <string>

#include "services/training/training_convert.h"

namespace touchstone::training {
namespace {

using Kind = ImportColumn::Kind;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

ImportColumn Company() {
  return {.name = "company",
          .title = "单位",
          .kind = Kind::kCompany,
          .help_zh = "职工所在单位的名称或编号。只导入一个单位时可不填",
          .help_en = "name or id of the worker's company; may be empty in an import of one company",
          .example = "样例矿建公司"};
}
ImportColumn StaffNumber() {
  return {.name = "staff_number",
          .title = "工号",
          .kind = Kind::kStaffNumber,
          .required = true,
          .help_zh = "职工的工号，不是身份证号",
          .help_en = "the worker's staff number, never an identity card's",
          .example = "K00031"};
}
ImportColumn Name() {
  return {.name = "name",
          .title = "姓名",
          .kind = Kind::kName,
          .help_zh = "只用来核对工号，可不填",
          .help_en = "only compared with the staff number; may be empty",
          .example = ""};
}
ImportColumn Date(std::string_view help_zh, std::string_view help_en,
                  std::vector<std::string_view> other_titles = {}) {
  return {.name = "date",
          .title = "日期",
          .kind = Kind::kDate,
          .field = "date",
          .required = true,
          .identifies = true,
          .help_zh = help_zh,
          .help_en = help_en,
          .example = "2025-02-01",
          .other_titles = std::move(other_titles)};
}
ImportColumn Type(std::string_view field, bool required) {
  return {.name = required ? "type" : "certificate_type",
          .title = "证书类型",
          .kind = Kind::kType,
          .field = field,
          .required = required,
          .identifies = true,
          .help_zh = "证书类型的编号或名称，见 touchstone certificate types",
          .help_en = "id or name of the type, see `touchstone certificate types`",
          .example = "forklift-n1",
          .other_titles = {"证书"}};
}
ImportColumn Hours(std::string_view field, bool required) {
  return {.name = "class_hours",
          .title = "课时",
          .kind = Kind::kNumber,
          .field = field,
          .required = required,
          .help_zh = "课时，可有半课时，如 3.5",
          .help_en = "class hours, in halves, such as 3.5",
          .example = "4"};
}
ImportColumn Basis() {
  return {.name = "basis",
          .title = "依据",
          .kind = Kind::kText,
          .field = "basis",
          .help_zh = "文件、考试或认定，可不填",
          .help_en = "the letter, exam or recognition; may be empty",
          .example = ""};
}
ImportColumn Note() {
  return {.name = "note",
          .title = "备注",
          .kind = Kind::kText,
          .field = "note",
          .help_zh = "可不填",
          .help_en = "may be empty",
          .example = ""};
}
ImportColumn Repeat() {
  return {.name = "repeat",
          .title = "第几次",
          .kind = Kind::kRepeat,
          .identifies = true,
          .help_zh = "与另一行内容相同而确是另一次时填 2、3……，否则不填",
          .help_en = "2, 3 … for a row that says the same as another one and is meant to",
          .example = ""};
}

std::vector<ImportColumn> Certificates() {
  using Fact = v1::CertificateFact;
  return {Company(),
          StaffNumber(),
          Name(),
          Type("certificate.type", true),
          {.name = "number",
           .title = "证号",
           .kind = Kind::kText,
           .field = "certificate.number",
           .required = true,
           .identifies = true,
           .help_zh = "证书上的编号",
           .help_en = "the number on the certificate",
           .example = "N1-900",
           .other_titles = {"证书编号"}},
          {.name = "kind",
           .title = "事项",
           .kind = Kind::kWord,
           .field = "certificate.kind",
           .identifies = true,
           .words = {{"发证", "issued", Fact::KIND_ISSUED},
                     {"复审", "reviewed", Fact::KIND_REVIEWED},
                     {"延期", "extended", Fact::KIND_EXTENDED},
                     {"暂扣", "suspended", Fact::KIND_SUSPENDED},
                     {"恢复", "restored", Fact::KIND_RESTORED},
                     {"吊销", "revoked", Fact::KIND_REVOKED},
                     {"被取代", "superseded", Fact::KIND_SUPERSEDED},
                     {"同意延长复审", "long_review_agreed", Fact::KIND_LONG_REVIEW_AGREED}},
           .fallback = Fact::KIND_ISSUED,
           .help_zh = "对证书做了什么；不填为发证",
           .help_en = "what was done; empty: issued",
           .example = "发证"},
          Date("发证、复审等的日期", "day on which it was done", {"有效自"}),
          {.name = "end_date",
           .title = "至",
           .kind = Kind::kDate,
           .field = "end_date",
           .help_zh = "只用于暂扣的最后一天；有效期由类型推算，不填",
           .help_en = "last day of a suspension only; ends of certificates are computed",
           .example = ""},
          {.name = "office",
           .title = "发证机关",
           .kind = Kind::kText,
           .field = "certificate.office",
           .help_zh = "可不填",
           .help_en = "who did it; may be empty",
           .example = ""},
          Hours("certificate.class_hours", false),
          {.name = "obtained_by",
           .title = "取得方式",
           .kind = Kind::kWord,
           .field = "certificate.basis",
           .words = {{"考试", "exam", v1::CERTIFICATE_BASIS_EXAM},
                     {"竞赛", "contest", v1::CERTIFICATE_BASIS_CONTEST},
                     {"认定", "recognition", v1::CERTIFICATE_BASIS_RECOGNITION},
                     {"转换", "conversion", v1::CERTIFICATE_BASIS_CONVERSION}},
           .help_zh = "发证、延期凭什么；可不填",
           .help_en = "what an issue or renewal rests on; may be empty",
           .example = "考试"},
          Basis(),
          Note(),
          Repeat()};
}

ImportColumn Batch(std::string_view field, bool required) {
  return {.name = "batch",
          .title = "期次",
          .kind = Kind::kBatch,
          .field = field,
          .required = required,
          .identifies = true,
          .help_zh = "期次的编号",
          .help_en = "id of the batch",
          .example = "rig-281-01"};
}

std::vector<ImportColumn> Attendances() {
  return {Company(),
          StaffNumber(),
          Name(),
          Batch("attendance.batch", true),
          {.name = "session",
           .title = "课次",
           .kind = Kind::kSession,
           .field = "attendance.session",
           .required = true,
           .identifies = true,
           .help_zh = "这一期里课次的编号；日期由课次得出",
           .help_en = "id of the session in the batch; it gives the day",
           .example = "s1"},
          Hours("attendance.class_hours", false),
          Note()};
}

std::vector<ImportColumn> TrainingHours() {
  return {Company(),
          StaffNumber(),
          Name(),
          Date("培训的日期", "day of the training"),
          Type("hours.certificate_type", false),
          {.name = "subject",
           .title = "内容",
           .kind = Kind::kText,
           .field = "hours.subject",
           .identifies = true,
           .help_zh = "培训内容，可不填",
           .help_en = "what was taught; may be empty",
           .example = "安全生产法"},
          Hours("hours.class_hours", true),
          Basis(),
          Note(),
          Repeat()};
}

std::vector<ImportColumn> Postings() {
  return {Company(),
          StaffNumber(),
          Name(),
          Date("到岗日期", "first day there"),
          {.name = "site",
           .title = "项目",
           .kind = Kind::kSite,
           .field = "posting.site",
           .required = true,
           .identifies = true,
           .help_zh = "本单位项目（工地）的编号或名称",
           .help_en = "id or name of a site of the worker's company",
           .example = "site-01",
           .other_titles = {"工地", "项目部"}},
          {.name = "trade",
           .title = "工种",
           .kind = Kind::kText,
           .field = "posting.trade",
           .help_zh = "可不填",
           .help_en = "may be empty",
           .example = "281台车操作手",
           .other_titles = {"岗位"}},
          {.name = "team",
           .title = "班组",
           .kind = Kind::kText,
           .field = "posting.team",
           .help_zh = "可不填",
           .help_en = "may be empty",
           .example = ""},
          Basis(),
          Note()};
}

std::vector<ImportColumn> Assessments() {
  using Fact = v1::Assessment;
  return {Company(),
          StaffNumber(),
          Name(),
          Date("考核日期", "day of the assessment"),
          {.name = "kind",
           .title = "考核类别",
           .kind = Kind::kWord,
           .field = "assessment.kind",
           .required = true,
           .identifies = true,
           .words = {{"理论", "theory", Fact::KIND_THEORY},
                     {"实操", "practice", Fact::KIND_PRACTICE},
                     {"口述", "oral", Fact::KIND_ORAL},
                     {"SOP检查", "procedure", Fact::KIND_PROCEDURE},
                     {"取证考试", "exam", Fact::KIND_EXAM}},
           .help_zh = "考核了什么",
           .help_en = "what was assessed",
           .example = "理论"},
          Batch("assessment.batch", false),
          Type("assessment.certificate_type", false),
          {.name = "score",
           .title = "分数",
           .kind = Kind::kNumber,
           .field = "assessment.score",
           .help_zh = "如 87.5，可不填",
           .help_en = "such as 87.5; may be empty",
           .example = "87.5"},
          {.name = "passed",
           .title = "是否合格",
           .kind = Kind::kYes,
           .field = "assessment.passed",
           .required = true,
           .help_zh = "合格或不合格",
           .help_en = "yes or no",
           .example = "合格"},
          {.name = "attempt",
           .title = "次数",
           .kind = Kind::kCount,
           .field = "assessment.attempt",
           .identifies = true,
           .fallback = 1,
           .help_zh = "1 为首考，2 为第一次补考；不填为 1",
           .help_en = "1 for the first time, 2 for the first resit; empty: 1",
           .example = "1"},
          Basis(),
          Note(),
          Repeat()};
}

std::vector<ImportColumn> Honours() {
  using Fact = v1::Honour;
  return {Company(),
          StaffNumber(),
          Name(),
          Date("授予日期", "day on which it was given"),
          {.name = "title",
           .title = "荣誉",
           .kind = Kind::kText,
           .field = "honour.title",
           .required = true,
           .identifies = true,
           .help_zh = "荣誉名称",
           .help_en = "what it is called",
           .example = "五一劳动奖章",
           .other_titles = {"荣誉名称"}},
          {.name = "level",
           .title = "级别",
           .kind = Kind::kWord,
           .field = "honour.level",
           .words = {{"国家级", "national", Fact::LEVEL_NATIONAL},
                     {"省级", "province", Fact::LEVEL_PROVINCE},
                     {"市级", "city", Fact::LEVEL_CITY},
                     {"区级", "district", Fact::LEVEL_DISTRICT},
                     {"企业级", "company", Fact::LEVEL_COMPANY}},
           .help_zh = "可不填",
           .help_en = "how high; may be empty",
           .example = "省级"},
          {.name = "awarded_by",
           .title = "授予单位",
           .kind = Kind::kText,
           .field = "honour.awarded_by",
           .help_zh = "可不填",
           .help_en = "who gave it; may be empty",
           .example = ""},
          Basis(),
          Note(),
          Repeat()};
}

// The text of a singular field of any kind that columns have.
std::string TextOf(const ImportColumn& column, const Message& message,
                   const FieldDescriptor& field) {
  const auto& reflection = *message.GetReflection();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_BOOL:
      return reflection.GetBool(message, &field) ? "合格" : "不合格";
    case FieldDescriptor::CPPTYPE_UINT32: {
      const auto count = reflection.GetUInt32(message, &field);
      return count == 0 ? std::string() : std::to_string(count);
    }
    case FieldDescriptor::CPPTYPE_ENUM:
      for (const ImportWord& word : column.words) {
        if (word.value == reflection.GetEnumValue(message, &field)) return std::string(word.zh);
      }
      return "";
    default:
      break;
  }
  std::string text = reflection.GetString(message, &field);
  const bool names =
      column.kind == Kind::kType || column.kind == Kind::kBatch || column.kind == Kind::kSite;
  return names ? LastId(text) : text;
}

}  // namespace

const std::vector<ImportTable>& ImportTables() {
  using Record = v1::Record;
  static const std::vector<ImportTable> tables = {
      {v1::IMPORT_KIND_CERTIFICATES, "certificates", "证书", Record::kCertificate, Certificates()},
      {v1::IMPORT_KIND_ATTENDANCES, "attendances", "签到", Record::kAttendance, Attendances()},
      {v1::IMPORT_KIND_HOURS, "hours", "课时", Record::kHours, TrainingHours()},
      {v1::IMPORT_KIND_POSTINGS, "postings", "岗位", Record::kPosting, Postings()},
      {v1::IMPORT_KIND_ASSESSMENTS, "assessments", "考核", Record::kAssessment, Assessments()},
      {v1::IMPORT_KIND_HONOURS, "honours", "荣誉", Record::kHonour, Honours()}};
  return tables;
}

const ImportTable& TableOf(v1::ImportKind kind) {
  return ImportTables().at(static_cast<std::size_t>(kind) - 1);
}

std::vector<std::string> CellsOf(const ImportTable& table, const v1::Record& record) {
  std::vector<std::string> cells;
  for (const ImportColumn& column : table.columns) {
    std::string& cell = cells.emplace_back();
    if (column.field.empty()) continue;
    const auto dot = column.field.find('.');
    const Message* message = &record;
    if (dot != std::string_view::npos) {
      const auto* fact =
          record.GetDescriptor()->FindFieldByName(std::string(column.field.substr(0, dot)));
      message = &record.GetReflection()->GetMessage(record, fact);
    }
    const std::string last(column.field.substr(dot == std::string_view::npos ? 0 : dot + 1));
    cell = TextOf(column, *message, *message->GetDescriptor()->FindFieldByName(last));
  }
  return cells;
}

}  // namespace touchstone::training
