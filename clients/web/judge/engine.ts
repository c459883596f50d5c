import type { ReadonlySignal } from "@preact/signals";
import type { Scheme, RulePack } from "../gen/touchstone/v1/rule_pack_pb";
import type { Bytes } from "../lib/offline/bytes";

/**
 * What the pages of the judge's app read and call. Pages draw and collect taps; everything that
 * must not get lost is behind this interface. No page speaks to the server itself.
 */
export interface Engine {
  /** Where the tablet stands; decides which page is shown. */
  readonly phase: ReadonlySignal<Phase>;
  /** This tablet, once it is paired. */
  readonly tablet: ReadonlySignal<TabletInfo | null>;
  /** Id of the judge who is signed in; null while locked. */
  readonly judge: ReadonlySignal<string | null>;
  /** The judge's sheets of today, in the order of the server. Kept for work without network. */
  readonly sheets: ReadonlySignal<SheetSummary[]>;
  /** How the tablet and the server get on. */
  readonly connection: ReadonlySignal<Connection>;

  /** Makes the key, hands in its public half. Rejects with a Failure of lib/api. */
  pair(secret: string, pin: string, label: string): Promise<void>;
  /**
   * Signs the judge in: by the server when it can be reached, otherwise by what this tablet holds.
   * Offline ten wrong PINs end the session on this tablet; the outbox stays.
   */
  unlock(judge: string, pin: string): Promise<UnlockResult>;
  /** Locks the tablet; nothing is lost. Idle for `idleLockMs`, it does so itself. */
  lock(): void;
  /** Any touch: puts off the idle lock. */
  touched(): void;

  /** A sheet with all that is needed to draw it; follows what is entered and received. */
  sheet(key: SheetKey): ReadonlySignal<SheetView | null>;
  /** Fetches sheets, schemes and packs anew; without network it changes nothing. */
  refresh(): Promise<void>;

  /**
   * Enters one version of one cell: makes its id, signs its bytes and stores both durably before it
   * resolves, then sends it. A value is a decimal string; null takes the mark back.
   */
  record(key: SheetKey, cell: CellKey, mark: NewMark): Promise<void>;
  /**
   * Seals the sheet. Resolves with the items without a mark, and seals nothing, if there are any.
   * With `despiteGaps` the server decides: it may know of an incident that this tablet has not heard
   * of.
   */
  seal(key: SheetKey, despiteGaps?: boolean): Promise<Sealing>;
  /** The photo of a mark, from this tablet or the server; null while neither can give it. */
  photo(entry: string): Promise<Blob | null>;
  /** Sends what waits, now. */
  flush(): Promise<void>;
  /** What /diagnose shows, in pairs of a stable name and a value. Holds no secret. */
  diagnose(): Promise<[string, string][]>;
}

export type Phase = "starting" | "unpaired" | "waiting" | "locked" | "open" | "revoked" | "second-tab";

export interface TabletInfo {
  label: string;
  /** First 8 hex digits of the key's SHA-256, for the second person to compare. */
  fingerprint: string;
  /** Name of the event, for people. */
  event: string;
}

export interface Connection {
  /**
   * online: the last exchange gave a signed receipt or a good answer. offline: nothing answers.
   * captive: something answers that is not the server. refused: the server does not take the token.
   */
  state: "online" | "offline" | "captive" | "refused";
  /** When the last receipt was verified (ms since 1970, by this tablet's clock); null: never. */
  lastReceipt: number | null;
  /** Entries in the outbox. */
  waiting: number;
  /** Photos that the server does not have yet. */
  photosWaiting: number;
  /** Since when the oldest one waits; null: none does. */
  oldestWaiting: number | null;
  /** The browser promised to keep the store. */
  persisted: boolean;
  /** The disk is full: entries cannot be kept any more. */
  storageFull: boolean;
}

export interface UnlockResult {
  /** Who checked the PIN. */
  by: "server" | "tablet" | "nobody";
  /** nobody: the reason, such as SIGN_IN_REFUSED, SIGN_IN_LOCKED, PIN_WRONG_OFFLINE. */
  reason?: string;
  message?: string;
  /** Tries left on this tablet without network. */
  triesLeft?: number;
}

/** What became of seal(). */
export interface Sealing {
  /** Items without a mark; empty: the seal is made. */
  gaps: CellKey[];
  /** The server could not be asked whether an incident covers them. */
  unasked: boolean;
}

export interface SheetKey {
  discipline: string;
  entrantCode: string;
  /** "part/module" */
  module: string;
}

export interface CellKey {
  /** "part/module/block/item" */
  item: string;
  /** From 1. */
  attempt: number;
  round: number;
}

export interface SheetSummary extends SheetKey {
  disciplineName: { zh: string; en: string };
  moduleName: { zh: string; en: string };
  /** Cells with a mark, those only here included. */
  marked: number;
  items: number;
  sealed: boolean;
  /** Entries of it that wait to be sent. */
  waiting: number;
  /** Cells in conflict. */
  conflicts: number;
}

/** here: only on this tablet. received: a verified receipt is held. The others are receipts too. */
export type CellState = "empty" | "here" | "received" | "conflict" | "late" | "quarantined" | "refused";

/** A photo stands beside the mark that it was taken with. */
export interface PhotoView {
  /** Entry id of the mark. */
  entry: string;
  /** here: only on this tablet. received: the server has it. refused: it did not take it. */
  state: "here" | "received" | "refused";
  /** refused: why, in the language shown. */
  refusal?: string;
}

export interface CellView extends CellKey {
  /** The value as this judge last entered it; absent: no mark, which is not 0. */
  value?: string;
  notAttempted: boolean;
  unsure: boolean;
  /** Beside the mark, not in the chain. */
  note: string;
  /** In the order they were taken. */
  photos: PhotoView[];
  state: CellState;
  /** conflict: the value that stays at the server; absent: the cell has none there. */
  theirs?: string;
  /** Place of the receipt in the event's chain. */
  position?: bigint;
  /** refused: why, in the language shown. */
  refusal?: string;
}

export interface SheetView extends SheetKey {
  /** The scheme's part of this sheet is found by `module` in it. */
  scheme: Scheme;
  pack: RulePack;
  cells: CellView[];
  sealed: boolean;
  /** The seal was entered here and waits to be sent. */
  sealing: boolean;
  /** The server refused the last seal: why, in the language shown. */
  sealRefusal?: string;
  /** What the marks add up to at the server; absent where the rules do not allow it. */
  runningTotal?: RunningTotal;
}

/** Worked out by the server; this tablet computes nothing. */
export interface RunningTotal {
  /** A decimal string. */
  value: string;
  /** Place in the chain of the last entry that is in it. */
  position: bigint;
  /** Marks that were entered here since are not in it. */
  older: boolean;
}

export interface NewMark {
  value?: string;
  notAttempted?: boolean;
  unsure?: boolean;
  note?: string;
  /** A JPEG as the server takes it, made by pictureOf(). Stands beside this mark only. */
  photo?: Bytes;
}
