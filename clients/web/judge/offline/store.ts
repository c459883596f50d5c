import { type DBSchema, type IDBPDatabase, openDB, type StoreNames } from "idb";
import type { Disposition } from "../../gen/touchstone/v1/ledger_pb";
import type { Bytes } from "../../lib/offline/bytes";
import { strictly, type Writing } from "../../lib/offline/write";
import type { PinBox, TabletKeys } from "./keys";

/** One pairing of this tablet. */
export interface KeptTablet {
  /** `events/{event}/tablets/{tablet}` */
  name: string;
  label: string;
  fingerprint: string;
  /** Name of the event, for people; empty until the server told it. */
  eventName: string;
  keys: TabletKeys;
  /** The tablet's own token, wrapped by the vault. */
  token: Bytes;
  /** Ed25519, pinned. */
  receiptKey: Bytes;
  state: "waiting" | "active" | "revoked";
}

/** What is held for a judge who signed in on this tablet once. */
export interface KeptSession {
  /** sessionId() of the pairing and the judge. */
  id: string;
  /** For unlocking without network; absent after too many wrong PINs. */
  locked?: PinBox;
  /** Wrong PINs since the last right one, without network. */
  tries: number;
  /**
   * The session wrapped by the vault alone, for sending what the judge entered before the tablet
   * was locked, reloaded or ran flat. Here only while the outbox holds entries of the judge: without
   * it marks would wait on a locked tablet until the judge comes back to it. It opens no page.
   */
  drain?: Bytes;
}

/** An entry of this tablet. Never deleted: it leaves the outbox when `waiting` goes. */
export interface KeptEntry {
  /** The entry's id. */
  id: string;
  /** Name of the pairing that made it. */
  tablet: string;
  /** Place among the entries of the pairing, from 1. */
  sequence: number;
  event: string;
  judge: string;
  /** sheetId() of where it belongs. */
  sheet: string;
  /** cellId() for a mark; absent: a seal. */
  cell?: string;
  /** What a mark says. */
  mark?: { value?: string; notAttempted: boolean; unsure: boolean; note: string; baseRevision: number };
  /** Of the hash of the note, which stands in the bytes. */
  noteSalt?: Bytes;
  /**
   * A photo was taken with the mark. here: its bytes are in the store `photos` until the server said
   * that it has them. `refusal`: what it said instead, a serialised google.rpc.Status.
   */
  photo?: { state: "here" | "received"; refusal?: Bytes };
  bytes: Bytes;
  signature: Bytes;
  /** ms since 1970. */
  madeAt: number;
  /** Present while it is in the outbox. */
  waiting?: 1;
  /** The server refused it: a serialised google.rpc.Status. */
  refusal?: Bytes;
  /** The server holds it: what it signed, and with what. */
  receipt?: { statement: Bytes; signature: Bytes; at: number };
  /** What the statement says of it. */
  outcome?: { position: bigint; disposition: Disposition; revision: number; currentValue?: string };
}

interface Schema extends DBSchema {
  tablets: { key: string; value: KeptTablet };
  sessions: { key: string; value: KeptSession };
  entries: { key: string; value: KeptEntry };
  /** JPEGs by entry id. */
  photos: { key: string; value: Bytes };
  /** `tablet`: name of the present pairing. `sequence/{tablet name}`: of its last entry. */
  settings: { key: string; value: string | number };
  /** Answers of the server, serialised, for work without network. */
  answers: { key: string; value: Bytes };
}

type StoreName = StoreNames<Schema>;

/**
 * The tablet's memory, in IndexedDB. Every write is one transaction with strict durability: when
 * its promise resolves the disk has it, and when it rejects nothing of it is there.
 */
export class Store {
  private readonly db: Promise<IDBPDatabase<Schema>> = openDB<Schema>("touchstone-judge", 2, {
    upgrade(db, from) {
      if (from < 1) {
        db.createObjectStore("tablets", { keyPath: "name" });
        db.createObjectStore("sessions", { keyPath: "id" });
        db.createObjectStore("entries", { keyPath: "id" });
        db.createObjectStore("settings");
        db.createObjectStore("answers");
      }
      if (from < 2) db.createObjectStore("photos");
    },
    // A newer version of the app wants the database: let it, our next write fails and says so.
    blocking: (_from, _to, event) => (event.target as IDBDatabase).close(),
  });

  private async write(names: StoreName[], change: (tx: Writing<Schema>) => void | Promise<void>): Promise<void> {
    await strictly(await this.db, names, change);
  }

  async tablet(): Promise<KeptTablet | undefined> {
    const name = await (await this.db).get("settings", "tablet");
    return typeof name === "string" ? this.tabletNamed(name) : undefined;
  }

  async tabletNamed(name: string): Promise<KeptTablet | undefined> {
    return (await this.db).get("tablets", name);
  }

  /** Keeps the pairing and makes it the present one. */
  async keepTablet(tablet: KeptTablet): Promise<void> {
    await this.write(["tablets", "settings"], async (tx) => {
      await tx.objectStore("tablets").put(tablet);
      await tx.objectStore("settings").put(tablet.name, "tablet");
    });
  }

  async session(id: string): Promise<KeptSession> {
    return (await (await this.db).get("sessions", id)) ?? { id, tries: 0 };
  }

  /** Reads and writes in one transaction; resolves with what is kept now. */
  async changeSession(id: string, change: (was: KeptSession) => KeptSession): Promise<KeptSession> {
    let now: KeptSession = { id, tries: 0 };
    await this.write(["sessions"], async (tx) => {
      now = change((await tx.objectStore("sessions").get(id)) ?? now);
      await tx.objectStore("sessions").put(now);
    });
    return now;
  }

  /** In the order in which they were made. */
  async allEntries(): Promise<KeptEntry[]> {
    const entries = await (await this.db).getAll("entries");
    return entries.sort((a, b) => (a.tablet === b.tablet ? a.sequence - b.sequence : a.madeAt - b.madeAt));
  }

  async lastSequence(tablet: string): Promise<number> {
    const last = await (await this.db).get("settings", `sequence/${tablet}`);
    return typeof last === "number" ? last : 0;
  }

  /** Keeps a new entry with its place in the sequence, its photo, and the wrapped session to send it. */
  async addEntry(entry: KeptEntry, session: string, drain: Bytes, photo?: Bytes): Promise<void> {
    await this.write(["entries", "settings", "sessions", "photos"], async (tx) => {
      const key = `sequence/${entry.tablet}`;
      const last = (await tx.objectStore("settings").get(key)) ?? 0;
      if (last !== entry.sequence - 1) throw new Error("another tab counted the sequence on");
      const kept = (await tx.objectStore("sessions").get(session)) ?? { id: session, tries: 0 };
      await tx.objectStore("entries").add(entry);
      if (photo) await tx.objectStore("photos").add(photo, entry.id);
      await tx.objectStore("settings").put(entry.sequence, key);
      await tx.objectStore("sessions").put({ ...kept, drain });
    });
  }

  /** Keeps what became of entries; `idle` are sessions that no entry waits for any more. */
  async settle(entries: KeptEntry[], idle: string[]): Promise<void> {
    await this.write(["entries", "sessions"], (tx) => putSettled(tx, entries, idle));
  }

  async photo(entry: string): Promise<Bytes | undefined> {
    return (await this.db).get("photos", entry);
  }

  /** The server has the photo of this entry: its bytes go. `idle` as in settle(). */
  async photoReceived(entry: KeptEntry, idle: string[]): Promise<void> {
    await this.write(["entries", "sessions", "photos"], async (tx) => {
      await tx.objectStore("photos").delete(entry.id);
      await putSettled(tx, [entry], idle);
    });
  }

  async answer(key: string): Promise<Bytes | undefined> {
    return (await this.db).get("answers", key);
  }

  async answersBelow(prefix: string): Promise<[string, Bytes][]> {
    const range = IDBKeyRange.bound(prefix, `${prefix}\uffff`);
    const tx = (await this.db).transaction("answers");
    const [keys, values] = await Promise.all([tx.store.getAllKeys(range), tx.store.getAll(range)]);
    return keys.map((key, i) => [key, values[i]!]);
  }

  async keepAnswers(answers: [string, Bytes][]): Promise<void> {
    await this.write(["answers"], async (tx) => {
      for (const [key, bytes] of answers) await tx.objectStore("answers").put(bytes, key);
    });
  }
}

async function putSettled(tx: Writing<Schema>, entries: KeptEntry[], idle: string[]): Promise<void> {
  for (const entry of entries) await tx.objectStore("entries").put(entry);
  for (const id of idle) {
    const { drain: _, ...kept } = (await tx.objectStore("sessions").get(id)) ?? { id, tries: 0 };
    await tx.objectStore("sessions").put(kept);
  }
}
