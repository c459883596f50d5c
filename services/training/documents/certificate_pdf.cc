#include "services/training/documents/certificate_pdf.h"

#include <utility>
#include <vector>

#include "services/training/documents/paper.h"
#include "services/training/documents/paper_look.h"

namespace touchstone::training {
namespace {

constexpr double kWidth = kA4Height;  // landscape
constexpr double kHeight = kA4Width;
constexpr double kInset = 64;
constexpr double kQrSide = 118;

std::string PeriodOf(const v1::Licence& licence) {
  if (licence.valid_to().empty()) return licence.valid_from() + " 起长期有效 / no end";
  return licence.valid_from() + " — " + licence.valid_to();
}

void DrawFrame(Paper& paper) {
  paper.Frame(22, 22, kWidth - 44, kHeight - 44, 2.2, kInk);
  paper.Frame(28, 28, kWidth - 56, kHeight - 56, 0.6, kInk);
}

void DrawHeading(Paper& paper, const CertificatePaper& certificate) {
  const double width = kWidth - 2 * kInset;
  const auto centred = [&](double y, const std::string& text, double size, bool bold,
                           Paper::Colour colour) {
    paper.Write(kInset, y, width, text, {size, bold, Paper::Align::kCentre, colour});
  };
  centred(52, "资 格 证 明", 30, true, kInk);
  centred(98, "CERTIFICATE OF QUALIFICATION", 11, false, kGrey);
  paper.Line(kWidth / 2 - 60, 122, kWidth / 2 + 60, 122, 1.2, kGold);
  centred(136, "兹证明 · This is to certify that", 10, false, kGrey);
  centred(154, certificate.worker.display_name(), 25, true, kBlack);
  std::string of = certificate.company;
  if (!certificate.worker.staff_number().empty()) {
    of += (of.empty() ? "" : " · ") + std::string("工号 No. ") + certificate.worker.staff_number();
  }
  centred(193, of, 10.5, false, kBlack);
  centred(220, "持有以下有效证书 · holds the following valid certificate", 10, false, kGrey);
  const double height = paper.HeightOf(certificate.type.display_name().zh(), width,
                                       {19, true, Paper::Align::kCentre, kInk});
  centred(240, certificate.type.display_name().zh(), 19, true, kInk);
  centred(242 + height, certificate.type.display_name().en(), 11, false, kInk);
}

// Left of the QR code: what is on the certificate.
void DrawDetails(Paper& paper, const CertificatePaper& certificate) {
  const v1::CertificateType& type = certificate.type;
  std::vector<std::pair<std::string, std::string>> rows = {
      {"证号 Number", certificate.licence.number()},
      {"发证机关 Authority", type.authority().zh() + "\n" + type.authority().en()},
      {"类别 Category", type.category_name().zh() + " (" + type.category() + ")"},
      {"有效期 Valid", PeriodOf(certificate.licence)}};
  const std::string& lapse = certificate.licence.lapse_date();
  if (!lapse.empty() && lapse != certificate.licence.valid_to()) {
    rows.emplace_back("复审 Review due", "不迟于 " + lapse + " / at the latest");
  }
  double y = 318;
  for (const auto& [label, value] : rows) {
    paper.Write(kInset + 26, y + 0.8, 130, label, {9, false, Paper::Align::kLeft, kGrey});
    y += 7 + paper.Write(kInset + 160, y, 330, value, {10.5, false, Paper::Align::kLeft, kBlack});
  }
}

void DrawCheck(Paper& paper, const CertificatePaper& certificate) {
  const double x = kWidth - kInset - kQrSide - 26;
  paper.QrCode(x, 308, kQrSide, CheckAddress(certificate.public_url, certificate.code));
  const Paper::Style small{7.5, false, Paper::Align::kCentre, kGrey};
  paper.Write(x - 30, 310 + kQrSide, kQrSide + 60,
              "扫码查验当前状态 · scan to check it today\n" + certificate.code, small);
}

void DrawFoot(Paper& paper, const CertificatePaper& certificate) {
  const double y = kHeight - 118;
  const Paper::Style label{8.5, false, Paper::Align::kLeft, kGrey};
  const double widths[] = {210, 190, 130};
  const std::string labels[] = {"单位（盖章）Company, seal", "签发人 Signed by",
                                "日期 Date  " + certificate.date.ToString()};
  double x = kInset + 26;
  for (int i = 0; i < 3; ++i) {
    paper.Line(x, y + 22, x + widths[i] - 24, y + 22, 0.6, kGrey);
    paper.Write(x, y + 26, widths[i] - 24, labels[i], label);
    x += widths[i];
  }
  paper.Write(kInset, kHeight - 62, kWidth - 2 * kInset,
              "本证明依据培训档案出具，不代替发证机关颁发的证件。以查验结果为准。\n"
              "Made from the training record; it does not take the place of the authority's own "
              "document. What the check says today holds.",
              {7, false, Paper::Align::kCentre, kGrey});
}

}  // namespace

std::string CheckAddress(const std::string& public_url, const std::string& code) {
  return public_url + "/check/?c=" + code;
}

std::string CertificatePdf(const CertificatePaper& certificate) {
  const std::string title =
      "资格证明 " + certificate.worker.display_name() + " " + certificate.type.display_name().zh();
  Paper paper(kWidth, kHeight, title, certificate.made);
  DrawFrame(paper);
  DrawHeading(paper, certificate);
  DrawDetails(paper, certificate);
  DrawCheck(paper, certificate);
  DrawFoot(paper, certificate);
  return paper.Finish();
}

}  // namespace touchstone::training
