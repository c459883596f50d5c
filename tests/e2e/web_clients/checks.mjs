// Checks for Node and browsers alike: what was checked, and how it ended.
export const results = [];

export async function check(name, run) {
  try {
    await run();
    results.push({ name });
  } catch (error) {
    results.push({ name, error: String(error?.stack ?? error) });
  }
}

const shown = (value) =>
  JSON.stringify(value, (_, v) => (typeof v === "bigint" ? `${v}n` : v)) ?? String(value);

export function equal(found, wanted) {
  if (shown(found) !== shown(wanted)) throw new Error(`${shown(found)} is not ${shown(wanted)}`);
}

export function match(found, pattern) {
  if (!pattern.test(found)) throw new Error(`${shown(found)} does not match ${pattern}`);
}

/** The error of a call that must be refused. */
export async function rejected(promise) {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error("the call was not refused");
}

/** Prints results; how many failed. */
export function report(list) {
  for (const { name, error } of list) {
    if (error) console.error(`FAILED: ${name}: ${error}`);
    else console.log(`ok: ${name}`);
  }
  return list.filter(({ error }) => error).length;
}
