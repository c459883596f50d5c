#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "services/common/hash.h"
#include "tests/services/training/training_fixture.h"
#include "touchstone/v1/training_import.grpc.pb.h"

namespace touchstone::testing {

// The training fixture and calls of ImportsService.
class ImportFixture : public TrainingFixture {
 protected:
  using Imports = v1::ImportsService::Stub;

  // What a run told.
  struct Run {
    absl::Status status;
    std::vector<v1::ImportProblem> problems;
    v1::ImportProgress last;

    // "3:D REFERENCE_UNKNOWN" for each problem.
    std::vector<std::string> Places() const {
      std::vector<std::string> places;
      for (const auto& problem : problems) {
        places.push_back(std::to_string(problem.row()) + ":" + problem.column() + " " +
                         problem.reason());
      }
      return places;
    }
  };

  template <typename Response, typename Method, typename Request>
  absl::StatusOr<Response> Ask(Method method, const Request& request, const std::string& token) {
    return CallWith<Response>(*imports_, method, token.empty() ? organiser_ : token, request);
  }

  static v1::CreateImportRequest NewImport(v1::ImportKind kind, const std::string& content,
                                           const std::string& parent,
                                           const std::string& file = "table.csv") {
    v1::CreateImportRequest request;
    request.set_parent(parent);
    request.mutable_import()->set_kind(kind);
    request.mutable_import()->set_file_name(file);
    request.mutable_import()->set_size(content.size());
    request.mutable_import()->set_sha256(Sha256(content));
    return request;
  }

  absl::StatusOr<v1::Import> UploadPart(const std::string& name, std::uint64_t offset,
                                        const std::string& content, const std::string& token = "") {
    v1::UploadImportRequest request;
    request.set_name(name);
    request.set_offset(offset);
    request.set_content(content);
    return Ask<v1::Import>(&Imports::UploadImport, request, token);
  }

  // Creates an import and uploads its file; gives its name.
  std::string Upload(v1::ImportKind kind, const std::string& content,
                     const std::string& parent = "companies/acme", const std::string& token = "",
                     const std::string& file = "table.csv") {
    auto made =
        Ask<v1::Import>(&Imports::CreateImport, NewImport(kind, content, parent, file), token);
    EXPECT_TRUE(made.ok()) << made.status();
    if (!made.ok()) return "";
    constexpr std::size_t kPart = 128 * 1024;
    for (std::size_t at = 0; at < content.size(); at += kPart) {
      auto part = UploadPart(made->name(), at, content.substr(at, kPart), token);
      EXPECT_TRUE(part.ok()) << part.status();
    }
    return made->name();
  }

  Run RunOf(const std::string& name, bool validate_only = false, const std::string& token = "") {
    v1::RunImportRequest request;
    request.set_name(name);
    request.set_validate_only(validate_only);
    auto context = TestServer::Context(token.empty() ? organiser_ : token);
    auto reader = imports_->RunImport(context.get(), request);
    Run run;
    v1::ImportProgress progress;
    while (reader->Read(&progress)) {
      for (const auto& problem : progress.problems()) run.problems.push_back(problem);
      run.last = progress;
    }
    run.status = FromGrpcStatus(reader->Finish());
    return run;
  }

  // Uploads and runs.
  Run Import(v1::ImportKind kind, const std::string& content,
             const std::string& parent = "companies/acme", const std::string& token = "",
             const std::string& file = "table.csv") {
    return RunOf(Upload(kind, content, parent, token, file), false, token);
  }

  v1::Import Get(const std::string& name) {
    v1::GetImportRequest request;
    request.set_name(name);
    auto import = Ask<v1::Import>(&Imports::GetImport, request, "");
    EXPECT_TRUE(import.ok()) << import.status();
    return import.ok() ? *import : v1::Import();
  }

  absl::StatusOr<v1::Import> Revert(const std::string& name, const std::string& token = "") {
    v1::RevertImportRequest request;
    request.set_name(name);
    request.set_reason("导错了表");
    return Ask<v1::Import>(&Imports::RevertImport, request, token);
  }

  std::unique_ptr<Imports> imports_ = server_.Stub<v1::ImportsService>();
};

}  // namespace touchstone::testing
