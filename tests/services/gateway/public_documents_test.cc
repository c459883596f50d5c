#include "services/gateway/public_documents.h"

#include <gtest/gtest.h>

#include "touchstone/v1/training_document.pb.h"

namespace touchstone::gateway {
namespace {

HttpRequest Get(const std::string& target) {
  HttpRequest request;
  request.method = "GET";
  request.target = target;
  return request;
}

Answer Failed(grpc::StatusCode code) {
  Answer answer;
  answer.status = {code, "details that are nobody's business"};
  return answer;
}

TEST(PublicDocumentsTest, OnlyTheTwoPathsAreCalls) {
  EXPECT_EQ(PublicDocumentCall(Get("/badges/keys"))->method,
            "/touchstone.v1.DocumentsService/GetBadgeKeys");
  const auto status = PublicDocumentCall(Get("/badges/status/abcdefghijklmnopqrstuvwx?x=1"));
  EXPECT_EQ(status->method, "/touchstone.v1.DocumentsService/GetBadgeStatus");
  v1::GetBadgeStatusRequest asked;
  ASSERT_TRUE(asked.ParseFromString(status->message));
  EXPECT_EQ(asked.code(), "abcdefghijklmnopqrstuvwx");
  for (const char* path : {"/", "/badges", "/badges/", "/badges/keys/", "/badges/status"}) {
    EXPECT_FALSE(PublicDocumentCall(Get(path)).has_value()) << path;
  }
  HttpRequest post = Get("/badges/keys");
  post.method = "POST";
  EXPECT_FALSE(PublicDocumentCall(post).has_value());
}

TEST(PublicDocumentsTest, NoTokenOfTheCallerGoesAlong) {
  HttpRequest request = Get("/badges/keys");
  request.headers.push_back({"authorization", "Bearer secret"});
  request.headers.push_back({"cookie", "a=b"});
  EXPECT_TRUE(PublicDocumentCall(request)->metadata.empty());
}

TEST(PublicDocumentsTest, WhatIsNotThereAndWhatIsNoCodeAnswerAlike) {
  const HttpRequest request = Get("/badges/status/x");
  const HttpResponse unknown = PublicDocumentResponse(request, Failed(grpc::StatusCode::NOT_FOUND));
  const HttpResponse invalid =
      PublicDocumentResponse(request, Failed(grpc::StatusCode::INVALID_ARGUMENT));
  EXPECT_EQ(unknown.status, 404);
  EXPECT_EQ(ResponseText(unknown, true), ResponseText(invalid, true));
}

TEST(PublicDocumentsTest, AServerThatIsAwayIsNoRevocationAndNoPass) {
  const HttpResponse away =
      PublicDocumentResponse(Get("/badges/status/x"), Failed(grpc::StatusCode::UNAVAILABLE));
  EXPECT_EQ(away.status, 503);
  EXPECT_EQ(away.body.find("nobody's business"), std::string::npos);
}

TEST(PublicDocumentsTest, TooManyWrongCodesAreNoRevocationAndNoPass) {
  const HttpResponse refused =
      PublicDocumentResponse(Get("/badges/status/x"), Failed(grpc::StatusCode::RESOURCE_EXHAUSTED));
  EXPECT_EQ(refused.status, 429);
}

TEST(PublicDocumentsTest, AStatusIsNeverCached) {
  v1::Document document;
  document.set_media_type("application/json");
  document.set_content("{}");
  Answer answer;
  answer.message = document.SerializeAsString();
  const auto cache = [&](const char* path) {
    for (const Header& header : PublicDocumentResponse(Get(path), answer).headers) {
      if (header.name == "cache-control") return header.value;
    }
    return std::string();
  };
  EXPECT_EQ(cache("/badges/status/x"), "no-store");
  EXPECT_EQ(cache("/badges/keys"), "public, max-age=300");
}

}  // namespace
}  // namespace touchstone::gateway
