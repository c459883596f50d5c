#include "services/leaderboard/snapshot_rows.h"

#include <utility>
#include <vector>

#include "storage/keys.h"

namespace touchstone::leaderboard {
namespace {

constexpr std::string_view kFollower = "leaderboard";
constexpr std::size_t kChecksumBytes = 8;

// Texts one after the other, so that no two sequences look alike.
class Texts {
 public:
  Texts& operator<<(std::string_view text) {
    bytes_ += storage::keys::Number(text.size());
    bytes_ += text;
    return *this;
  }
  const std::string& bytes() const { return bytes_; }

 private:
  std::string bytes_;
};

std::optional<Number> ParseDecimal(std::string_view text) {
  if (auto usual = Number::Parse(text)) return usual;
  const bool negative = text.starts_with("-");
  if (negative) text.remove_prefix(1);
  Number value;
  Number unit = 1;
  bool behind = false;
  if (text.empty()) return std::nullopt;
  for (const char c : text) {
    if (c == '.' && !behind) {
      behind = true;
    } else if (c < '0' || c > '9') {
      return std::nullopt;
    } else {
      value = value * Number(10) + Number(c - '0');
      if (behind) unit *= Number(10);
    }
  }
  value /= unit;
  return negative ? -value : value;
}

template <class Texts>
bool ParseAll(const Texts& texts, std::vector<Number>& numbers) {
  for (const std::string& text : texts) {
    const auto number = ParseExact(text);
    if (!number) return false;
    numbers.push_back(*number);
  }
  return true;
}

}  // namespace

std::uint64_t Checksum(std::string_view bytes) {
  std::uint64_t hash = 14695981039346656037u;
  for (const char c : bytes) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 1099511628211u;
  }
  return hash;
}

std::uint64_t SetupChecksum(const judging::Contest& contest) {
  Texts texts;
  for (const auto& [id, discipline] : contest.disciplines()) {
    texts << "discipline" << id << discipline.rule_pack_name << discipline.scheme_name;
    for (const judging::StageSetup& stage : discipline.stages) {
      texts << "stage" << stage.id;
      for (const std::string& part : stage.parts) texts << part;
    }
  }
  for (const auto& [id, assignment] : contest.assignments()) {
    if (!assignment.active) continue;
    const judging::JudgeSetup* judge = contest.FindJudge(assignment.judge);
    texts << "assignment" << assignment.judge << (judge == nullptr ? "" : judge->company)
          << assignment.discipline << "modules";
    for (const std::string& module : assignment.modules) texts << module;
    texts << "entrants";
    for (const std::string& entrant : assignment.entrants) texts << entrant;
  }
  return Checksum(texts.bytes());
}

std::string Seal(const google::protobuf::MessageLite& message) {
  const std::string bytes = message.SerializeAsString();
  return storage::keys::Number(Checksum(bytes)) + bytes;
}

bool Unseal(std::string_view bytes, google::protobuf::MessageLite& message) {
  if (bytes.size() < kChecksumBytes) return false;
  const std::string_view body = bytes.substr(kChecksumBytes);
  return storage::keys::ParseNumber(bytes.substr(0, kChecksumBytes)) == Checksum(body) &&
         message.ParseFromArray(body.data(), static_cast<int>(body.size()));
}

storage::v1::LeaderboardRow ToRow(const SeatState& state, std::string_view company) {
  storage::v1::LeaderboardRow row;
  row.set_discipline(state.discipline);
  row.set_company(std::string(company));
  row.set_code(state.code);
  for (const BoardResult& result : state.result.boards) {
    auto* to = row.add_boards();
    to->set_status(static_cast<std::uint32_t>(result.status));
    to->set_total(result.total.ToString());
    for (const Number& value : result.key.values) to->add_key(value.ToString());
  }
  for (const Number& value : state.result.company_values) {
    row.add_company_values(value.ToString());
  }
  for (const Number& value : state.result.team_values) row.add_team_values(value.ToString());
  return row;
}

std::optional<SeatState> FromRow(const storage::v1::LeaderboardRow& row) {
  SeatState state{row.discipline(), row.code(), {}};
  for (const auto& from : row.boards()) {
    BoardResult& result = state.result.boards.emplace_back();
    if (from.status() > static_cast<std::uint32_t>(judging::EntrantStatus::kWithdrawn)) {
      return std::nullopt;
    }
    result.status = static_cast<judging::EntrantStatus>(from.status());
    const auto total = ParseExact(from.total());
    if (!total || !ParseAll(from.key(), result.key.values)) return std::nullopt;
    result.total = *total;
  }
  if (!ParseAll(row.company_values(), state.result.company_values) ||
      !ParseAll(row.team_values(), state.result.team_values) || state.result.boards.empty()) {
    return std::nullopt;
  }
  return state;
}

std::optional<Number> ParseExact(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return ParseDecimal(text);
  const auto numerator = ParseDecimal(text.substr(0, slash));
  const auto denominator = ParseDecimal(text.substr(slash + 1));
  if (!numerator || !denominator || *denominator == Number(0)) return std::nullopt;
  return *numerator / *denominator;
}

std::string HeadKey(std::string_view event) { return storage::keys::Snapshot(kFollower, event); }

std::string RowPrefix(std::string_view event, bool frozen) {
  return storage::keys::Snapshot(kFollower, std::string(event) + (frozen ? "/frozen/" : "/live/"));
}

}  // namespace touchstone::leaderboard
