import type { Standing } from "../gen/touchstone/v1/leaderboard_pb";

/** What one press of the operator's key shows. */
export interface Step {
  /** `row` joins the list; `spotlight` fills the screen; `podium` ends the ceremony. */
  kind: "row" | "spotlight" | "podium";
  /** Lines that this step shows, in the order of the board; those with an equal place together. */
  lines: readonly Standing[];
}

const SPOTLIGHT = 3;

/**
 * The steps of a staged reveal, from the last place to the first; who has no place is not called.
 * `standings` are in the order of the board. With `from` > 0 all places after it make one first
 * step.
 */
export function stepsOf(standings: readonly Standing[], from = 0): Step[] {
  const placed = standings.filter((line) => line.place > 0);
  const together = new Map<number, Standing[]>();
  for (const line of placed) {
    const key = from > 0 && line.place > Math.max(from, SPOTLIGHT) ? Infinity : line.place;
    together.set(key, [...(together.get(key) ?? []), line]);
  }
  const steps: Step[] = [...together]
    .sort(([a], [b]) => b - a)
    .map(([place, lines]) => ({ kind: place <= SPOTLIGHT ? "spotlight" : "row", lines }));
  const top = placed.filter((line) => line.place <= SPOTLIGHT);
  if (top.length > 0) steps.push({ kind: "podium", lines: top });
  return steps;
}

/** Lines of the list after `shown` steps, best first: everything so far except the spotlight. */
export function listAfter(steps: readonly Step[], shown: number): Standing[] {
  return steps
    .slice(0, shown)
    .filter(({ kind }, index) => kind === "row" || (kind === "spotlight" && index < shown - 1))
    .reverse()
    .flatMap(({ lines }) => lines);
}
