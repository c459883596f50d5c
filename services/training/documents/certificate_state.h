#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "services/common/clock.h"
#include "services/training/file_index.h"
#include "storage/kv_store.h"
#include "touchstone/storage/v1/document.pb.h"
#include "touchstone/v1/events.pb.h"
#include "touchstone/v1/training.pb.h"
#include "touchstone/v1/training_document.pb.h"

// One certificate, whoever asks.
namespace touchstone::training {

// How the certificate stands today, as known now: this one, also when the worker has another of its
// type. STORE_READ_FAILED.
absl::StatusOr<v1::CertificateStatus> StatusOf(const storage::KvStore& store,
                                               const CertificateTypes& types, const Clock& clock,
                                               const storage::v1::CodedCertificate& certificate);

// "王**": the first letter of a name; how many follow is hidden too.
std::string MaskedName(const std::string& name);

// Time zone of the site where the worker works; the default one when that is not known.
std::string TimeZoneOf(const storage::KvStore& store, const v1::Worker& worker);

}  // namespace touchstone::training
