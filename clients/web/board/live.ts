import { signal } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import { keyOf, type Choice } from "./address";
import { apply, type BoardView } from "./standings";
import { SILENCE, watchBoard, type Link } from "./watch";

/** A board as the page knows it. */
export interface Live {
  /** Undefined until the first snapshot. */
  view: BoardView | undefined;
  link: Link;
  /** Local time of the last message, in milliseconds; 0: none. */
  heardAt: number;
}

/** Local time in milliseconds, once a second. */
export const clock = signal(Date.now());
setInterval(() => (clock.value = Date.now()), 1000);

/** Nothing came for so long that the page must say how old it is. */
export const isSilent = ({ heardAt }: Live) => clock.value - heardAt >= SILENCE;

const UNKNOWN: Live = { view: undefined, link: { kind: "connecting" }, heardAt: 0 };

/** What was last known of every board of this page, so that turning back shows it at once. */
const known = new Map<string, Live>();

/** Follows one board; a refusal forgets its lines, a broken network keeps them. */
export function useLive(choice: Choice, limit: number): Live {
  const key = keyOf(choice);
  const [state, setState] = useState<{ key: string; live: Live }>({ key, live: UNKNOWN });
  useEffect(() => {
    const change = (next: Partial<Live>) => {
      const live = { ...(known.get(key) ?? UNKNOWN), ...next };
      known.set(key, live);
      setState({ key, live });
    };
    return watchBoard(
      choice,
      limit,
      (message) => {
        const now = Date.now();
        change({ view: apply(known.get(key)?.view, message, now), heardAt: now });
        clock.value = now;
      },
      (link) => change(link.kind === "refused" ? { link, view: undefined, heardAt: 0 } : { link }),
    );
  }, [key, limit]);
  return state.key === key ? state.live : (known.get(key) ?? UNKNOWN);
}
