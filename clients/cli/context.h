#pragma once

#include <iosfwd>
#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace touchstone::cli {

enum class Language { kChinese, kEnglish };

// What every command of `touchstone` gets: how to speak, where to, and to which server. One for a
// run of the program; not thread-safe.
class Context {
 public:
  Context(std::ostream& out_stream, std::ostream& err_stream) : out(out_stream), err(err_stream) {}

  // The text in the language of this run.
  std::string_view Say(std::string_view zh, std::string_view en) const;

  // Ends a command: nothing for OK, else the error goes to `err` and the exit code becomes 1. With
  // `json` the error is one JSON object with reason, message and fields.
  void Finish(const absl::Status& status);

  std::ostream& out;
  std::ostream& err;
  bool json = false;
  Language language = Language::kChinese;
  std::string server = "127.0.0.1:7443";
  std::string token;  // a token, or "@FILE" that holds one
  int exit_code = 0;
};

// The language of TOUCHSTONE_LANG ("zh" or "en"), otherwise Chinese.
Language LanguageFromEnvironment();

}  // namespace touchstone::cli
