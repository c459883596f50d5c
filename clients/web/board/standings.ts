import type { Event_BoardState } from "../gen/touchstone/v1/events_pb";
import type { Standing, WatchStandingsResponse } from "../gen/touchstone/v1/leaderboard_pb";

/** What happened to a line, to be marked for some seconds. */
export interface LineChange {
  /** Local time of the change, in milliseconds. */
  at: number;
  /** Places gained; negative: lost; 0: only the content changed. */
  moved: number;
}

/** What is known of one board. */
export interface BoardView {
  /** Best first; then, by code, those who are not ranked. */
  lines: readonly Standing[];
  /** Lines in all, shown or not. */
  totalSize: number;
  state: Event_BoardState;
  /** How far in the feed this is. */
  position: bigint;
  /** Server time of the last message, in milliseconds; it vouches for all lines. */
  asOf: number;
  changes: ReadonlyMap<string, LineChange>;
}

/** How long a change stays marked, in milliseconds. */
export const MARKED_FOR = 7_000;

const rank = (line: Standing) => line.place || Number.MAX_SAFE_INTEGER;
const byCode = (a: Standing, b: Standing) => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0);

/** The order of a board: by place, equal places by code, those without a place last. */
const inOrder = (lines: Iterable<Standing>) =>
  [...lines].sort((a, b) => rank(a) - rank(b) || byCode(a, b));

function changeOf(before: Standing, after: Standing, now: number): LineChange | undefined {
  const moved = before.place && after.place ? before.place - after.place : 0;
  const same =
    moved === 0 &&
    before.place === after.place &&
    before.total === after.total &&
    before.status === after.status &&
    before.award?.zh === after.award?.zh;
  return same ? undefined : { at: now, moved };
}

/**
 * The board after one message of WatchStandings. A change without a snapshot before it says
 * nothing, so the board stays unknown. `now` is local time in milliseconds.
 */
export function apply(
  before: BoardView | undefined,
  message: WatchStandingsResponse,
  now: number,
): BoardView | undefined {
  const asOf = message.serverTime ? Number(message.serverTime.seconds) * 1000 : now;
  const { kind, position } = message;
  if (kind.case === "snapshot") {
    const lines = inOrder(kind.value.standings);
    const { totalSize, boardState: state } = kind.value;
    return { lines, totalSize, state, position, asOf, changes: marks(before, lines, now) };
  }
  if (!before) return undefined;
  if (kind.case !== "change") return { ...before, position, asOf };
  const byCodes = new Map(before.lines.map((line) => [line.code, line]));
  for (const line of kind.value.changed) byCodes.set(line.code, line);
  for (const code of kind.value.removed) byCodes.delete(code);
  const lines = inOrder(byCodes.values());
  const changes = marks(before, lines, now);
  return { ...before, lines, totalSize: kind.value.totalSize, position, asOf, changes };
}

function marks(before: BoardView | undefined, lines: Standing[], now: number) {
  const changes = new Map<string, LineChange>();
  if (!before) return changes;
  const earlier = new Map(before.lines.map((line) => [line.code, line]));
  for (const line of lines) {
    const was = earlier.get(line.code);
    const change = was ? changeOf(was, line, now) : { at: now, moved: 0 };
    const kept = before.changes.get(line.code);
    if (change) changes.set(line.code, change);
    else if (kept && now - kept.at < MARKED_FOR) changes.set(line.code, kept);
  }
  return changes;
}
