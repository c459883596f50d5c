import { useState } from "preact/hooks";
import { ItemKind, type SchemeItem } from "../../gen/touchstone/v1/rule_pack_pb";
import type { Pen, Shown } from "../pen";
import { texts } from "../texts_sheet";
import { TakePhoto } from "./photos";

/** What is said about an item beside its value: not attempted, taken back, a note. */
export function ItemMore({ item, cell, pen }: { item: SchemeItem; cell: Shown; pen: Pen }) {
  const t = texts.value;
  const [note, setNote] = useState(cell.note);
  const marked = cell.value !== undefined || cell.notAttempted;
  return (
    <div class="item-more column">
      <div class="row">
        {!cell.notAttempted && (
          <button onClick={() => pen.enter(cell, { value: null, notAttempted: true })}>{t.setNotAttempted}</button>
        )}
        <button disabled={!marked} onClick={() => pen.enter(cell, { value: null, notAttempted: false })}>
          {t.takeBack}
        </button>
      </div>
      <div class="note-row">
        <label class="grow">
          <span>
            {t.note} · {t.noteHint}
          </span>
          <textarea rows={2} maxLength={500} value={note} onInput={(e) => setNote(e.currentTarget.value)} />
        </label>
        <button disabled={note === cell.note} onClick={() => pen.enter(cell, { note })}>
          {t.noteSave}
        </button>
      </div>
      <TakePhoto onPhoto={(photo) => pen.enter(cell, { photo })} />
      {item.kind === ItemKind.TIME && <p class="quiet">{t.dnf}</p>}
    </div>
  );
}
