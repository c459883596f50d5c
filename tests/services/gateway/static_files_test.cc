#include "services/gateway/static_files.h"

#include <gtest/gtest.h>

#include <fstream>

#include "tests/storage/temp_folder.h"

namespace touchstone::gateway {
namespace {

namespace fs = std::filesystem;

class StaticFilesTest : public ::testing::Test {
 protected:
  StaticFilesTest() {
    Write("secret.txt", "outside");
    Write("web/index.html", "home");
    Write("web/judge/index.html", "judge");
    Write("web/judge/sw.js", "worker");
    Write("web/assets/app-1a2b3c.js", "script");
    Write("web/.hidden", "hidden");
    fs::create_symlink(folder_ / "secret.txt", folder_ / "web/link.txt");
    files_ = std::make_unique<StaticFiles>(folder_ / "web");
  }

  void Write(const std::string& name, const std::string& text) {
    fs::create_directories((folder_ / name).parent_path());
    std::ofstream(folder_ / name) << text;
  }
  HttpResponse Get(const std::string& target, Headers headers = {}) {
    HttpRequest request;
    request.method = "GET";
    request.target = target;
    request.headers = std::move(headers);
    return files_->Answer(request);
  }
  static std::string Value(const HttpResponse& response, const std::string& name) {
    for (const Header& header : response.headers) {
      if (header.name == name) return header.value;
    }
    return "";
  }

  const storage::TempFolder temporary_;
  const fs::path folder_ = temporary_.path();
  std::unique_ptr<StaticFiles> files_;
};

TEST_F(StaticFilesTest, AFolderIsItsIndexUnderASlash) {
  EXPECT_EQ(Get("/").Content(), "home");
  EXPECT_EQ(Get("/?lang=zh").Content(), "home");
  EXPECT_EQ(Get("/judge/").Content(), "judge");
  const HttpResponse moved = Get("/judge");
  EXPECT_EQ(moved.status, 301);
  EXPECT_EQ(Value(moved, "location"), "/judge/");
}

TEST_F(StaticFilesTest, NothingOutsideIsRead) {
  for (const char* path :
       {"/../secret.txt", "/judge/../../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt",
        "/%2e%2e%2fsecret.txt", "/..\\secret.txt", "/link.txt", "/.hidden", "/%2ehidden",
        "//secret.txt", "/judge/%00", "/%zz", "secret.txt", "", "/nothing.js"}) {
    EXPECT_EQ(Get(path).status, 404) << path;
  }
}

TEST_F(StaticFilesTest, HashedFilesAreKeptForEverAndPagesAreNot) {
  EXPECT_EQ(Value(Get("/assets/app-1a2b3c.js"), "cache-control"),
            "public, max-age=31536000, immutable");
  EXPECT_EQ(Value(Get("/"), "cache-control"), "no-cache");
  EXPECT_EQ(Value(Get("/judge/sw.js"), "cache-control"), "no-cache");
}

TEST_F(StaticFilesTest, AnUnchangedFileIsNotSentAgain) {
  const std::string etag = Value(Get("/"), "etag");
  EXPECT_EQ(Get("/", {{"if-none-match", etag}}).status, 304);
  EXPECT_EQ(Get("/", {{"if-none-match", etag}}).Content(), "");
  Write("web/index.html", "a new home");
  fs::last_write_time(folder_ / "web/index.html",
                      fs::file_time_type::clock::now() + std::chrono::seconds(5));
  EXPECT_EQ(Get("/", {{"if-none-match", etag}}).Content(), "a new home");
}

TEST_F(StaticFilesTest, EveryAnswerIsGuarded) {
  for (const char* path : {"/", "/nothing", "/judge"}) {
    const HttpResponse response = Get(path);
    EXPECT_NE(Value(response, "content-security-policy").find("default-src 'none'"),
              std::string::npos);
    EXPECT_EQ(Value(response, "content-security-policy").find("unsafe-inline"), std::string::npos);
    EXPECT_EQ(Value(response, "x-content-type-options"), "nosniff");
    EXPECT_EQ(Value(response, "referrer-policy"), "no-referrer");
  }
}

TEST_F(StaticFilesTest, TypesAreByName) {
  EXPECT_EQ(Value(Get("/"), "content-type"), "text/html; charset=utf-8");
  EXPECT_EQ(Value(Get("/judge/sw.js"), "content-type"), "text/javascript; charset=utf-8");
}

TEST_F(StaticFilesTest, WithoutAFolderThereAreNoFiles) {
  files_ = std::make_unique<StaticFiles>("");
  EXPECT_EQ(Get("/").status, 404);
  EXPECT_EQ(Get("/etc/passwd").status, 404);
}

}  // namespace
}  // namespace touchstone::gateway
