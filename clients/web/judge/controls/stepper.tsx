import { useState } from "preact/hooks";
import { Icon } from "../pages/icon";
import { texts } from "../texts_sheet";
import type { ControlProps } from "./control";
import { formatDecimal, parseDecimal } from "./decimal";
import { limitsOf, whyNot } from "./limits";
import { NumberPad } from "./number_pad";

/**
 * Minus, value, plus. Nothing is marked before a tap: until then the two outer buttons name the
 * value that they enter, the lowest and (points) the full marks or (counts) one. A count has an
 * undo beside it, that also brings back "not marked".
 */
export function Stepper(props: ControlProps & { counts: boolean }) {
  const { item, name, cell, onValue, onUndo, counts } = props;
  const t = texts.value;
  const [typing, setTyping] = useState(false);
  const limits = limitsOf(item);
  const step = limits.step ?? 1_000_000n;
  const value = cell.value === undefined ? null : parseDecimal(cell.value);
  const button = (to: bigint, label: string, spoken: string) => (
    <button
      class="step"
      aria-label={`${name}: ${spoken}`}
      disabled={whyNot(limits, to) !== null}
      onClick={() => onValue(formatDecimal(to))}
    >
      {label}
    </button>
  );
  const by = formatDecimal(step);
  const most = counts ? step : limits.most;
  const outOf = !counts && limits.most !== null ? `/ ${formatDecimal(limits.most)}` : "";
  const shown = value === null ? t.notMarked : `${formatDecimal(value)} ${outOf}`.trim();
  const full = counts ? t.once : t.fullMarks(formatDecimal(most ?? 0n));
  return (
    <div class={`stepper ${counts ? "counts" : ""}`} role="group" aria-label={name}>
      {value === null
        ? button(0n, counts ? t.none : t.zero, counts ? t.none : t.zero)
        : button(value - step, "−", t.less(by))}
      <button class="value" aria-label={t.enterValueOf(name, shown)} onClick={() => setTyping(true)}>
        {value === null ? (
          <span class="unmarked">{t.notMarked}</span>
        ) : (
          <>
            <strong>{formatDecimal(value)}</strong>
            {outOf && <small>{outOf}</small>}
          </>
        )}
      </button>
      {value === null ? most !== null && button(most, full, full) : button(value + step, "+", t.moreBy(by))}
      {counts && (
        <button class="undo" aria-label={`${name}: ${t.undo}`} disabled={!onUndo} onClick={() => onUndo?.()}>
          <Icon name="undo" />
        </button>
      )}
      {typing && <NumberPad name={name} limits={limits} onValue={onValue} onClose={() => setTyping(false)} />}
    </div>
  );
}

/** A measured value, typed on the pad. */
export function Measured({ item, name, cell, onValue }: ControlProps) {
  const t = texts.value;
  const [typing, setTyping] = useState(false);
  return (
    <div class="stepper" role="group" aria-label={name}>
      <button class="value wide" aria-label={t.enterValueOf(name, cell.value ?? t.enterValue)} onClick={() => setTyping(true)}>
        {cell.value === undefined ? <span class="unmarked">{t.enterValue}</span> : <strong>{cell.value}</strong>}
      </button>
      {typing && <NumberPad name={name} limits={limitsOf(item)} onValue={onValue} onClose={() => setTyping(false)} />}
    </div>
  );
}
