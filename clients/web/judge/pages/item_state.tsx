import type { SchemeItem } from "../../gen/touchstone/v1/rule_pack_pb";
import type { Pen, Shown } from "../pen";
import { texts } from "../texts_sheet";
import { Icon } from "./icon";
import { valueInWords } from "./item_control";

/** Where the mark is: on this tablet, received with its receipt, or waiting for somebody. */
export function ItemState({ cell }: { cell: Shown }) {
  const t = texts.value;
  const receipt = cell.position === undefined ? "–" : String(cell.position);
  switch (cell.state) {
    case "empty":
      return null;
    case "storing":
      return <span class="state quiet">{t.storing}</span>;
    case "here":
      return <span class="state here">{t.here}</span>;
    case "received":
      return (
        <span class="state received">
          <Icon name="check" />
          {t.received(receipt)}
        </span>
      );
    case "conflict":
      return <span class="state conflict">{t.conflict}</span>;
    case "late":
      return <span class="state late">{t.late(receipt)}</span>;
    case "quarantined":
      return <span class="state late">{t.quarantined(receipt)}</span>;
    case "refused":
      return <span class="state conflict">{t.refused}</span>;
  }
}

/** What the judge has to know or do about this item: a conflict, a refusal, a mark not kept. */
export function ItemTrouble({ item, cell, pen }: { item: SchemeItem; cell: Shown; pen: Pen }) {
  const t = texts.value;
  const words = (value: string | undefined) => valueInWords(item, value);
  const mine = cell.notAttempted ? t.notAttempted : words(cell.value);
  return (
    <>
      {cell.state === "conflict" && (
        <div class="trouble" role="group" aria-label={t.conflict}>
          <dl>
            <div>
              <dt>{t.mine}</dt>
              <dd>{mine}</dd>
            </div>
            <div>
              <dt>{t.theirs}</dt>
              <dd>{words(cell.theirs)}</dd>
            </div>
          </dl>
          <p>{t.conflictText}</p>
        </div>
      )}
      {cell.state === "refused" && <p class="trouble">{cell.refusal}</p>}
      {cell.lost && (
        <div class="trouble row spread" role="alert">
          <strong>{t.lostText(words(cell.lost.value))}</strong>
          <button
            onClick={() =>
              pen.enter(cell, {
                value: cell.lost?.value ?? null,
                notAttempted: cell.lost?.notAttempted ?? false,
                unsure: cell.lost?.unsure ?? false,
                note: cell.lost?.note ?? "",
                photo: cell.lost?.photo,
              })
            }
          >
            {t.retry}
          </button>
        </div>
      )}
    </>
  );
}
