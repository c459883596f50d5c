#include "services/training/certificate_type_convert.h"
#include "services/training/shipped_texts.h"

namespace touchstone::training {

const std::vector<v1::CertificateType>& ShippedCertificateTypes() {
  static const auto types = [] {
    std::vector<v1::CertificateType> read;
    for (const ShippedText& shipped : ShippedTexts()) {
      // A text that cannot be read would be a broken build; the tests read every one of them.
      read.push_back(ParseCertificateTypeText(shipped.text, shipped.file_name).value());
    }
    return read;
  }();
  return types;
}

const v1::CertificateType* FindShippedCertificateType(std::string_view id) {
  for (const v1::CertificateType& type : ShippedCertificateTypes()) {
    if (type.id() == id) return &type;
  }
  return nullptr;
}

}  // namespace touchstone::training
