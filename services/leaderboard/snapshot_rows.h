#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "google/protobuf/message.h"
#include "services/judging/contest.h"
#include "services/leaderboard/entrant_boards.h"
#include "touchstone/storage/v1/records.pb.h"

// How the leaderboard's snapshot lies in the store. A snapshot only saves time: whatever is
// missing, damaged or of another version is made anew from the chain.
namespace touchstone::leaderboard {

// To be raised whenever the rules of scoring change their results.
inline constexpr std::uint32_t kSnapshotFormat = 1;

// FNV-1a, 64 bits: finds damage and differences, no protection against intent.
std::uint64_t Checksum(std::string_view bytes);

// What results rest on besides entries and the entrant himself: rules, assignments, interests.
std::uint64_t SetupChecksum(const judging::Contest& contest);

// The message after its checksum.
std::string Seal(const google::protobuf::MessageLite& message);
// False when the bytes are damaged.
bool Unseal(std::string_view bytes, google::protobuf::MessageLite& message);

storage::v1::LeaderboardRow ToRow(const SeatState& state, std::string_view company);
// nullopt when something in it is no number.
std::optional<SeatState> FromRow(const storage::v1::LeaderboardRow& row);

// What Number::ToString() wrote, of any length.
std::optional<Number> ParseExact(std::string_view text);

// "{event}", "{event}/live/…" and "{event}/frozen/…".
std::string HeadKey(std::string_view event);
std::string RowPrefix(std::string_view event, bool frozen);

}  // namespace touchstone::leaderboard
