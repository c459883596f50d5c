import { type DBSchema, openDB } from "idb";
import type { Bytes } from "../../lib/offline/bytes";
import { strictly, type Writing } from "../../lib/offline/write";

/** A record that was entered on this device. */
export interface KeptRecord {
  /** Place among all of this device, from 1. */
  order: number;
  /** Who entered it and as what; sent in no other name. See ownerOf(). */
  owner: string;
  /** The same for people. */
  ownerName: string;
  /** Name of the worker, for people. */
  workerName: string;
  /** A serialised NewRecord with its record_id, made before it was first sent. */
  bytes: Bytes;
  /** ms since 1970. */
  madeAt: number;
  state: "waiting" | "refused" | "received";
  /** Why the server refused it: a serialised google.rpc.Status. */
  refusal?: Bytes;
}

/** The session of who works without network, wrapped by a key that never leaves this browser. */
export interface KeptSession {
  vault: CryptoKey;
  box: Bytes;
  /** A serialised Token. */
  token: Bytes;
  /** JSON of a Person or null. */
  person: string;
}

interface Schema extends DBSchema {
  records: { key: number; value: KeptRecord };
  /** Lists as the server last sent them, each item serialised. */
  answers: { key: string; value: Bytes[] };
  session: { key: "now"; value: KeptSession };
}

const db = openDB<Schema>("touchstone-training", 1, {
  upgrade(made) {
    made.createObjectStore("records", { keyPath: "order" });
    made.createObjectStore("answers");
    made.createObjectStore("session");
  },
  // A newer version of the app wants the database: let it, our next write fails and says so.
  blocking: (_from, _to, event) => (event.target as IDBDatabase).close(),
});

const write = async (change: (tx: Writing<Schema>) => Promise<void>): Promise<void> =>
  strictly(await db, ["records", "answers", "session"], change);

/** The trainer's memory on this device, in IndexedDB; writes are strict, see `lib/offline/write.ts`. */
export const store = {
  /** All records, in the order in which they were entered. */
  records: async (): Promise<KeptRecord[]> => (await db).getAll("records"),

  /** Adds records behind all others, all or none; `instead` is one that they take the place of. */
  add: (records: Omit<KeptRecord, "order">[], instead?: number): Promise<void> =>
    write(async (tx) => {
      const all = tx.objectStore("records");
      let order = Number((await all.getAllKeys()).at(-1) ?? 0);
      if (instead !== undefined) await all.delete(instead);
      for (const record of records) await all.add({ ...record, order: ++order });
    }),

  put: (records: KeptRecord[]): Promise<void> =>
    write(async (tx) => {
      for (const record of records) await tx.objectStore("records").put(record);
    }),

  remove: (orders: number[]): Promise<void> =>
    write(async (tx) => {
      for (const order of orders) await tx.objectStore("records").delete(order);
    }),

  answer: async (key: string): Promise<Bytes[] | undefined> => (await db).get("answers", key),

  keepAnswer: (key: string, items: Bytes[]): Promise<void> =>
    write(async (tx) => void (await tx.objectStore("answers").put(items, key))),

  session: async (): Promise<KeptSession | undefined> => (await db).get("session", "now"),

  keepSession: (session: KeptSession): Promise<void> =>
    write(async (tx) => void (await tx.objectStore("session").put(session, "now"))),

  /** Who signed out leaves no secret and nobody's names here; what waits to be sent stays. */
  forgetSession: (): Promise<void> =>
    write(async (tx) => {
      await tx.objectStore("session").delete("now");
      await tx.objectStore("answers").clear();
    }),
};
