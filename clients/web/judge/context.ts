import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { signal } from "@preact/signals";
import type { Engine } from "./engine";

/** Where pages find the engine; use `useEngine`. */
export const EngineContext = createContext<Engine | null>(null);

/** The engine of the page in which this is drawn. */
export function useEngine(): Engine {
  const engine = useContext(EngineContext);
  if (!engine) throw new Error("drawn outside of EngineContext");
  return engine;
}

/** This tablet's clock, to the second; ages are drawn from it. */
export const now = signal(Date.now());
setInterval(() => (now.value = Date.now()), 1000);

/** What a screen reader says next. Shown nowhere: all of it can be seen as well. */
export const spoken = signal("");

/** Says `text` to those who do not see it happen. */
export function say(text: string): void {
  spoken.value = text;
}
