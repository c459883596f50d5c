#pragma once

#include <cstdint>
#include <string>
#include <string_view>

// Every key of the store is made here; storage/FORMAT.md lists the families. Ids consist of
// [A-Za-z0-9-], so '/' separates them safely; numbers are 8 bytes big-endian, so that they sort.
namespace touchstone::storage::keys {

// 8 bytes, big-endian.
std::string Number(std::uint64_t value);
// REQUIRES: `bytes` has 8 bytes.
std::uint64_t ParseNumber(std::string_view bytes);

// "company/acme" and "entrant/{event}/{entrant}": a resource of the registry or of an event. `kind`
// is the singular of the collection: company, worker, event, discipline, team, entrant, judge,
// assignment, rulePack, scheme.
std::string Resource(std::string_view kind, std::string_view id);
std::string ResourceIn(std::string_view event, std::string_view kind, std::string_view id);
// All of a kind: Scan(ResourcePrefix(kind), PrefixEnd(...)).
std::string ResourcePrefix(std::string_view kind);
std::string ResourcePrefixIn(std::string_view event, std::string_view kind);

// Entrant id by code: unique in the discipline.
std::string EntrantCode(std::string_view event, std::string_view discipline, std::string_view code);

// Worker id by staff number: unique in the company.
std::string StaffNumber(std::string_view company, std::string_view staff_number);

// Serialised Envelope by position.
std::string Envelope(std::string_view event, std::uint64_t position);
std::string EnvelopePrefix(std::string_view event);
// Position (Number) of the envelope by entry id.
std::string EntryId(std::string_view event, std::string_view entry_id);
// Note and JPEG of a mark, by the mark's entry id.
std::string Note(std::string_view event, std::string_view entry_id);
std::string Photo(std::string_view event, std::string_view entry_id);
// Empty value; says that the envelope at `position` is about the entrant.
std::string EntrantHistory(std::string_view event, std::string_view entrant,
                           std::uint64_t position);
std::string EntrantHistoryPrefix(std::string_view event, std::string_view entrant);
// Empty value; the envelope at `position` waits for a decision.
std::string Waiting(std::string_view event, std::uint64_t position);
std::string WaitingPrefix(std::string_view event);
// Empty value; the envelope at `position` is an incident.
std::string IncidentAt(std::string_view event, std::uint64_t position);
std::string IncidentPrefix(std::string_view event);

// TokenRecord by the SHA-256 of the secret (32 bytes), and that hash by token id.
std::string Token(std::string_view secret_hash);
std::string TokenPrefix();
std::string TokenId(std::string_view token);
std::string TokenIdPrefix();

// Empty value: the token is a session of the account, or of the judge on a tablet, with this name.
// At LastSession: the id of the session that was made last.
std::string Session(std::string_view holder, std::string_view token);
std::string SessionPrefix(std::string_view holder);
std::string LastSession(std::string_view holder);

// AccountRecord; account id by login name and by the SHA-256 of the secret of its invitation.
std::string Account(std::string_view account);
std::string LoginName(std::string_view login_name);
std::string LoginNamePrefix();
std::string Invitation(std::string_view secret_hash);

// PairingRecord by the SHA-256 of its secret; TabletRecord; JudgePinRecord.
std::string Pairing(std::string_view secret_hash);
std::string Tablet(std::string_view event, std::string_view tablet);
std::string TabletPrefix(std::string_view event);
std::string JudgePin(std::string_view event, std::string_view judge);

// RequestRecord by caller (token id) and request id.
std::string Request(std::string_view caller, std::string_view request_id);
std::string RequestPrefix();

// A worker's file: FileHead, and its records by position (Number), so that they are one scan.
std::string File(std::string_view worker);
std::string Record(std::string_view worker, std::uint64_t position);
std::string RecordPrefix(std::string_view worker);

// Empty value: the worker of the company was at the site. Site "" has all workers of the company.
std::string FileAt(std::string_view company, std::string_view site, std::string_view worker);
std::string FileAtPrefix(std::string_view company, std::string_view site);

// LapseEntry; `date` as "2024-05-03", so that days sort.
std::string Lapse(std::string_view company, std::string_view date, std::string_view worker,
                  std::string_view type);
std::string LapsePrefix(std::string_view company, std::string_view date);

// AttendanceEntry of the record at `position` of the worker's file.
std::string Attendance(std::string_view batch, std::string_view session, std::string_view worker,
                       std::uint64_t position);
// All of a batch, or of one of its sessions.
std::string AttendancePrefix(std::string_view batch);
std::string AttendancePrefix(std::string_view batch, std::string_view session);

// Import; ids begin with the time, so that they sort by it. Company "-" has those of organisers.
std::string Import(std::string_view company, std::string_view import);
std::string ImportPrefix(std::string_view company);
// Empty value: it is not written.
std::string OpenImport(std::string_view company, std::string_view import);
std::string OpenImportPrefix();
// A block of the uploaded file, from 0.
std::string ImportBlock(std::string_view company, std::string_view import, std::uint64_t block);
// Empty value: the import added to the worker's file.
std::string ImportFile(std::string_view company, std::string_view import, std::string_view worker);
std::string ImportFilePrefix(std::string_view company, std::string_view import);

// Snapshot of a follower of the feed.
std::string Snapshot(std::string_view follower, std::string_view event);
std::string SnapshotPrefix(std::string_view follower);

}  // namespace touchstone::storage::keys
