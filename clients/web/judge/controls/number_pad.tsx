import { useSignal } from "@preact/signals";
import { useLayoutEffect } from "preact/hooks";
import { Icon } from "../pages/icon";
import { Dialog } from "../../ui/dialog";
import { texts } from "../texts_sheet";
import { formatDecimal, parseDecimal } from "./decimal";
import { type Limits, whyNot } from "./limits";

/** Digits on big keys, or on a keyboard. Only what may be entered can be. */
export function NumberPad(props: {
  name: string;
  limits: Limits;
  onValue: (value: string) => void;
  onClose: () => void;
}) {
  const { limits } = props;
  const t = texts.value;
  // A signal, so that a key finds what the key before it left, drawn or not.
  const typed = useSignal("");
  const problem = problemWith(limits, typed.value);
  const fraction = limits.step === null || limits.step % 1_000_000n !== 0n;
  const signed = limits.least === null;

  const press = (key: string) => {
    const before = typed.value;
    if (key === "⌫") typed.value = before.slice(0, -1);
    else if (key === "±") typed.value = before.startsWith("-") ? before.slice(1) : `-${before}`;
    else if (key !== "." || !before.includes(".")) typed.value = (before + key).slice(0, 12);
  };
  const enter = () => {
    const value = parseDecimal(typed.value);
    if (value === null || problemWith(limits, typed.value)) return;
    props.onValue(formatDecimal(value));
    props.onClose();
  };
  useLayoutEffect(() => {
    const key = (event: KeyboardEvent) => {
      if (event.key === "Enter") {
        // A button that was reached by keyboard does what it says.
        if (event.target instanceof HTMLButtonElement) return;
        event.preventDefault();
        enter();
      } else if (/^[\d.]$/.test(event.key)) press(event.key);
      else if (event.key === "Backspace") press("⌫");
      else if (event.key === "-" && signed) press("±");
    };
    addEventListener("keydown", key);
    return () => removeEventListener("keydown", key);
  });
  return (
    <Dialog title={props.name} onClose={props.onClose} ownWayOut>
      <output class="typed" aria-live="polite" tabIndex={-1} autofocus>
        {typed.value || <span class="unmarked">{t.enterValue}</span>}
      </output>
      <p class="pad-hint" role="alert">
        {problem ? <strong class="bad">{problem}</strong> : <span class="quiet">{hintOf(limits)}</span>}
      </p>
      <div class="keys" onMouseDown={leaveFocus}>
        {[..."123456789"].map((digit) => (
          <button key={digit} onClick={() => press(digit)}>
            {digit}
          </button>
        ))}
        {fraction ? (
          <button aria-label={t.padPoint} onClick={() => press(".")}>
            .
          </button>
        ) : (
          <span />
        )}
        <button onClick={() => press("0")}>0</button>
        <button aria-label={t.padErase} disabled={!typed.value} onClick={() => press("⌫")}>
          <Icon name="erase" />
        </button>
      </div>
      <div class="row ends">
        {signed && (
          <button aria-label={t.padSign} class="tall sign" onMouseDown={leaveFocus} onClick={() => press("±")}>
            ±
          </button>
        )}
        <button class="tall grow" onClick={props.onClose}>
          {t.cancel}
        </button>
        <button class="primary tall grow" disabled={!typed.value || problem !== ""} onClick={enter}>
          {t.padEnter}
        </button>
      </div>
    </Dialog>
  );
}

/** A tap on a key leaves the focus where it is, so that Enter on a keyboard still enters. */
const leaveFocus = (event: MouseEvent) => event.preventDefault();

/** Why what was typed cannot be entered; empty: it can, or nothing was typed. */
function problemWith(limits: Limits, typed: string): string {
  const t = texts.value;
  if (typed === "") return "";
  const value = parseDecimal(typed);
  if (value === null) return t.noNumber;
  switch (whyNot(limits, value)) {
    case "above":
      return t.above(formatDecimal(limits.most ?? 0n));
    case "below":
      return t.below(formatDecimal(limits.least ?? 0n));
    case "step":
      return t.offStep(formatDecimal(limits.step ?? 0n));
    case null:
      return "";
  }
}

function hintOf({ least, most, step }: Limits): string {
  const t = texts.value;
  const range = least !== null && most !== null ? t.range(formatDecimal(least), formatDecimal(most)) : "";
  const steps = step !== null ? t.stepIs(formatDecimal(step)) : "";
  return [range, steps].filter(Boolean).join(" · ");
}
