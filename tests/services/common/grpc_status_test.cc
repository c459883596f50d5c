#include "services/common/grpc_status.h"

#include <set>
#include <string>

#include <gmock/gmock.h>
#include <google/protobuf/descriptor.h>
#include <gtest/gtest.h>

#include "google/rpc/error_details.pb.h"
#include "services/common/errors.h"
#include "touchstone/v1/errors.pb.h"

namespace touchstone {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

TEST(GrpcStatusTest, OkStaysOk) {
  EXPECT_TRUE(ToGrpcStatus(absl::OkStatus()).ok());
  EXPECT_TRUE(FromGrpcStatus(grpc::Status::OK).ok());
}

TEST(GrpcStatusTest, AnErrorComesBackWithAllItsDetails) {
  const absl::Status sent =
      MakeError(Reason::SHEET_HAS_GAPS, "two items", {{"seal.module", "has gaps"}},
                {{"items", "a,b"}, {"judge", "j1"}});
  const grpc::Status wire = ToGrpcStatus(sent);
  EXPECT_EQ(wire.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(wire.error_message(), "SHEET_HAS_GAPS: two items");
  const absl::Status received = FromGrpcStatus(wire);
  EXPECT_EQ(received.code(), sent.code());
  EXPECT_EQ(received.message(), "two items");
  const ErrorDetail detail = DetailOf(received);
  EXPECT_EQ(detail.reason, Reason::SHEET_HAS_GAPS);
  ASSERT_EQ(detail.fields.size(), 1u);
  EXPECT_EQ(detail.fields[0].field, "seal.module");
  EXPECT_EQ(detail.fields[0].description, "has gaps");
  EXPECT_THAT(detail.metadata,
              ::testing::UnorderedElementsAre(Pair("items", "a,b"), Pair("judge", "j1")));
}

TEST(GrpcStatusTest, EveryReasonOfTheContractComesBackAsItself) {
  const auto* reasons = v1::ErrorReason_descriptor();
  for (int i = 0; i < reasons->value_count(); ++i) {
    const int number = reasons->value(i)->number();
    if (number == 0) continue;
    const auto reason = static_cast<Reason>(number);
    EXPECT_EQ("ERROR_REASON_" + std::string(ReasonName(reason)), reasons->value(i)->name());
    EXPECT_EQ(ReasonOf(FromGrpcStatus(ToGrpcStatus(MakeError(reason)))), reason);
  }
}

TEST(GrpcStatusTest, TellsPeopleInChineseFirstThenInEnglish) {
  const google::rpc::Status status = ToRpcStatus(MakeError(Reason::NOT_YOURS));
  std::vector<std::pair<std::string, std::string>> texts;
  for (const auto& detail : status.details()) {
    google::rpc::LocalizedMessage text;
    if (detail.UnpackTo(&text)) texts.emplace_back(text.locale(), text.message());
  }
  EXPECT_THAT(texts, ElementsAre(Pair("zh-CN", "这不属于您"), Pair("en", "This is not yours")));
}

// gRPC's clients drop an answer with more than 8 KiB of metadata, in which details are base64.
TEST(GrpcStatusTest, OfManyFieldsAsManyAreNamedAsAClientTakes) {
  constexpr std::size_t kMostBytes = 8 * 1024 * 3 / 4 - 1024;
  std::vector<FieldViolation> fields;
  for (int i = 0; i < 100; ++i) {
    fields.push_back({"records[" + std::to_string(i) + "].record.certificate.type",
                      "there is no such type of certificate"});
  }
  const absl::Status all = MakeError(Reason::RECORD_NOT_ACCEPTED, "100 not accepted", fields);
  const grpc::Status sent = ToGrpcStatus(all);
  EXPECT_LT(sent.error_details().size(), kMostBytes);
  EXPECT_GT(ToRpcStatus(all).ByteSizeLong(), kMostBytes) << "otherwise this shows nothing";
  const ErrorDetail read = DetailOf(FromGrpcStatus(sent));
  EXPECT_EQ(read.reason, Reason::RECORD_NOT_ACCEPTED);
  ASSERT_GT(read.fields.size(), 10U);
  EXPECT_EQ(read.fields.front().field, "records[0].record.certificate.type");
  EXPECT_EQ(read.fields.back().field, "");
  EXPECT_EQ(read.fields.back().description,
            std::to_string(fields.size() + 1 - read.fields.size()) + " more");
}

TEST(GrpcStatusTest, ErrorsOfOthersKeepCodeAndMessage) {
  const absl::Status status =
      FromGrpcStatus(grpc::Status(grpc::StatusCode::UNAVAILABLE, "no route"));
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(status.message(), "no route");
  EXPECT_EQ(ReasonOf(status), Reason::kUnspecified);
  EXPECT_EQ(ReasonOf(FromGrpcStatus(grpc::Status(grpc::StatusCode::ABORTED, "x", "\xff junk"))),
            Reason::kUnspecified);
}

TEST(GrpcStatusTest, CodesAreTheSameNumbers) {
  for (int code = 1; code <= 16; ++code) {
    const absl::Status status(static_cast<absl::StatusCode>(code), "x");
    EXPECT_EQ(static_cast<int>(ToGrpcStatus(status).error_code()), code);
    EXPECT_EQ(FromGrpcStatus(ToGrpcStatus(status)).code(), status.code());
  }
}

}  // namespace
}  // namespace touchstone
