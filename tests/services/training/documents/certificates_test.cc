// Badges and the public check: what everybody learns, and what nobody learns.
#include <chrono>

#include "absl/strings/escaping.h"
#include "absl/strings/str_split.h"
#include "services/training/documents/certificate_codes.h"
#include "services/training/documents/certificate_state.h"
#include "storage/memory_store.h"
#include "tests/services/training/documents/documents_fixture.h"

namespace touchstone::testing {
namespace {

using training::CertificateCodes;
using training::MaskedName;

class CertificatesTest : public DocumentsFixture {
 protected:
  static Json Part(const std::string& token, int part) {
    const std::vector<std::string> parts = absl::StrSplit(token, '.');
    std::string text;
    if (parts.size() != 3 || !absl::WebSafeBase64Unescape(parts[part], &text)) return {};
    return Json::parse(text);
  }
  static std::string CodeIn(const std::string& badge) {
    const std::string address = Part(badge, 1)["credentialStatus"]["id"];
    return address.substr(address.rfind('/') + 1);
  }
  Json StatusList(const std::string& code) {
    v1::GetBadgeStatusRequest request;
    request.set_code(code);
    auto document = Ask<v1::Document>(&Documents::GetBadgeStatus, request, "");
    EXPECT_TRUE(document.ok()) << document.status();
    return document.ok() ? Json::parse(document->content()) : Json();
  }
};

TEST_F(CertificatesTest, ABadgeSaysWhatTheCertificateSaysAndEndsWhenItsTypeSaysSo) {
  const Json payload = Part(Badge(), 1);
  EXPECT_EQ(payload["type"], Json::array({"VerifiableCredential", "OpenBadgeCredential"}));
  EXPECT_EQ(payload["iss"], "https://hall.example");
  EXPECT_EQ(payload["issuer"]["id"], payload["iss"]);
  EXPECT_EQ(payload["jti"], payload["id"]);
  EXPECT_EQ(payload["sub"], payload["credentialSubject"]["id"]);
  EXPECT_EQ(payload["credentialSubject"]["licenseNumber"], "N1-7");
  EXPECT_EQ(payload["credentialSubject"]["identifier"][0]["identityHash"], "工人ann");
  // 2024-05-03 and 2028-05-03, 00:00 in China: four years are over.
  EXPECT_EQ(payload["validFrom"], "2024-05-02T16:00:00Z");
  EXPECT_EQ(payload["validUntil"], "2028-05-02T16:00:00Z");
  EXPECT_EQ(payload["nbf"], 1714665600);
  EXPECT_EQ(payload["exp"], 1840896000);
}

TEST_F(CertificatesTest, TheKeyOfABadgeIsNamedByItsThumbprintAndPublished) {
  auto keys = Ask<v1::Document>(&Documents::GetBadgeKeys, v1::GetBadgeKeysRequest(), "");
  ASSERT_TRUE(keys.ok()) << keys.status();
  const Json set = Json::parse(keys->content());
  ASSERT_EQ(set["keys"].size(), 1u);
  const Json header = Part(Badge(), 0);
  EXPECT_EQ(header["alg"], "EdDSA");
  EXPECT_EQ(header["kid"], set["keys"][0]["kid"]);
  EXPECT_EQ(header["jwk"], set["keys"][0]);
  EXPECT_FALSE(set["keys"][0].contains("d")) << "the private key";
}

TEST_F(CertificatesTest, TheSecondExportHasTheSameCode) {
  EXPECT_EQ(CodeIn(Badge()), CodeIn(Badge()));
  EXPECT_EQ(CodeIn(Badge()).size(), 24u);
}

TEST_F(CertificatesTest, EverybodyLearnsHowACertificateStandsAndNotWhoHoldsIt) {
  auto status = Check(CodeIn(Badge()));
  ASSERT_TRUE(status.ok()) << status.status();
  EXPECT_TRUE(status->valid());
  EXPECT_EQ(status->number(), "N1-7");
  EXPECT_EQ(status->holder(), "工**");
  EXPECT_EQ(status->valid_to(), "2028-05-02");
  EXPECT_EQ(status->date(), "2026-01-01");
  EXPECT_EQ(status->ShortDebugString().find("ann"), std::string::npos);
}

TEST_F(CertificatesTest, ARevokedCertificateIsFoundRevokedByItsCode) {
  const std::string code = CodeIn(Badge());
  EXPECT_TRUE(StatusList(code)["revokedCredential"].empty());
  Append(NewCertificate("ann", "2025-12-31", v1::CertificateFact::KIND_REVOKED));
  const Json list = StatusList(code);
  ASSERT_EQ(list["revokedCredential"].size(), 1u);
  EXPECT_EQ(list["revokedCredential"][0]["revoked"], true);
  auto status = Check(code);
  ASSERT_TRUE(status.ok());
  EXPECT_FALSE(status->valid());
  EXPECT_EQ(status->reason(), v1::LICENCE_REASON_REVOKED);
}

TEST_F(CertificatesTest, ASuspendedCertificateIsListedUntilItIsRestored) {
  const std::string code = CodeIn(Badge());
  Append(NewCertificate("ann", "2025-12-30", v1::CertificateFact::KIND_SUSPENDED));
  EXPECT_EQ(StatusList(code)["revokedCredential"].size(), 1u);
  Append(NewCertificate("ann", "2025-12-31", v1::CertificateFact::KIND_RESTORED));
  EXPECT_TRUE(StatusList(code)["revokedCredential"].empty());
}

TEST_F(CertificatesTest, ACodeAnswersForItsOwnCertificateAlsoWhenTheWorkerHasAnother) {
  const std::string code = CodeIn(Badge());
  Append(NewCertificate("ann", "2025-12-30", v1::CertificateFact::KIND_REVOKED));
  Append(NewCertificate("ann", "2025-12-31", v1::CertificateFact::KIND_ISSUED, "N1-8"));
  EXPECT_FALSE(Check(code)->valid());
  EXPECT_EQ(Check(code)->number(), "N1-7");
  const std::string other = CodeIn(Badge());
  EXPECT_NE(other, code);
  EXPECT_TRUE(Check(other)->valid());
}

TEST_F(CertificatesTest, ABadgeNamesTheBadgeThatItsListNames) {
  const std::string badge = Badge();
  Append(NewCertificate("ann", "2025-12-31", v1::CertificateFact::KIND_REVOKED));
  EXPECT_EQ(StatusList(CodeIn(badge))["revokedCredential"][0]["id"], Part(badge, 1)["id"]);
}

TEST_F(CertificatesTest, WhatIsNotValidIsNotExported) {
  Append(NewCertificate("ann", "2025-12-31", v1::CertificateFact::KIND_REVOKED));
  EXPECT_EQ(
      ReasonOf(
          TryCertificate("ann", department_, v1::ExportCertificateRequest::FORMAT_BADGE).status()),
      Reason::NOT_LICENSED);
}

TEST_F(CertificatesTest, AWorkerExportsHisOwn) {
  const std::string ann = Token(v1::ROLE_WORKER, "acme", "ann");
  EXPECT_TRUE(TryCertificate("ann", ann, v1::ExportCertificateRequest::FORMAT_BADGE).ok());
  EXPECT_TRUE(TryFile("ann", ann, v1::ExportFileRequest::FORMAT_XAPI).ok());
}

TEST_F(CertificatesTest, AnotherCompanysWorkerAnswersAsOneWhoDoesNotExist) {
  for (const std::string& token : {rival_, Token(v1::ROLE_WORKER, "acme", "bob")}) {
    for (const auto format :
         {v1::ExportCertificateRequest::FORMAT_PDF, v1::ExportCertificateRequest::FORMAT_BADGE}) {
      const absl::Status there = TryCertificate("ann", token, format).status();
      const absl::Status not_there = TryCertificate("nobody", token, format).status();
      EXPECT_EQ(ReasonOf(there), Reason::NOT_YOURS);
      EXPECT_EQ(there, not_there);
    }
    const absl::Status there = TryFile("ann", token, v1::ExportFileRequest::FORMAT_XAPI).status();
    EXPECT_EQ(ReasonOf(there), Reason::NOT_YOURS);
    EXPECT_EQ(there, TryFile("nobody", token, v1::ExportFileRequest::FORMAT_XAPI).status());
  }
}

// Planted fault: a caller who is held to no company; the comparison above tells the two apart.
TEST_F(CertificatesTest, PlantedFaultACallerWhoIsHeldToNoCompanyIsNoticed) {
  const auto badge = v1::ExportCertificateRequest::FORMAT_BADGE;
  EXPECT_NE(TryCertificate("ann", organiser_, badge).status(),
            TryCertificate("nobody", organiser_, badge).status());
}

TEST_F(CertificatesTest, EveryWrongCodeAnswersAlike) {
  const std::string code = CodeIn(Badge());
  std::string near = code;
  near.back() = near.back() == 'A' ? 'B' : 'A';
  const absl::Status nothing = Check(std::string(24, 'x')).status();
  EXPECT_EQ(ReasonOf(nothing), Reason::RESOURCE_NOT_FOUND);
  for (const std::string& wrong : {near, code.substr(0, 23), code + "A", std::string(64, '_')}) {
    EXPECT_EQ(Check(wrong).status(), nothing) << wrong;
  }
  // What a certificate says opens nothing.
  EXPECT_FALSE(Check("ann-forklift-n1-N1-7").ok());
}

TEST_F(CertificatesTest, ACodeThatWasNeverHandedOutAnswersNothing) {
  storage::v1::CodedCertificate certificate;
  certificate.set_worker("ann");
  certificate.set_certificate_type("forklift-n1");
  certificate.set_number("N1-7");
  const CertificateCodes codes(server_.store(), std::string(32, 'c'));
  EXPECT_FALSE(Check(codes.CodeOf(certificate)).ok());
  Badge();
  EXPECT_TRUE(Check(codes.CodeOf(certificate)).ok());
}

// Planted fault: codes that follow from the certificate alone, with a secret that everybody knows.
// The test above holds the code that such a server would hand out against ours.
TEST_F(CertificatesTest, PlantedFaultACodeWithoutTheServersSecretIsGuessed) {
  Badge();
  storage::v1::CodedCertificate certificate;
  certificate.set_worker("ann");
  certificate.set_certificate_type("forklift-n1");
  certificate.set_number("N1-7");
  const CertificateCodes guess(server_.store(), std::string(32, '\0'));
  EXPECT_FALSE(Check(guess.CodeOf(certificate)).ok());
}

TEST(CertificateCodesTest, TheStoreKnowsNoCode) {
  storage::MemoryStore store;
  const CertificateCodes codes(store, std::string(32, 's'));
  storage::v1::CodedCertificate certificate;
  certificate.set_worker("ann");
  storage::WriteBatch batch;
  ASSERT_TRUE(codes.Register(certificate, batch).ok());
  for (const auto& write : batch.writes()) {
    EXPECT_EQ(write.key.find(codes.CodeOf(certificate)), std::string::npos);
    EXPECT_EQ(write.value->find(codes.CodeOf(certificate)), std::string::npos);
  }
  ASSERT_TRUE(store.CommitSync(std::move(batch)).ok());
  EXPECT_EQ((*codes.Find(codes.CodeOf(certificate)))->worker(), "ann");
}

TEST(MaskedNameTest, OnlyTheFirstLetterIsShown) {
  EXPECT_EQ(MaskedName("王小明"), "王**");
  EXPECT_EQ(MaskedName("王明"), "王**");
  EXPECT_EQ(MaskedName("John Smith"), "J**");
  EXPECT_EQ(MaskedName("𠮷田"), "𠮷**");
  EXPECT_EQ(MaskedName(""), "**");
}

}  // namespace
}  // namespace touchstone::testing
