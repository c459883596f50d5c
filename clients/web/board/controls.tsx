import { useEffect, useLayoutEffect, useState } from "preact/hooks";
import { Preferences } from "../ui/preferences";
import { texts } from "./texts";

const toggleFullScreen = () =>
  document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen();

/** True for a while after the pointer moved. */
function useRecentMove() {
  const [moved, setMoved] = useState(false);
  useEffect(() => {
    let timer = 0;
    const move = () => {
      setMoved(true);
      clearTimeout(timer);
      timer = window.setTimeout(() => setMoved(false), 4000);
    };
    addEventListener("pointermove", move);
    return () => {
      clearTimeout(timer);
      removeEventListener("pointermove", move);
    };
  }, []);
  return moved;
}

/** A key that no control of the page wants for itself. */
export function isFreeKey(event: KeyboardEvent): boolean {
  const taken = event.target instanceof Element && event.target.closest("button, select, input, a");
  return !taken && !event.ctrlKey && !event.altKey && !event.metaKey;
}

/** Turns pages, pauses, fills the screen; out of sight until the pointer moves or a key gets there. */
export function Controls(props: {
  open: boolean;
  turns: boolean;
  paused: boolean;
  onPause: () => void;
  onStep: (by: 1 | -1) => void;
}) {
  const t = texts.value;
  const moved = useRecentMove();
  useLayoutEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (!isFreeKey(event)) return;
      if (event.key === "ArrowRight" || event.key === "PageDown") props.onStep(1);
      else if (event.key === "ArrowLeft" || event.key === "PageUp") props.onStep(-1);
      else if (event.key === " ") props.onPause();
      else if (event.key === "f") void toggleFullScreen();
      else return;
      event.preventDefault();
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  });
  return (
    <nav class={`controls no-print ${props.open ? "open" : moved ? "shown" : ""}`} aria-label={t.controls}>
      {props.turns && (
        <>
          <button onClick={() => props.onStep(-1)} aria-label={t.previous}>
            ←
          </button>
          <button onClick={props.onPause} aria-pressed={props.paused}>
            {props.paused ? t.resume : t.pause}
          </button>
          <button onClick={() => props.onStep(1)} aria-label={t.next}>
            →
          </button>
        </>
      )}
      <button onClick={() => void toggleFullScreen()}>{t.fullScreen}</button>
      <Preferences />
    </nav>
  );
}
