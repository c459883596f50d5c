import { effect, signal } from "@preact/signals";
import { today } from "../../lib/days";
import { token } from "../../lib/me";
import { filesOf } from "../data/files";
import { list } from "../data/lists";
import { may } from "../rights";
import { network } from "./outbox";

const DAY_MS = 24 * 3600_000;
/** Batches with a session so near are ready for work without network, in days. */
const NEAR_DAYS = 14;
const EVERY_MS = 10 * 60_000;

const days = (from: string, to: string): number => Math.abs(Date.parse(from) - Date.parse(to)) / DAY_MS;

/** When all that was last read (ms since 1970); null: not since the page was opened. */
export const providedAt = signal<number | null>(null);

/** Reads what a trainer may need where there is no network: people, batches, who attends, findings. */
async function provide(company: string): Promise<void> {
  const [batches] = await Promise.all([
    list.batches(company),
    ...[list.sites(company), list.programmes(), list.types(), filesOf(company), list.openFindings(company)],
  ]);
  const near = batches.filter((batch) => batch.sessions.some(({ date }) => days(date, today()) <= NEAR_DAYS));
  for (const { name } of near) {
    const lines = await list.attendances(name);
    await list.assessments(name, [...new Set(lines.map((line) => line.worker))].sort());
  }
  providedAt.value = Date.now();
}

/** Keeps a trainer's device ready for work without network. */
export function provideForOffline(): void {
  const now = (): void => {
    const company = token.value?.company;
    if (company && may("workOffline") && network.value === "online") void provide(company).catch(() => undefined);
  };
  effect(now);
  setInterval(now, EVERY_MS);
}
