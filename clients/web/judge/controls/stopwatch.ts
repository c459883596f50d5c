import { signal, type ReadonlySignal } from "@preact/signals";

/**
 * A stopwatch that a reload does not stop. While the page lives it follows the monotonic clock, so
 * that a corrected wall clock changes nothing; the wall clock is asked only for how long the page
 * was away. What it shows is written down at every press and once a second.
 */
export interface Stopwatch {
  /** Whether it runs. */
  readonly running: ReadonlySignal<boolean>;
  /** Milliseconds up to the monotonic moment `at` (default: now). */
  elapsed(at?: number): number;
  /** Starts or goes on, from the monotonic moment of the press. */
  start(at?: number): void;
  /** Pauses. */
  pause(at?: number): void;
  /** Back to zero, not running. */
  clear(): void;
  /** Writes down where it is; called once a second and when the page is left. */
  keep(): void;
}

/** The two clocks and the place where it is written down. */
export interface StopwatchGround {
  /** Milliseconds that never go back while the page lives. */
  monotonic(): number;
  /** Milliseconds since 1970. */
  wall(): number;
  store: Pick<Storage, "getItem" | "setItem" | "removeItem">;
}

interface Kept {
  /** Milliseconds shown at `wall`. */
  elapsed: number;
  wall: number;
  running: boolean;
}

function read(ground: StopwatchGround, key: string): Kept | null {
  try {
    const kept = JSON.parse(ground.store.getItem(key) ?? "null") as Kept | null;
    return kept && Number.isFinite(kept.elapsed) && Number.isFinite(kept.wall) ? kept : null;
  } catch {
    return null;
  }
}

/** Opens the stopwatch that is kept under `key`, as it would show now had the page never closed. */
export function openStopwatch(key: string, ground: StopwatchGround): Stopwatch {
  const kept = read(ground, key);
  const running = signal(kept?.running ?? false);
  const away = kept?.running ? Math.max(0, ground.wall() - kept.wall) : 0;
  // A signal, so that what shows it is drawn anew when it is set back.
  const base = signal((kept?.elapsed ?? 0) + away);
  let since = ground.monotonic();

  const elapsed = (at = ground.monotonic()) => base.value + (running.value ? Math.max(0, at - since) : 0);
  const keep = () => {
    const now: Kept = { elapsed: elapsed(), wall: ground.wall(), running: running.value };
    ground.store.setItem(key, JSON.stringify(now));
  };
  return {
    running,
    elapsed,
    keep,
    start(at = ground.monotonic()) {
      if (running.value) return;
      since = at;
      running.value = true;
      keep();
    },
    pause(at = ground.monotonic()) {
      base.value = elapsed(at);
      running.value = false;
      keep();
    },
    clear() {
      base.value = 0;
      running.value = false;
      ground.store.removeItem(key);
    },
  };
}

/** "1:23.45", or "1:02:03.45" from an hour on; cut off, not rounded, as a stopwatch does. */
export function clockFace(milliseconds: number): string {
  const hundredths = Math.floor(milliseconds / 10);
  const two = (n: number) => String(n).padStart(2, "0");
  const seconds = Math.floor(hundredths / 100);
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  const rest = `${two(seconds % 60)}.${two(hundredths % 100)}`;
  return hours ? `${hours}:${two(minutes)}:${rest}` : `${minutes}:${rest}`;
}

/** Milliseconds as seconds that may be entered: millionths, cut off to a multiple of `step`. */
export function secondsOf(milliseconds: number, step: bigint | null): bigint {
  const millionths = BigInt(Math.floor(milliseconds * 1000));
  return millionths - (millionths % (step ?? 10_000n));
}
