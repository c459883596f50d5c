import { signal } from "@preact/signals";
import { Event_BoardState } from "../gen/touchstone/v1/events_pb";
import { Role } from "../gen/touchstone/v1/identity_pb";
import type { Standing } from "../gen/touchstone/v1/leaderboard_pb";
import { identity } from "../lib/api";
import { secret } from "../lib/session";
import type { Live } from "./live";

/** What the token of this page sees. */
export type Sight = "unknown" | "public" | "staff";
/** What the token of this page sees, once the server said so. */
export const sight = signal<Sight>("unknown");

/** Those who see a board as it is, whatever it shows to the hall; see visibility.h. */
const STAFF = new Set([
  Role.ORGANISER,
  Role.CHIEF_JUDGE,
  Role.SUPERVISOR,
  Role.ARBITER,
  Role.AUDITOR,
]);

/** Learns what the token sees; asks until the server answers. */
export async function learnSight(): Promise<void> {
  const asked = secret.value;
  sight.value = asked ? "unknown" : "public";
  while (asked && asked === secret.value) {
    try {
      const { role } = await identity.whoAmI({});
      sight.value = STAFF.has(role) ? "staff" : "public";
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 3000));
    }
  }
}

/** The same lines with nothing but numbers. */
export const withoutNames = (lines: readonly Standing[]): Standing[] =>
  lines.map((line) => ({ ...line, subject: "", displayName: "", company: "" }));

/** What a page may show of a board. */
export interface Shown {
  /** `too much`: the token sees what the hall may not, so nothing is shown. */
  allowed: "yes" | "wait" | "too much";
  lines: readonly Standing[];
  /** Names must not be shown. */
  nameless: boolean;
}

/**
 * The lines of a board for this page. The server hides what the token may not see; this guards the
 * hall against a token that may see more, and against names while only numbers are shown.
 */
export function linesFor({ view }: Live, operator: boolean): Shown {
  const open = operator || view?.state === Event_BoardState.PUBLISHED || sight.value === "public";
  const allowed = open ? "yes" : sight.value === "staff" ? "too much" : "wait";
  const nameless = !operator && view?.state === Event_BoardState.NUMBERS_ONLY;
  const lines = (allowed === "yes" && view?.lines) || [];
  return { allowed, lines: nameless ? withoutNames(lines) : lines, nameless };
}
