import { now, useEngine } from "../context";
import { ageOf, texts } from "../texts";

/** How tablet and server get on, and how old the last receipt is; a tap sends what waits. */
export function ConnectionPill() {
  const engine = useEngine();
  const { state, lastReceipt, waiting, photosWaiting } = engine.connection.value;
  const t = texts.value;
  const left = [waiting > 0 && t.waiting(waiting), photosWaiting > 0 && t.photosWaiting(photosWaiting)];
  const receipt = lastReceipt === null ? t.noReceipt : t.lastReceipt(ageOf(now.value - lastReceipt));
  return (
    <button class={`pill ${state}`} title={t.send} onClick={() => void engine.flush()}>
      <span class="dot" aria-hidden="true" />
      <span class="pill-text">
        <strong>{[t[state], ...left].filter(Boolean).join(" · ")}</strong>
        <small>{receipt}</small>
      </span>
    </button>
  );
}

/** What the judge must know before going on; nothing when all is well. */
export function Notices() {
  const engine = useEngine();
  const { state, storageFull, waiting, oldestWaiting } = engine.connection.value;
  const t = texts.value;
  const old = oldestWaiting === null ? 0 : now.value - oldestWaiting;
  return (
    <div class="notices" role="alert">
      {storageFull && <Notice kind="bad" title={t.fullTitle} text={t.fullText} />}
      {state === "captive" && <Notice kind="warn" title={t.captiveTitle} text={t.captiveText} />}
      {state === "refused" && <Notice kind="bad" title={t.refusedTitle} text={t.refusedText} />}
      {old > 60_000 && state !== "captive" && (
        <Notice kind="warn" title={t.waiting(waiting)} text={t.oldest(t.minutes(Math.floor(old / 60_000)))} />
      )}
    </div>
  );
}

/** One notice with its title. */
export function Notice({ kind, title, text }: { kind: "bad" | "warn"; title: string; text: string }) {
  return (
    <div class={`notice ${kind}-notice`}>
      <strong>{title}</strong>
      <span>{text}</span>
    </div>
  );
}
