#include "services/training/documents/record_pdf.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "services/training/certificate_type_convert.h"
#include "services/training/documents/paper.h"
#include "services/training/documents/paper_look.h"
#include "services/training/documents/record_words.h"
#include "services/training/local_day.h"
#include "services/training/training_convert.h"

namespace touchstone::training {
namespace {

constexpr double kLeft = 46;
constexpr double kWidth = kA4Width - 2 * kLeft;
constexpr double kTop = 62;                 // below the head of a page
constexpr double kBottom = kA4Height - 58;  // above its foot
constexpr double kPadding = 3.5;

const Paper::Style kCell{8.5, false, Paper::Align::kLeft, kBlack};
const Paper::Style kLabel{7.5, false, Paper::Align::kLeft, kGrey};

struct Cell {
  std::string text;
  Paper::Style style = kCell;
};

struct Column {
  std::string heading;
  double width;  // part of the width
};

std::string KnownAt(const FileDocument& document) {
  absl::TimeZone zone;
  if (!absl::LoadTimeZone(document.time_zone, &zone)) absl::LoadTimeZone(kDefaultTimeZone, &zone);
  return absl::FormatTime("%Y-%m-%d %H:%M:%S %Ez", absl::FromUnixMicros(document.known.micros),
                          zone);
}

// Writes the document from top to bottom, page after page.
class Writer {
 public:
  // `pages`: how many there will be; 0 when that is only to be found out.
  Writer(const FileDocument& document, int pages)
      : document_(document),
        pages_(pages),
        paper_(kA4Width, kA4Height, "培训档案 " + document.worker.display_name(), document.known,
               pages == 0) {}

  int pages() const { return page_; }
  std::string Finish() { return paper_.Finish(); }

  void WriteAll() {
    BeginPage();
    WriteTitle();
    WriteLicences();
    WriteHours();
    WriteHistory();
    WriteSignatures();
  }

 private:
  void BeginPage() {
    if (page_++ > 0) paper_.NextPage();
    const v1::Worker& worker = document_.worker;
    const std::string who =
        worker.display_name() +
        (worker.staff_number().empty() ? "" : "  工号 No. " + worker.staff_number()) +
        (document_.company.empty() ? "" : "  " + document_.company);
    paper_.Write(kLeft, 28, kWidth / 2, "培训档案 Training record",
                 {8.5, true, Paper::Align::kLeft, kInk});
    paper_.Write(kLeft + kWidth / 3, 28, kWidth * 2 / 3, who,
                 {8, false, Paper::Align::kRight, kGrey});
    paper_.Line(kLeft, 46, kLeft + kWidth, 46, 0.8, kInk);
    const double foot = kA4Height - 44;
    paper_.Line(kLeft, foot, kLeft + kWidth, foot, 0.5, kRuleGrey);
    paper_.Write(kLeft, foot + 6, kWidth * 0.7,
                 "截至 " + KnownAt(document_) + " 所知 · as known at this time", kLabel);
    const std::string page = std::to_string(page_);
    const std::string all = std::to_string(pages_);
    paper_.Write(kLeft + kWidth / 2, foot + 6, kWidth / 2,
                 "第 " + page + " 页，共 " + all + " 页 · page " + page + " of " + all,
                 {7.5, false, Paper::Align::kRight, kGrey});
    y_ = kTop;
  }

  // A new page when less than `height` is left.
  void Need(double height) {
    if (y_ + height > kBottom) BeginPage();
  }

  void WriteTitle() {
    y_ += paper_.Write(kLeft, y_, kWidth, "职工培训档案", {21, true, Paper::Align::kLeft, kInk});
    y_ += paper_.Write(kLeft, y_ + 1, kWidth, "Worker's training record",
                       {10.5, false, Paper::Align::kLeft, kGrey}) +
          12;
    const v1::Worker& worker = document_.worker;
    const std::pair<const char*, std::string> fields[] = {
        {"姓名 Name", worker.display_name()}, {"工号 Staff number", worker.staff_number()},
        {"单位 Company", document_.company},  {"工作地点 Site", document_.site},
        {"工种 Trade", worker.trade()},       {"档案编号 File", LastId(worker.name())}};
    constexpr double kHigh = 33;
    paper_.Fill(kLeft, y_, kWidth, 2 * kHigh, kPale);
    int at = 0;
    for (const auto& [label, value] : fields) {
      const double x = kLeft + 10 + (at % 3) * (kWidth / 3);
      const double y = y_ + 5 + (at / 3) * kHigh;
      paper_.Write(x, y, kWidth / 3 - 16, label, kLabel);
      paper_.Write(x, y + 10.5, kWidth / 3 - 16, value.empty() ? "—" : value,
                   {10, true, Paper::Align::kLeft, kBlack});
      ++at;
    }
    y_ += 2 * kHigh + 8;
  }

  void WriteHeading(const std::string& zh, const std::string& en) {
    Need(80);
    y_ += 10;
    const Paper::Style style{12, true, Paper::Align::kLeft, kInk};
    y_ += paper_.Write(kLeft, y_, kWidth, zh + "  " + en, style) + 4;
  }

  void WriteTableHead(const std::vector<Column>& columns) {
    paper_.Fill(kLeft, y_, kWidth, 17, kInk);
    double x = kLeft;
    for (const Column& column : columns) {
      paper_.Write(x + kPadding, y_ + 2.5, column.width * kWidth - 2 * kPadding, column.heading,
                   {8, false, Paper::Align::kLeft, {1, 1, 1}});
      x += column.width * kWidth;
    }
    y_ += 17;
  }

  void WriteRow(const std::vector<Column>& columns, const std::vector<Cell>& cells) {
    double height = 0;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const double width = columns[i].width * kWidth - 2 * kPadding;
      height = std::max(height, paper_.HeightOf(cells[i].text, width, cells[i].style));
    }
    height += 2 * kPadding;
    if (y_ + height > kBottom) {
      BeginPage();
      WriteTableHead(columns);
    }
    double x = kLeft;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const double width = columns[i].width * kWidth;
      paper_.Write(x + kPadding, y_ + kPadding, width - 2 * kPadding, cells[i].text,
                   cells[i].style);
      x += width;
    }
    y_ += height;
    paper_.Line(kLeft, y_, kLeft + kWidth, y_, 0.4, kRuleGrey);
  }

  void WriteNothing(const std::string& text) {
    y_ += paper_.Write(kLeft, y_, kWidth, text, kLabel) + 4;
  }

  void WriteLicences() {
    const std::string day = document_.date.ToString();
    WriteHeading("证书与上岗资格", "Certificates and licences, " + day);
    if (document_.licences.empty()) return WriteNothing("没有证书 · no certificates");
    const std::vector<Column> columns = {{"证书 Certificate", 0.34},
                                         {"证号 Number", 0.17},
                                         {"有效期 Valid", 0.16},
                                         {"结论与理由 Answer and reason", 0.33}};
    WriteTableHead(columns);
    for (const v1::Licence& licence : document_.licences) {
      const v1::CertificateType* type =
          FindShippedCertificateType(LastId(licence.certificate_type()));
      const v1::Text name = type == nullptr ? v1::Text() : type->display_name();
      const std::string valid =
          licence.valid_from().empty()
              ? "—"
              : licence.valid_from() + "\n" +
                    (licence.valid_to().empty() ? "长期 no end" : licence.valid_to());
      Paper::Style answer = kCell;
      answer.colour = licence.licensed() ? kGreen : kRed;
      const std::string yes = licence.licensed() ? "可以上岗 Licensed" : "不可上岗 Not licensed";
      WriteRow(
          columns,
          {{name.zh() + "\n" + name.en()},
           {licence.number()},
           {valid},
           {yes + "\n" + licence.explanation().zh() + "\n" + licence.explanation().en(), answer}});
    }
  }

  void WriteHours() {
    WriteHeading("每年课时", "Class hours by year");
    if (document_.hours.empty()) return WriteNothing("没有课时 · no hours");
    constexpr int kAcross = 6;
    const double width = kWidth / kAcross;
    int at = 0;
    for (const auto& [year, hours] : document_.hours) {
      if (at % kAcross == 0) Need(34);
      const double x = kLeft + (at % kAcross) * width;
      paper_.Frame(x, y_, width, 30, 0.4, kRuleGrey);
      paper_.Write(x + 6, y_ + 3, width - 12, std::to_string(year), kLabel);
      paper_.Write(x + 6, y_ + 12.5, width - 12, hours.ToString(),
                   {10.5, true, Paper::Align::kLeft, kBlack});
      if (++at % kAcross == 0) y_ += 30;
    }
    if (at % kAcross != 0) y_ += 30;
  }

  void WriteHistory() {
    WriteHeading("履历", "History");
    const std::vector<Column> columns = {
        {"日期 Date", 0.125}, {"类别 Kind", 0.165}, {"内容 What", 0.49}, {"依据 Basis", 0.22}};
    WriteTableHead(columns);
    for (const v1::Record& record : document_.records) {
      const RecordWords words = WordsOf(record, document_);
      if (words.kind.empty()) continue;
      WriteRow(columns, {{record.date()}, {words.kind}, {words.what}, {record.basis()}});
    }
  }

  void WriteSignatures() {
    Need(96);
    y_ += 44;
    const std::pair<const char*, double> lines[] = {
        {"本人 Worker", 0.28}, {"经办人 Issued by", 0.28}, {"单位（盖章）Company, seal", 0.44}};
    double x = kLeft;
    for (const auto& [label, part] : lines) {
      paper_.Line(x, y_, x + part * kWidth - 16, y_, 0.6, kGrey);
      paper_.Write(x, y_ + 4, part * kWidth - 16, label, kLabel);
      x += part * kWidth;
    }
    y_ += 24;
  }

  const FileDocument& document_;
  const int pages_;
  Paper paper_;
  int page_ = 0;
  double y_ = 0;
};

}  // namespace

std::string RecordPdf(const FileDocument& document) {
  Writer draft(document, 0);
  draft.WriteAll();
  Writer writer(document, draft.pages());
  writer.WriteAll();
  return writer.Finish();
}

}  // namespace touchstone::training
