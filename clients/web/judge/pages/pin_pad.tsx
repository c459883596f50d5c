import type { Signal } from "@preact/signals";
import { useLayoutEffect } from "preact/hooks";
import { texts } from "../texts_entry";
import { Icon } from "./icon";

/** Six digits on big keys, or on any keyboard while no field has the focus. */
export function PinPad({ pin }: { pin: Signal<string> }) {
  const t = texts.value;
  const value = pin.value;
  const press = (digit: string) => (pin.value = (pin.value + digit).slice(0, 6));
  const erase = () => (pin.value = pin.value.slice(0, -1));
  useLayoutEffect(() => {
    const key = (event: KeyboardEvent) => {
      if (event.target instanceof HTMLInputElement || event.ctrlKey || event.metaKey) return;
      if (/^\d$/.test(event.key)) press(event.key);
      else if (event.key === "Backspace") erase();
    };
    addEventListener("keydown", key);
    return () => removeEventListener("keydown", key);
  }, []);
  return (
    <div class="pin">
      <div class="pin-dots" role="img" aria-label={t.digitsEntered(value.length)}>
        {Array.from({ length: 6 }, (_, i) => (
          <span key={i} class={i < value.length ? "full" : ""} />
        ))}
      </div>
      <div class="keys">
        {[..."123456789"].map((digit) => (
          <button type="button" key={digit} onClick={() => press(digit)}>
            {digit}
          </button>
        ))}
        <span />
        <button type="button" onClick={() => press("0")}>
          0
        </button>
        <button type="button" aria-label={t.erase} disabled={!value} onClick={erase}>
          <Icon name="erase" />
        </button>
      </div>
    </div>
  );
}
