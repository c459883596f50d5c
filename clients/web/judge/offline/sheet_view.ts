import { fromBinary } from "@bufbuild/protobuf";
import { StatusSchema } from "../../gen/google/rpc/status_pb";
import type { Cell, Sheet } from "../../gen/touchstone/v1/judging_pb";
import { Disposition } from "../../gen/touchstone/v1/ledger_pb";
import type { ItemKind, RulePack, Scheme } from "../../gen/touchstone/v1/rule_pack_pb";
import { failureOfStatus } from "../../lib/api";
import { moduleOf } from "../../lib/scheme";
import type { CellKey, CellState, CellView, PhotoView, RunningTotal, SheetKey, SheetView } from "../engine";
import type { Ground } from "./entries";
import { cellId } from "../places";
import type { KeptEntry } from "./store";

/** A cell without its history, for sheets that the server never sent. */
type KnownCell = Pick<
  Cell,
  "item" | "attempt" | "round" | "revision" | "notAttempted" | "unsure" | "value" | "versions" | "mayStayEmpty"
>;

const ITS_STATE: Partial<Record<Disposition, CellState>> = {
  [Disposition.CONFLICT]: "conflict",
  [Disposition.LATE]: "late",
  [Disposition.QUARANTINED]: "quarantined",
};

/**
 * The newest version that took effect; position 0n: none. The entry is left open when a decision
 * let any count later, since the order of decisions is not on the sheet.
 */
function newestEffect(cell: KnownCell): { position: bigint; note: string; entry?: string } {
  const took = cell.versions.filter((one) => one.disposition === Disposition.COUNTED || one.acceptedLater);
  const newest = took.reduce((a, b) => (b.position > (a?.position ?? 0n) ? b : a), took[0]);
  if (!newest) return { position: 0n, note: "" };
  const decided = took.some((one) => one.acceptedLater);
  return { position: newest.position, note: newest.note ?? "", ...(decided ? {} : { entry: newest.entryId }) };
}

function emptyCells(scheme: Scheme, path: string): KnownCell[] {
  const module = moduleOf(scheme, path);
  if (!module) return [];
  const attempts = Array.from({ length: module.attempts || 1 }, (_, i) => i + 1);
  return module.blocks.flatMap((block) =>
    block.items.flatMap((item) =>
      attempts.map((attempt) => ({
        item: `${path}/${block.id}/${item.id}`,
        attempt,
        round: 0,
        revision: 0,
        notAttempted: false,
        unsure: false,
        versions: [],
        mayStayEmpty: false,
      })),
    ),
  );
}

/** Own entries of one cell in the order they were made. */
const ofCell = (entries: KeptEntry[], cell: KnownCell | CellKey): KeptEntry[] => {
  const id = cellId(cell);
  return entries.filter((entry) => entry.cell === id);
};

function stateOf(cell: KnownCell, last: KeptEntry): CellState {
  if (last.waiting) return "here";
  if (!last.outcome) return "refused";
  const version = cell.versions.find((one) => one.entryId === last.id);
  return (!version?.acceptedLater && ITS_STATE[last.outcome.disposition]) || "received";
}

const messageOf = (status: Uint8Array): string => failureOfStatus(fromBinary(StatusSchema, status)).message;

function ownPhoto({ id, photo, refusal: whole }: KeptEntry): PhotoView[] {
  if (!photo) return [];
  const refusal = photo.refusal ?? whole;
  return refusal
    ? [{ entry: id, state: "refused", refusal: messageOf(refusal) }]
    : [{ entry: id, state: photo.state }];
}

/** Photos of every version: those that the server has from other tablets, and this tablet's. */
function photosOf(cell: KnownCell, own: KeptEntry[]): PhotoView[] {
  const made = new Set(own.map((entry) => entry.id));
  const others = cell.versions.filter((one) => one.hasPhoto && !made.has(one.entryId));
  return [
    ...others.map(({ entryId }): PhotoView => ({ entry: entryId, state: "received" })),
    ...own.flatMap(ownPhoto),
  ];
}

function drawCell(cell: KnownCell, own: KeptEntry[]): CellView {
  const key = { item: cell.item, attempt: cell.attempt, round: cell.round };
  const last = own.at(-1);
  const newest = newestEffect(cell);
  const overtaken = !last?.waiting && last?.outcome && newest.position > last.outcome.position;
  if (!last?.mark || overtaken) {
    const marked = cell.value !== undefined || cell.notAttempted;
    return {
      ...key,
      notAttempted: cell.notAttempted,
      unsure: cell.unsure,
      note: newest.note,
      photos: photosOf(cell, own),
      state: marked ? "received" : "empty",
      ...(cell.value === undefined ? {} : { value: cell.value }),
      ...(marked && newest.position ? { position: newest.position } : {}),
    };
  }
  const { value, notAttempted, unsure, note } = last.mark;
  const state = stateOf(cell, last);
  const erased = state === "received" && value === undefined && !notAttempted;
  return {
    ...key,
    notAttempted,
    unsure,
    note,
    photos: photosOf(cell, own),
    state: erased ? "empty" : state,
    ...(value === undefined ? {} : { value }),
    ...(state === "conflict" && last.outcome?.currentValue !== undefined
      ? { theirs: last.outcome.currentValue }
      : {}),
    ...(last.outcome ? { position: last.outcome.position } : {}),
    ...(last.refusal ? { refusal: messageOf(last.refusal) } : {}),
  };
}

/** What the server last sent of a sheet, and what this tablet made for it since. */
export interface SheetParts {
  key: SheetKey;
  scheme: Scheme;
  pack: RulePack;
  /** Absent: never fetched. */
  sheet: Sheet | undefined;
  /** Own entries for it, in the order they were made. */
  entries: KeptEntry[];
}

const cellsOf = (parts: SheetParts): KnownCell[] =>
  parts.sheet?.cells.length ? parts.sheet.cells : emptyCells(parts.scheme, parts.key.module);

/** The sheet as the judge sees it: the server's, with everything entered here laid over it. */
export function drawSheet(parts: SheetParts): SheetView {
  const { key, scheme, pack, sheet, entries } = parts;
  const seal = entries.filter((entry) => !entry.cell).at(-1);
  const counted = seal?.outcome?.disposition === Disposition.COUNTED;
  return {
    ...key,
    scheme,
    pack,
    cells: cellsOf(parts).map((cell) => drawCell(cell, ofCell(entries, cell))),
    sealed: (sheet?.sealed ?? false) || (counted && !reopenedSince(parts)),
    sealing: seal?.waiting === 1,
    ...(seal?.refusal ? { sealRefusal: messageOf(seal.refusal) } : {}),
    ...runningTotalOf(parts),
  };
}

function runningTotalOf({ sheet, entries }: SheetParts): { runningTotal?: RunningTotal } {
  if (sheet?.runningTotal === undefined) return {};
  const position = sheet.runningTotalPosition;
  const isNewer = ({ outcome }: KeptEntry): boolean =>
    outcome?.disposition === Disposition.COUNTED && outcome.position > position;
  const older = entries.some((entry) => entry.cell && (entry.waiting || isNewer(entry)));
  return { runningTotal: { value: sheet.runningTotal, position, older } };
}

/** A re-score opened the sheet after our seal: the server's sheet has a round without any mark. */
function reopenedSince({ sheet }: SheetParts): boolean {
  return !sheet?.sealed && (sheet?.cells.some((cell) => cell.round > 0) ?? false);
}

/**
 * What the next mark of the cell stands on. Own waiting entries are reckoned to count, so that a
 * second change made without network does not conflict with the first.
 */
export function groundOf(parts: SheetParts, key: CellKey): Ground {
  const id = cellId(key);
  const cell = cellsOf(parts).find((one) => cellId(one) === id);
  const newest = cell && newestEffect(cell);
  let ground: Ground = {
    revision: cell?.revision ?? 0,
    ...(newest?.entry === undefined ? {} : { entry: newest.entry }),
  };
  for (const entry of ofCell(parts.entries, key)) {
    if (entry.waiting && entry.mark) {
      ground = { revision: entry.mark.baseRevision + 1, entry: entry.id };
    } else if (entry.outcome && entry.outcome.revision >= ground.revision) {
      const counted = entry.outcome.disposition === Disposition.COUNTED;
      if (counted) ground = { revision: entry.outcome.revision, entry: entry.id };
      else if (entry.outcome.revision > ground.revision) ground = { revision: entry.outcome.revision };
    }
  }
  return ground;
}

/**
 * Cells that need a mark before the sheet may be sealed: of the present round, of attempts that
 * were made, unless the server said that they may stay empty (incidents). It asks the same again.
 */
export function gapsOf(parts: SheetParts): CellKey[] {
  const view = drawSheet(parts);
  const mayMiss = kindsThatMayMiss(parts.pack);
  const kinds = kindsOfItems(parts.scheme, parts.key.module);
  const rounds = new Map<string, number>();
  for (const { item, attempt, round } of view.cells) {
    const at = `${item}#${attempt}`;
    rounds.set(at, Math.max(rounds.get(at) ?? 0, round));
  }
  const marked = (cell: CellView): boolean =>
    cell.state === "conflict"
      ? cell.theirs !== undefined
      : cell.state !== "refused" && (cell.value !== undefined || cell.notAttempted);
  const lifted = new Set(cellsOf(parts).filter((cell) => cell.mayStayEmpty).map(cellId));
  const made = new Set(view.cells.filter(marked).map((cell) => cell.attempt));
  return view.cells
    .filter((cell) => cell.round === rounds.get(`${cell.item}#${cell.attempt}`))
    .filter((cell) => cell.attempt === 1 || made.has(cell.attempt))
    .filter((cell) => !marked(cell) && !mayMiss.has(kinds.get(cell.item)) && !lifted.has(cellId(cell)))
    .map(({ item, attempt, round }) => ({ item, attempt, round }));
}

const kindsThatMayMiss = (pack: RulePack): Set<ItemKind | undefined> =>
  new Set(pack.itemRules.filter((rule) => rule.mayBeMissing).map((rule) => rule.kind));

function kindsOfItems(scheme: Scheme, path: string): Map<string, ItemKind> {
  const blocks = moduleOf(scheme, path)?.blocks ?? [];
  return new Map(
    blocks.flatMap((block) =>
      block.items.map((item): [string, ItemKind] => [`${path}/${block.id}/${item.id}`, item.kind]),
    ),
  );
}
