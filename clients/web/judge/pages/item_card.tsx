import { useId, useState } from "preact/hooks";
import type { SchemeItem } from "../../gen/touchstone/v1/rule_pack_pb";
import { pick } from "../../lib/language";
import { formOf } from "../controls/limits";
import { PenaltyTiles } from "../controls/penalty_tiles";
import type { Pen } from "../pen";
import { texts } from "../texts_sheet";
import { Icon } from "./icon";
import { EnteredValue, ItemControl } from "./item_control";
import { ItemFacts } from "./item_facts";
import { ItemMore } from "./item_more";
import { ItemState, ItemTrouble } from "./item_state";
import { PhotoStrip } from "./photos";

/** One item of the sheet. `penalties`: those that belong beside the clock of a time item. */
export function ItemCard(props: {
  item: SchemeItem;
  path: string;
  attempt: number;
  pen: Pen;
  closed: boolean;
  keptAs: string;
  penalties: { path: string; item: SchemeItem }[];
}) {
  const { item, path, attempt, pen, closed } = props;
  const t = texts.value;
  const [more, setMore] = useState(false);
  const id = useId();
  const cell = pen.cell(path, attempt);
  const name = pick(item.displayName);
  const form = formOf(item);
  const marked = cell.value !== undefined || cell.notAttempted;
  const last = pen.last([path], attempt);
  return (
    <li class={`item form-${form} ${marked ? "is-marked" : "is-open"}`} id={anchorOf(path, attempt)} tabIndex={-1}>
      <div class="item-head">
        <h3 data-name id={id}>
          {name}
        </h3>
        <ItemFacts item={item} cell={cell} />
        {form === "time" && !closed && (
          <p class="entered">{marked ? <EnteredValue item={item} cell={cell} /> : <span class="unmarked">{t.notMarked}</span>}</p>
        )}
      </div>
      {!closed && (
        <div class="item-tools">
          <button
            class="flag"
            aria-pressed={cell.unsure}
            aria-label={`${name}: ${t.unsure}`}
            onClick={() => pen.enter(cell, { unsure: !cell.unsure })}
          >
            <Icon name="flag" />
          </button>
          <button aria-expanded={more} aria-label={t.moreOf(name)} onClick={() => setMore(!more)}>
            <Icon name="more" />
          </button>
        </div>
      )}
      <div class="item-control">
        {closed ? (
          <EnteredValue item={item} cell={cell} />
        ) : cell.notAttempted ? (
          <div class="not-attempted row spread">
            <strong>{t.notAttempted}</strong>
            <button onClick={() => pen.enter(cell, { value: null, notAttempted: false })}>{t.unsetNotAttempted}</button>
          </div>
        ) : (
          <ItemControl
            // A value that was being typed is of the round in which its typing began.
            key={cell.round}
            item={item}
            name={name}
            cell={cell}
            keptAs={props.keptAs}
            onValue={(value) => pen.enter(cell, { value })}
            onUndo={last && (() => pen.undo(last))}
          />
        )}
        {form === "time" && !closed && props.penalties.length > 0 && (
          <PenaltyTiles penalties={props.penalties} pen={pen} attempt={attempt} />
        )}
      </div>
      <div class="item-foot">
        <ItemState cell={cell} />
        {cell.unsure && <span class="chip warn">{t.unsure}</span>}
        {cell.note && (
          <span class="note-shown" data-name>
            {t.note}：{cell.note}
          </span>
        )}
      </div>
      <PhotoStrip of={name} photos={cell.photos} />
      <ItemTrouble item={item} cell={cell} pen={pen} />
      {more && !closed && <ItemMore item={item} cell={cell} pen={pen} />}
    </li>
  );
}

/** Where a jump to the item lands. */
function anchorOf(path: string, attempt: number): string {
  return `item:${path}#${attempt}`;
}

/** Goes to an item and puts the focus there. */
export function jumpTo(path: string, attempt: number): void {
  const item = document.getElementById(anchorOf(path, attempt));
  item?.scrollIntoView({ block: "center" });
  item?.focus({ preventScroll: true });
}
