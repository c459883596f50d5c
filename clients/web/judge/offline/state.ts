import { signal } from "@preact/signals";
import type { Connection } from "../engine";
import type { Bytes } from "../../lib/offline/bytes";
import type { KeptEntry, KeptTablet, Store } from "./store";

/** The judge who is signed in. The secret is in memory only. */
export interface OpenSession {
  /** Judge id. */
  judge: string;
  secret: string;
  /** The PIN was checked by this tablet alone. */
  offlineUnlock: boolean;
  /** The secret under the tablet's vault, for the outbox; see KeptSession.drain. */
  drain: Bytes;
}

/**
 * What every part of the engine looks at: the memory of the tablet, with every entry at
 * hand. `changes` counts with each change of the entries, so that what is drawn follows.
 */
export class State {
  /** What keeps this tab from working; null: nothing. */
  readonly starting = signal<"starting" | "second-tab" | null>("starting");
  readonly tablet = signal<KeptTablet | null>(null);
  readonly open = signal<OpenSession | null>(null);
  readonly changes = signal(0);
  readonly network = signal<Connection["state"]>("offline");
  readonly persisted = signal(false);
  readonly storageFull = signal(false);
  /** Every entry this tablet made, in the order they were made. */
  entries: KeptEntry[] = [];
  private readonly groups = new Map<string, KeptEntry[]>();

  constructor(readonly store: Store) {}

  /** Id of the present event; empty while unpaired. */
  get event(): string {
    return this.tablet.value?.name.split("/")[1] ?? "";
  }

  /** Puts `entries` in the place of those with the same ids, or behind all. */
  place(entries: KeptEntry[]): void {
    this.entries = replaced(this.entries, entries);
    for (const group of new Set(entries.map(groupOf))) {
      const own = entries.filter((entry) => groupOf(entry) === group);
      this.groups.set(group, replaced(this.groups.get(group) ?? [], own));
    }
    this.changes.value++;
  }

  /** A judge's entries for a sheet of this event; the same array as long as none changed. */
  entriesOf(judge: string, sheet: string): KeptEntry[] {
    return this.groups.get(groupOf({ event: this.event, judge, sheet })) ?? NONE;
  }

  private last: Promise<unknown> = Promise.resolve();

  /** Runs `task` when those before it have ended: for changes that look first and write then. */
  alone<T>(task: () => Promise<T>): Promise<T> {
    const mine = this.last.then(task, task);
    this.last = mine.catch(() => undefined);
    return mine;
  }

  waiting(): KeptEntry[] {
    return this.entries.filter((entry) => entry.waiting);
  }

  /** Entries whose photo the server does not have yet and may still take. */
  photosWaiting(): KeptEntry[] {
    return this.entries.filter(awaitsPhoto);
  }

  /** Sessions of `settled` that nothing needs any more which is still to be sent. */
  idleSessions(settled: KeptEntry[]): string[] {
    const gone = new Set(settled.map((entry) => entry.id));
    const photos = replaced(this.photosWaiting(), settled).filter(awaitsPhoto);
    const rest = [...this.waiting().filter((entry) => !gone.has(entry.id)), ...photos];
    const needed = new Set(rest.map(sessionOf));
    const own = new Set(settled.map(sessionOf));
    return [...own].filter((id) => !needed.has(id));
  }
}

const NONE: KeptEntry[] = [];

const awaitsPhoto = ({ photo, refusal }: KeptEntry): boolean =>
  photo?.state === "here" && !photo.refusal && !refusal;

const groupOf = (entry: Pick<KeptEntry, "event" | "judge" | "sheet">): string =>
  `${entry.event}/${entry.judge}/${entry.sheet}`;

function replaced(all: KeptEntry[], entries: KeptEntry[]): KeptEntry[] {
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  const kept = all.map((old) => {
    const now = byId.get(old.id);
    byId.delete(old.id);
    return now ?? old;
  });
  return [...kept, ...byId.values()];
}

/** How a judge's session on one pairing is called in the store; `tablet` is the pairing's name. */
export const sessionId = (tablet: string, judge: string): string => `${tablet}/${judge}`;

/** The session with which an entry and its photo are sent. */
export const sessionOf = ({ tablet, judge }: Pick<KeptEntry, "tablet" | "judge">): string => sessionId(tablet, judge);
