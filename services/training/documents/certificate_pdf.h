#pragma once

#include <string>

#include "services/training/civil_time.h"
#include "touchstone/v1/certificate_type.pb.h"
#include "touchstone/v1/events.pb.h"
#include "touchstone/v1/training.pb.h"

namespace touchstone::training {

// What stands on a certificate on paper.
struct CertificatePaper {
  v1::Worker worker;
  std::string company;  // name for people
  v1::CertificateType type;
  v1::Licence licence;
  std::string code;        // by which it is checked
  std::string public_url;  // of the hall
  CivilDate date;          // the day on which it is made
  Instant made;
};

// Where everybody checks the certificate with this code.
std::string CheckAddress(const std::string& public_url, const std::string& code);

// One page A4 as PDF, Chinese and English, with a QR code of CheckAddress(). Empty when it could
// not be made.
std::string CertificatePdf(const CertificatePaper& certificate);

}  // namespace touchstone::training
