import { computed, signal } from "@preact/signals";
import type { CellKey, CellView, Engine, NewMark, SheetKey } from "./engine";
import { cellId } from "./places";

/** A cell as it is drawn: the engine's, and above it what was just tapped. */
export interface Shown extends Omit<CellView, "state"> {
  /** storing: not yet durable on this tablet. */
  state: CellView["state"] | "storing";
  /** What could not be stored, to try again. */
  lost?: NewMark;
}

/** Enters marks of one sheet, in the order of the taps, and shows each at once. */
export interface Pen {
  /** The cell with the newest round of this item and attempt. */
  cell(item: string, attempt: number): Shown;
  /** Changes what is said about the cell; what is not named stays. */
  enter(cell: Shown, change: Change): void;
  /** The last change of one of these items in its present round; null: none to take back. */
  last(items: readonly string[], attempt: number): Tap | null;
  /** Says again what was said before a change that last() named. */
  undo(tap: Tap): void;
  /** Resolves when everything tapped so far is stored; rejects while a mark could not be. */
  settled(): Promise<void>;
}

/** value: null takes the mark back. */
export interface Change {
  value?: string | null;
  notAttempted?: boolean;
  unsure?: boolean;
  note?: string;
  /** Stands beside this change; later ones do not carry it. */
  photo?: NewMark["photo"];
}

/** A change of a cell that was made in this page. */
export interface Tap extends CellKey {
  /** What was said before. */
  was: Required<Omit<Change, "photo">>;
}

function markOf(cell: Shown, change: Change): NewMark {
  const value = change.value === undefined ? cell.value : (change.value ?? undefined);
  const notAttempted = change.notAttempted ?? (change.value === undefined && cell.notAttempted);
  const note = change.note ?? cell.note;
  return {
    ...(value !== undefined && !notAttempted && { value }),
    ...(notAttempted && { notAttempted }),
    unsure: change.unsure ?? cell.unsure,
    ...(note && { note }),
    ...(change.photo && { photo: change.photo }),
  };
}

function withMark({ value: _, ...cell }: CellView, mark: NewMark, state: Shown["state"]): Shown {
  return {
    ...cell,
    ...(mark.value !== undefined && { value: mark.value }),
    notAttempted: mark.notAttempted ?? false,
    unsure: mark.unsure ?? false,
    note: mark.note ?? "",
    state,
  };
}

/** Makes the pen of a sheet. */
export function makePen(engine: Engine, key: SheetKey): Pen {
  const view = engine.sheet(key);
  const storing = signal(new Map<string, NewMark>());
  const lost = signal(new Map<string, NewMark>());
  const taps = signal<readonly Tap[]>([]);
  let queue = Promise.resolve();

  const put = (map: typeof storing, id: string, mark: NewMark | null) => {
    const next = new Map(map.value);
    if (mark) next.set(id, mark);
    else next.delete(id);
    map.value = next;
  };
  const newest = computed(() => {
    const cells = new Map<string, CellView>();
    for (const cell of view.value?.cells ?? []) {
      const id = `${cell.item}#${cell.attempt}`;
      if ((cells.get(id)?.round ?? -1) < cell.round) cells.set(id, cell);
    }
    return cells;
  });
  const blank = (item: string, attempt: number): CellView =>
    ({ item, attempt, round: 0, notAttempted: false, unsure: false, note: "", photos: [], state: "empty" });

  const write = (shown: Shown, change: Change): void => {
    const { item, attempt, round } = shown;
    const cell: CellKey = { item, attempt, round };
    const mark = markOf(shown, change);
    const id = cellId(cell);
    put(storing, id, mark);
    put(lost, id, null);
    // At once: the engine keeps the order of its calls, and who was signed in at each.
    const stored = engine
      .record(key, cell, mark)
      .catch(() => put(lost, id, mark))
      .then(() => {
        if (storing.value.get(id) === mark) put(storing, id, null);
      });
    queue = queue.then(() => stored);
  };

  return {
    async settled() {
      await queue;
      if (lost.value.size > 0) throw new Error("a mark is not stored");
    },
    cell(item, attempt) {
      const cell = newest.value.get(`${item}#${attempt}`) ?? blank(item, attempt);
      const tapped = storing.value.get(cellId(cell));
      const missed = lost.value.get(cellId(cell));
      return { ...(tapped ? withMark(cell, tapped, "storing") : cell), ...(missed && { lost: missed }) };
    },
    enter({ item, attempt }, change) {
      const shown = this.cell(item, attempt);
      const { round, value = null, notAttempted, unsure, note } = shown;
      // A photo cannot be taken back, so it is no tap to undo.
      if (!change.photo) taps.value = [...taps.value, { item, attempt, round, was: { value, notAttempted, unsure, note } }];
      write(shown, change);
    },
    last(items, attempt) {
      const isMeant = (tap: Tap) =>
        tap.attempt === attempt && items.includes(tap.item) && this.cell(tap.item, attempt).round === tap.round;
      return taps.value.findLast(isMeant) ?? null;
    },
    undo(tap) {
      taps.value = taps.value.filter((one) => one !== tap);
      write(this.cell(tap.item, tap.attempt), tap.was);
    },
  };
}
