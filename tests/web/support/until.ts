import { setTimeout as sleep } from "node:timers/promises";

/** Resolves as soon as `condition` holds; throws when it does not within `ms`. */
export async function until(condition: () => boolean | Promise<boolean>, ms = 10_000): Promise<void> {
  for (const end = Date.now() + ms; !(await condition()); await sleep(20)) {
    if (Date.now() > end) throw new Error(`not within ${ms} ms: ${condition}`);
  }
}
