import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { useEngine } from "../context";
import { texts } from "../texts_sheet";
import type { ControlProps } from "./control";
import { formatDecimal } from "./decimal";
import { limitsOf, whyNot } from "./limits";
import { NumberPad } from "./number_pad";
import { clockFace, openStopwatch, secondsOf, type Stopwatch } from "./stopwatch";

const ground = { monotonic: () => performance.now(), wall: () => Date.now(), store: localStorage };

/** The clock of a time item. It enters a time only when it is told to. */
export function StopwatchPanel({ item, name, onValue, keptAs }: ControlProps & { keptAs: string }) {
  const t = texts.value;
  const watch = useMemo(() => openStopwatch(keptAs, ground), [keptAs]);
  const [typing, setTyping] = useState(false);
  const [clearing, setClearing] = useState(false);
  const pressed = usePressTime();
  useKeeping(watch);
  const running = watch.running.value;
  const limits = limitsOf(item);
  const seconds = secondsOf(watch.elapsed(), limits.step);
  const stopped = !running && watch.elapsed() > 0;

  const clear = () => {
    if (clearing) watch.clear();
    setClearing(!clearing);
  };
  return (
    <div class="stopwatch" role="group" aria-label={`${name}: ${t.stopwatch}`}>
      <Face watch={watch} />
      <div class="stopwatch-keys">
        <button
          class={`go ${running ? "pause" : "primary"}`}
          onPointerDown={pressed.down}
          onClick={(event) => {
            setClearing(false);
            if (running) watch.pause(pressed.at(event));
            else watch.start(pressed.at(event));
          }}
        >
          {running ? t.pause : stopped ? t.resume : t.start}
        </button>
        <button
          class="enter"
          disabled={!stopped || whyNot(limits, seconds) !== null}
          onClick={() => onValue(formatDecimal(seconds))}
        >
          {stopped ? t.enterTime(formatDecimal(seconds)) : t.enterTimeLater}
        </button>
        <button disabled={!stopped} onClick={clear}>
          {clearing && stopped ? t.clearSure : t.clear}
        </button>
        <button disabled={running} onClick={() => setTyping(true)}>
          {t.typeTime}
        </button>
      </div>
      {typing && <NumberPad name={name} limits={limits} onValue={onValue} onClose={() => setTyping(false)} />}
    </div>
  );
}

/** The moving digits, drawn apart so that nothing else is drawn with them. */
function Face({ watch }: { watch: Stopwatch }) {
  const digits = useRef<HTMLDivElement>(null);
  const running = watch.running.value;
  const standing = clockFace(watch.elapsed());
  useLayoutEffect(() => {
    let frame = 0;
    const draw = () => {
      if (digits.current) digits.current.textContent = clockFace(watch.elapsed());
      if (watch.running.value) frame = requestAnimationFrame(draw);
    };
    draw();
    return () => cancelAnimationFrame(frame);
  });
  return (
    <div ref={digits} class={`face ${running ? "runs" : ""}`} role="timer" aria-live="off">
      {standing}
    </div>
  );
}

/** Once a second writes down a running clock, and keeps the tablet from locking under it. */
function useKeeping(watch: Stopwatch): void {
  const engine = useEngine();
  useEffect(() => {
    const keep = () => {
      if (!watch.running.value) return;
      engine.touched();
      watch.keep();
    };
    const timer = setInterval(keep, 1000);
    addEventListener("pagehide", keep);
    return () => {
      clearInterval(timer);
      removeEventListener("pagehide", keep);
      keep();
    };
  }, [watch, engine]);
}

/** A press counts from when the finger came down, not from when it left. */
function usePressTime() {
  const last = useRef(-Infinity);
  return {
    down: (event: PointerEvent) => (last.current = event.timeStamp),
    at: (event: MouseEvent) => (event.timeStamp - last.current < 2000 ? last.current : event.timeStamp),
  };
}
