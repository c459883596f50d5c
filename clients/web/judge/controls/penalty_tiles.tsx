import type { SchemeItem } from "../../gen/touchstone/v1/rule_pack_pb";
import { pick } from "../../lib/language";
import { Icon } from "../pages/icon";
import type { Pen } from "../pen";
import { texts } from "../texts_sheet";
import { formatDecimal, parseDecimal } from "./decimal";
import { limitsOf, whyNot } from "./limits";

interface Penalty {
  path: string;
  item: SchemeItem;
}

const ONE = 1_000_000n;

/** Every penalty of the module as a tile beside the running clock: a tap counts one. */
export function PenaltyTiles({ penalties, pen, attempt }: { penalties: Penalty[]; pen: Pen; attempt: number }) {
  const t = texts.value;
  const last = pen.last(penalties.map(({ path }) => path), attempt);
  const undone = penalties.find(({ path }) => path === last?.item);

  const tap = (penalty: Penalty) => {
    const cell = pen.cell(penalty.path, attempt);
    const count = (parseDecimal(cell.value ?? "0") ?? 0n) + ONE;
    if (whyNot(limitsOf(penalty.item), count)) return;
    pen.enter(cell, { value: formatDecimal(count) });
  };
  return (
    <div class="penalties">
      <h4>{t.penalties}</h4>
      <div class="tiles">
        {penalties.map((penalty) => {
          const { value } = pen.cell(penalty.path, attempt);
          return (
            <button key={penalty.path} class={`tile ${value && value !== "0" ? "hit" : ""}`} onClick={() => tap(penalty)}>
              <span class="tile-top">
                <strong>{faceOf(penalty.item)}</strong>
                {value !== undefined && <span class="count">×{value}</span>}
              </span>
              <span data-name>{pick(penalty.item.displayName)}</span>
            </button>
          );
        })}
        <button class="undo" disabled={!last} onClick={() => last && pen.undo(last)}>
          <Icon name="undo" />
          <span>
            <strong>{undone ? t.undoOf(faceOf(undone.item)) : t.undo}</strong>
            {undone && <small data-name>{pick(undone.item.displayName)}</small>}
          </span>
        </button>
      </div>
    </div>
  );
}

function faceOf(item: SchemeItem): string {
  const t = texts.value;
  return item.seconds === "" || item.seconds === "0" ? t.clockRuns : `+${item.seconds} ${t.secondsUnit}`;
}
