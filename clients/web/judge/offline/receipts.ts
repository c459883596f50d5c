import { fromBinary } from "@bufbuild/protobuf";
import { verifyAsync } from "@noble/ed25519";
import { type Receipt, type ReceiptStatement, ReceiptStatementSchema } from "../../gen/touchstone/v1/ledger_pb";
import { bytesOf, joined, sameBytes, sha256, utf8 } from "../../lib/offline/bytes";
import type { KeptEntry } from "./store";

const PREFIX = utf8("touchstone receipt v1\n");

/**
 * What the server signed, if this is a receipt for exactly these bytes: signed with the key that
 * was pinned at pairing, over this entry's id, event and SHA-256. Null for anything else; an
 * entry without a verified receipt stays in the outbox.
 */
export async function verifiedStatement(
  receipt: Receipt,
  entry: Pick<KeptEntry, "id" | "event" | "bytes">,
  receiptKey: Uint8Array,
): Promise<ReceiptStatement | null> {
  try {
    const signed = joined(PREFIX, receipt.statement);
    if (!(await verifyAsync(receipt.signature, signed, receiptKey, { zip215: false }))) return null;
    const statement = fromBinary(ReceiptStatementSchema, receipt.statement);
    const ours =
      statement.entryId === entry.id &&
      statement.event === entry.event &&
      sameBytes(statement.entryHash, await sha256(bytesOf(entry.bytes)));
    return ours ? statement : null;
  } catch {
    return null;
  }
}
