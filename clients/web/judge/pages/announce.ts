import { useEffect, useRef } from "preact/hooks";
import { say } from "../context";
import type { CellView, SheetView } from "../engine";
import { cellId } from "../places";
import { texts } from "../texts_sheet";

/** Says what became of the marks since the last time, for those who cannot see the states. */
export function useSpokenStates(view: SheetView, nameOf: (item: string) => string): void {
  const before = useRef<Map<string, string> | null>(null);
  useEffect(() => {
    const word = (cell: CellView) => `${cell.state} ${cell.position ?? ""} ${cell.value ?? ""}`;
    const known = before.current;
    before.current = new Map(view.cells.map((cell) => [cellId(cell), word(cell)]));
    const changed = known ? view.cells.filter((cell) => known.get(cellId(cell)) !== word(cell)) : [];
    const text = wordsFor(changed, nameOf);
    if (text) say(text);
  }, [view]);
}

function wordsFor(changed: CellView[], nameOf: (item: string) => string): string {
  const t = texts.value;
  const conflict = changed.find((cell) => cell.state === "conflict");
  if (conflict) return t.saidConflict(nameOf(conflict.item));
  const received = changed.filter((cell) => cell.state === "received");
  const [first] = received;
  if (received.length > 1) return t.saidManyReceived(received.length);
  if (first) return t.saidReceived(nameOf(first.item), String(first.position ?? ""));
  const here = changed.find((cell) => cell.state === "here");
  return here ? t.saidHere(nameOf(here.item)) : "";
}
