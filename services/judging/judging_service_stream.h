#pragma once

#include "services/common/lasting_calls.h"
#include "services/common/rpc.h"
#include "services/ledger/receipt_signer.h"
#include "services/ledger/sequencer.h"
#include "touchstone/v1/judging.pb.h"

namespace touchstone::judging {

// Reads entries as they come and answers each in its order when it is durable. At most 256 entries
// of one stream are under way; reading waits while there are more, or while the client does not
// read its answers. Ends when the client has sent everything and every answer is written; or with
// TOKEN_INVALID within a second after the token was revoked or expired. A tablet that is shut out
// goes on: from then on its entries are quarantined.
Awaitable<absl::Status> RunEntryStream(Call call, ledger::Sequencers& sequencers,
                                       const ledger::ReceiptSigner& signer, LastingCalls& lasting,
                                       asio::any_io_executor executor,
                                       Reader<v1::StreamEntriesRequest>& reader,
                                       Writer<v1::StreamEntriesResponse>& writer);

}  // namespace touchstone::judging
