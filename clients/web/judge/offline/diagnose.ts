import { hexOf } from "../../lib/offline/bytes";
import { sessionId, type State } from "./state";

const timeOf = (ms: number | null): string => (ms === null ? "never" : new Date(ms).toISOString());

/** When the last receipt was verified (ms since 1970); null: never. */
export const lastReceiptOf = (state: State): number | null =>
  state.entries.reduce<number | null>(
    (last, { receipt }) => (receipt && receipt.at > (last ?? 0) ? receipt.at : last),
    null,
  );

/** What a technician asks for, in pairs of a stable name and a value. No secret, no mark. */
export async function diagnose(state: State): Promise<[string, string][]> {
  const { store, entries } = state;
  const tablet = state.tablet.value;
  const { usage, quota } = (await navigator.storage?.estimate?.()) ?? {};
  const controller = navigator.serviceWorker?.controller;
  // In the order in which they were installed: the one that runs, one that waits for the lock.
  const versions = ((await globalThis.caches?.keys()) ?? []).map((name) => name.replace("touchstone-judge-", ""));
  const waiting = state.waiting();
  const sessions = new Map(waiting.map((entry) => [sessionId(entry.tablet, entry.judge), entry]));
  const perSession = await Promise.all(
    [...sessions].map(async ([session, { tablet: pairing, judge }]): Promise<[string, string]> => {
      const present = pairing === tablet?.name;
      const count = waiting.filter((entry) => entry.tablet === pairing && entry.judge === judge).length;
      const held = (present && state.open.value?.judge === judge) || (await store.session(session)).drain;
      const name = present ? `outbox.${judge}` : `outbox.${judge} of ${pairing}`;
      return [name, `${count} ${held ? "can be sent" : "waits for the judge to sign in"}`];
    }),
  );
  return [
    ["app.version", versions[0] ?? ""],
    ["app.next_version", versions[1] ?? ""],
    ["app.offline", controller ? "yes" : "no"],
    ["tablet.name", tablet?.name ?? ""],
    ["tablet.label", tablet?.label ?? ""],
    ["tablet.state", tablet?.state ?? "unpaired"],
    ["tablet.fingerprint", tablet?.fingerprint ?? ""],
    ["tablet.receipt_key", tablet ? hexOf(tablet.receiptKey) : ""],
    ["tablet.time", timeOf(Date.now())],
    ["network.state", state.network.value],
    ["network.browser_says", navigator.onLine ? "online" : "offline"],
    ["receipts.held", String(entries.filter((entry) => entry.receipt).length)],
    ["receipts.last", timeOf(lastReceiptOf(state))],
    ["outbox.waiting", String(waiting.length)],
    ["outbox.photos", String(state.photosWaiting().length)],
    ["outbox.oldest", timeOf(waiting[0]?.madeAt ?? null)],
    ...perSession,
    ["entries.made", String(entries.length)],
    ["entries.refused", String(entries.filter((entry) => entry.refusal).length)],
    ["storage.persisted", state.persisted.value ? "yes" : "no"],
    ["storage.full", state.storageFull.value ? "yes" : "no"],
    ["storage.used_bytes", String(usage ?? "")],
    ["storage.quota_bytes", String(quota ?? "")],
    ["browser", navigator.userAgent],
  ];
}
