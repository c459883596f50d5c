import { create } from "@bufbuild/protobuf";
import { Code, ConnectError } from "@connectrpc/connect";
import {
  Board_Group,
  BoardSchema,
  type Board,
  type WatchStandingsResponse,
} from "../gen/touchstone/v1/leaderboard_pb";
import { failureOf, leaderboard, type Failure } from "../lib/api";
import { secret } from "../lib/session";
import type { Choice } from "./address";

/** Without any message for so long, in milliseconds, a board no longer passes for current. */
export const SILENCE = 15_000;

const FIRST_WAIT = 500;
const LONGEST_WAIT = 15_000;
/** The server's answer will not change by asking again at once. */
const REFUSALS = new Set([
  Code.InvalidArgument,
  Code.NotFound,
  Code.PermissionDenied,
  Code.Unauthenticated,
  Code.FailedPrecondition,
  Code.Unimplemented,
]);

/** How the page stands with the server. */
export type Link =
  | { kind: "connecting" }
  | { kind: "live" }
  /** The stream broke; another one is being tried. */
  | { kind: "lost" }
  /** The server said no; it is asked again now and then. */
  | { kind: "refused"; failure: Failure };

const GROUP: Record<Choice["group"], Board_Group> = {
  entrants: Board_Group.ENTRANTS,
  companies: Board_Group.COMPANIES,
  teams: Board_Group.TEAMS,
};

/** The board of the API that the address means. */
export const boardOf = ({ event, discipline, stage, group }: Choice): Board =>
  create(BoardSchema, { event: `events/${event}`, discipline, stage, group: GROUP[group] });

/**
 * Watches a board until the returned function is called: one stream at a time, a new one after a
 * growing pause whenever it ends, is refused, or says nothing for `SILENCE`. The first stream starts
 * with a snapshot; a later one with a heartbeat, when the board is the same as at the last message.
 */
export function watchBoard(
  choice: Choice,
  limit: number,
  onMessage: (message: WatchStandingsResponse) => void,
  onLink: (link: Link) => void,
): () => void {
  const board = boardOf(choice);
  let stopped = false;
  let wait = FIRST_WAIT;
  let attempt = new AbortController();
  /** Of the last message, and the secret with which it came. */
  let last = { position: 0n, secret: "" };
  let wake = () => {};

  const readStream = async () => {
    attempt = new AbortController();
    let silence = setTimeout(() => attempt.abort(), SILENCE);
    const used = secret.value;
    const resumePosition = last.secret === used ? last.position : 0n;
    try {
      const stream = leaderboard.watchStandings(
        { board, limit, resumePosition },
        { signal: attempt.signal, timeoutMs: 0 },
      );
      for await (const message of stream) {
        if (stopped) return;
        clearTimeout(silence);
        silence = setTimeout(() => attempt.abort(), SILENCE);
        wait = FIRST_WAIT;
        last = { position: message.position, secret: used };
        onLink({ kind: "live" });
        onMessage(message);
      }
      onLink({ kind: "lost" });
    } catch (thrown) {
      if (stopped) return;
      const refused = REFUSALS.has(ConnectError.from(thrown).code);
      if (refused) {
        wait = LONGEST_WAIT;
        last = { position: 0n, secret: "" };
      }
      onLink(refused ? { kind: "refused", failure: failureOf(thrown) } : { kind: "lost" });
    } finally {
      clearTimeout(silence);
    }
  };
  const online = () => wake();
  addEventListener("online", online);
  onLink({ kind: "connecting" });
  void (async () => {
    while (!stopped) {
      await readStream();
      if (stopped) break;
      await new Promise<void>((resolve) => {
        wake = resolve;
        setTimeout(resolve, wait * (0.75 + Math.random() / 2));
      });
      wait = Math.min(wait * 2, LONGEST_WAIT);
    }
  })();
  return () => {
    stopped = true;
    removeEventListener("online", online);
    attempt.abort();
    wake();
  };
}
