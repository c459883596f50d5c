#include "storage/keys.h"

#include <initializer_list>

namespace touchstone::storage::keys {
namespace {

std::string Join(std::initializer_list<std::string_view> parts) {
  std::string key;
  for (std::string_view part : parts) {
    if (!key.empty()) key += '/';
    key += part;
  }
  return key;
}

}  // namespace

std::string Number(std::uint64_t value) {
  std::string bytes(8, '\0');
  for (int i = 7; i >= 0; --i) {
    bytes[static_cast<std::size_t>(i)] = static_cast<char>(value & 0xff);
    value >>= 8;
  }
  return bytes;
}

std::uint64_t ParseNumber(std::string_view bytes) {
  std::uint64_t value = 0;
  for (char byte : bytes) value = value << 8 | static_cast<unsigned char>(byte);
  return value;
}

std::string Resource(std::string_view kind, std::string_view id) { return Join({kind, id}); }
std::string ResourceIn(std::string_view event, std::string_view kind, std::string_view id) {
  return Join({kind, event, id});
}
std::string ResourcePrefix(std::string_view kind) { return Join({kind, ""}); }
std::string ResourcePrefixIn(std::string_view event, std::string_view kind) {
  return Join({kind, event, ""});
}

std::string EntrantCode(std::string_view event, std::string_view discipline,
                        std::string_view code) {
  return Join({"entrant_code", event, discipline, code});
}

std::string StaffNumber(std::string_view company, std::string_view staff_number) {
  return Join({"staff_number", company, staff_number});
}

std::string Envelope(std::string_view event, std::uint64_t position) {
  return EnvelopePrefix(event) + Number(position);
}
std::string EnvelopePrefix(std::string_view event) { return Join({"envelope", event, ""}); }
std::string EntryId(std::string_view event, std::string_view entry_id) {
  return Join({"entry", event, entry_id});
}
std::string Note(std::string_view event, std::string_view entry_id) {
  return Join({"note", event, entry_id});
}
std::string Photo(std::string_view event, std::string_view entry_id) {
  return Join({"photo", event, entry_id});
}
std::string EntrantHistory(std::string_view event, std::string_view entrant,
                           std::uint64_t position) {
  return EntrantHistoryPrefix(event, entrant) + Number(position);
}
std::string EntrantHistoryPrefix(std::string_view event, std::string_view entrant) {
  return Join({"history", event, entrant, ""});
}
std::string Waiting(std::string_view event, std::uint64_t position) {
  return WaitingPrefix(event) + Number(position);
}
std::string WaitingPrefix(std::string_view event) { return Join({"waiting", event, ""}); }
std::string IncidentAt(std::string_view event, std::uint64_t position) {
  return IncidentPrefix(event) + Number(position);
}
std::string IncidentPrefix(std::string_view event) { return Join({"incident", event, ""}); }

std::string Token(std::string_view secret_hash) { return TokenPrefix() + std::string(secret_hash); }
std::string TokenPrefix() { return "token/"; }
std::string TokenId(std::string_view token) { return Join({"token_id", token}); }
std::string TokenIdPrefix() { return "token_id/"; }

std::string Session(std::string_view holder, std::string_view token) {
  return SessionPrefix(holder) + std::string(token);
}
std::string SessionPrefix(std::string_view holder) { return Join({"session", holder, ""}); }
std::string LastSession(std::string_view holder) { return Join({"last_session", holder}); }

std::string Account(std::string_view account) { return Join({"account", account}); }
std::string LoginName(std::string_view login_name) {
  return LoginNamePrefix() + std::string(login_name);
}
std::string LoginNamePrefix() { return "login_name/"; }
std::string Invitation(std::string_view secret_hash) { return Join({"invitation", secret_hash}); }

std::string Pairing(std::string_view secret_hash) { return Join({"pairing", secret_hash}); }
std::string Tablet(std::string_view event, std::string_view tablet) {
  return TabletPrefix(event) + std::string(tablet);
}
std::string TabletPrefix(std::string_view event) { return Join({"tablet", event, ""}); }
std::string JudgePin(std::string_view event, std::string_view judge) {
  return Join({"judge_pin", event, judge});
}

std::string Request(std::string_view caller, std::string_view request_id) {
  return Join({"request", caller, request_id});
}
std::string RequestPrefix() { return "request/"; }

std::string File(std::string_view worker) { return Join({"file", worker}); }
std::string Record(std::string_view worker, std::uint64_t position) {
  return RecordPrefix(worker) + Number(position);
}
std::string RecordPrefix(std::string_view worker) { return Join({"record", worker, ""}); }

std::string FileAt(std::string_view company, std::string_view site, std::string_view worker) {
  return FileAtPrefix(company, site) + std::string(worker);
}
std::string FileAtPrefix(std::string_view company, std::string_view site) {
  return Join({"file_at", company, site, ""});
}

std::string Lapse(std::string_view company, std::string_view date, std::string_view worker,
                  std::string_view type) {
  return Join({"lapse", company, date, worker, type});
}
std::string LapsePrefix(std::string_view company, std::string_view date) {
  return Join({"lapse", company, date});
}

std::string Attendance(std::string_view batch, std::string_view session, std::string_view worker,
                       std::uint64_t position) {
  return Join({"attendance", batch, session, worker, ""}) + Number(position);
}
std::string AttendancePrefix(std::string_view batch) { return Join({"attendance", batch, ""}); }
std::string AttendancePrefix(std::string_view batch, std::string_view session) {
  return Join({"attendance", batch, session, ""});
}

std::string Import(std::string_view company, std::string_view import) {
  return ImportPrefix(company) + std::string(import);
}
std::string ImportPrefix(std::string_view company) { return Join({"import", company, ""}); }
std::string OpenImport(std::string_view company, std::string_view import) {
  return Join({"import_open", company, import});
}
std::string OpenImportPrefix() { return "import_open/"; }
std::string ImportBlock(std::string_view company, std::string_view import, std::uint64_t block) {
  return Join({"import_block", company, import, ""}) + Number(block);
}
std::string ImportFile(std::string_view company, std::string_view import, std::string_view worker) {
  return ImportFilePrefix(company, import) + std::string(worker);
}
std::string ImportFilePrefix(std::string_view company, std::string_view import) {
  return Join({"import_file", company, import, ""});
}

std::string Snapshot(std::string_view follower, std::string_view event) {
  return Join({"snapshot", follower, event});
}
std::string SnapshotPrefix(std::string_view follower) { return Join({"snapshot", follower, ""}); }

}  // namespace touchstone::storage::keys
