#pragma once

#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "services/training/certificate_type.h"
#include "touchstone/v1/certificate_type.pb.h"

// Types of certificates from their messages and from files that people write (text protos,
// .txtpb), and those that come with the program. ContentHash() and ResourceId() of
// services/judging/rule_pack_convert.h make their versions. All functions are thread-safe.
namespace touchstone::training {

// The type as the rules use it. CERTIFICATE_TYPE_INVALID with every field that is wrong, as a path
// such as "rules[2].sentence.zh"; the error's message names the first.
absl::StatusOr<CertificateType> ToCertificateType(const v1::CertificateType& message);

// Reads and checks a type. The message of an error starts with "file_name:line:".
absl::StatusOr<v1::CertificateType> ParseCertificateTypeText(std::string_view text,
                                                             std::string_view file_name);

// Every shipped type, in the order of their files. All are valid; they live as long as the program.
const std::vector<v1::CertificateType>& ShippedCertificateTypes();

// The shipped type with this id ("forklift-n1"), or nullptr.
const v1::CertificateType* FindShippedCertificateType(std::string_view id);

}  // namespace touchstone::training
