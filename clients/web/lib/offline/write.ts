import type { DBSchema, IDBPDatabase, IDBPTransaction, StoreNames } from "idb";
import { type Failure, failureHere } from "../api";

/** A transaction that may write to every store of a database. */
export type Writing<S extends DBSchema> = IDBPTransaction<S, StoreNames<S>[], "readwrite">;

/**
 * One transaction with strict durability: when its promise resolves the disk has all of it, and when
 * it rejects nothing of it is there.
 */
export async function strictly<S extends DBSchema>(
  db: IDBPDatabase<S>,
  stores: StoreNames<S>[],
  change: (tx: Writing<S>) => void | Promise<void>,
): Promise<void> {
  const tx = db.transaction(stores, "readwrite", { durability: "strict" });
  // Both are waited for, so that a failed request is never an unhandled rejection.
  const changed = Promise.resolve(change(tx)).catch((thrown: unknown) => {
    abort(tx);
    throw thrown;
  });
  const [outcome, done] = await Promise.allSettled([changed, tx.done]);
  if (done.status === "rejected") throw tx.error ?? done.reason;
  if (outcome.status === "rejected") throw outcome.reason;
}

function abort(tx: { abort(): void }): void {
  try {
    tx.abort();
  } catch {
    // It had ended by itself.
  }
}

const FULL = {
  zh: "本机存储已满，这一项没有保存。请勿继续录入，先连上网络或清理存储。",
  en: "This device's storage is full; this was not kept. Stop entering, and connect or free storage first.",
};
const BROKEN = {
  zh: "本机无法写入存储，这一项没有保存。",
  en: "This device cannot write to its storage; this was not kept.",
};

/** What a write that did not happen means to people. */
export function storageFailure(thrown: unknown): Failure {
  const full = thrown instanceof DOMException && thrown.name === "QuotaExceededError";
  return full ? failureHere("STORAGE_FULL", FULL) : failureHere("STORAGE_BROKEN", BROKEN);
}
