#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "services/common/errors.h"
#include "services/common/grpc_status.h"
#include "tests/services/ledger/small_contest.h"
#include "tests/support/test_server.h"
#include "touchstone/v1/judging.grpc.pb.h"

namespace touchstone {

// A server with a small contest, its judges j1 and j2, and those who run it.
class JudgingServiceFixture : public ::testing::Test {
 protected:
  explicit JudgingServiceFixture(SmallContest contest = {})
      : contest_(std::move(contest)), stub_(server_.Stub<v1::JudgingService>()) {
    contest_.PutInto(server_.store());
    j1_ = server_.JudgeToken("e1", "j1");
    j2_ = server_.JudgeToken("e1", "j2");
    chief_ = server_.Token(v1::ROLE_CHIEF_JUDGE, "events/e1");
    supervisor_ = server_.Token(v1::ROLE_SUPERVISOR, "events/e1");
    organiser_ = server_.Organiser();
  }

  // Calls a method and gives its answer or its error.
  template <typename Response, typename Method, typename Request>
  absl::StatusOr<Response> Call(Method method, const std::string& secret, const Request& request) {
    Response response;
    auto context = server_.Context(secret);
    const grpc::Status status = (stub_.get()->*method)(context.get(), request, &response);
    if (!status.ok()) return FromGrpcStatus(status);
    return response;
  }

  absl::StatusOr<v1::Receipt> Record(const std::string& secret, const v1::Entry& entry,
                                     const std::optional<v1::Note>& note = std::nullopt) {
    v1::RecordEntryRequest request;
    request.mutable_entry()->set_entry_bytes(entry.SerializeAsString());
    if (note) *request.mutable_entry()->mutable_note() = *note;
    auto response = Call<v1::RecordEntryResponse>(&Stub::RecordEntry, secret, request);
    if (!response.ok()) return response.status();
    return response->receipt();
  }
  void Counted(const std::string& secret, const v1::Entry& entry) {
    const auto receipt = Record(secret, entry);
    ASSERT_TRUE(receipt.ok()) << receipt.status();
    EXPECT_EQ(receipt->disposition(), v1::DISPOSITION_COUNTED);
  }
  Reason Refused(const std::string& secret, const v1::Entry& entry) {
    const auto receipt = Record(secret, entry);
    EXPECT_FALSE(receipt.ok());
    return ReasonOf(receipt.status());
  }
  absl::StatusOr<v1::Receipt> Seal(const std::string& secret, const std::string& code,
                                   const std::string& id) {
    v1::SealSheetRequest request;
    request.set_parent("events/e1");
    request.mutable_seal()->set_discipline("d1");
    request.mutable_seal()->set_entrant_code(code);
    request.mutable_seal()->set_module("p/m");
    request.set_entry_id(SmallContest::EntryId(id));
    auto response = Call<v1::SealSheetResponse>(&Stub::SealSheet, secret, request);
    if (!response.ok()) return response.status();
    return response->receipt();
  }
  absl::StatusOr<v1::Sheet> GetSheet(const std::string& secret, const std::string& code,
                                     const std::string& judge = "") {
    v1::GetSheetRequest request;
    request.set_parent("events/e1");
    request.set_discipline("d1");
    request.set_entrant_code(code);
    request.set_module("p/m");
    request.set_judge(judge);
    return Call<v1::Sheet>(&Stub::GetSheet, secret, request);
  }
  // Marks everything of entrant 1 for both judges and seals both sheets.
  void CompletePanel() {
    for (const std::string judge : {"j1", "j2"}) {
      const std::string& secret = judge == "j1" ? j1_ : j2_;
      Counted(secret, contest_.Mark(judge + "-a1", judge, "1", "p/m/b/a1", "8"));
      Counted(secret, contest_.Mark(judge + "-a2", judge, "1", "p/m/b/a2", "7"));
    }
    Counted(j1_, contest_.Mark("j1-f", "j1", "1", "p/m/b/f", "2"));
    EXPECT_TRUE(Seal(j1_, "1", "seal-j1").ok());
    EXPECT_TRUE(Seal(j2_, "1", "seal-j2").ok());
  }
  const v1::Cell& CellOf(const v1::Sheet& sheet, const std::string& item) {
    for (const v1::Cell& cell : sheet.cells()) {
      if (cell.item() == item) return cell;
    }
    ADD_FAILURE() << "no cell " << item;
    return v1::Cell::default_instance();
  }

  using Stub = v1::JudgingService::Stub;
  SmallContest contest_;
  touchstone::testing::TestServer server_;
  std::unique_ptr<Stub> stub_;
  std::string j1_, j2_, chief_, supervisor_, organiser_;
};

}  // namespace touchstone
