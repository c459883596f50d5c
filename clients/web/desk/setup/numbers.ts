/** A new number for an entrant. */
export interface Renumbering<T> {
  entrant: T;
  from: string;
  to: string;
}

/** A random order, every order equally likely (Fisher and Yates, with the browser's generator). */
export function draw<T>(items: readonly T[]): T[] {
  const drawn = [...items];
  for (let i = drawn.length - 1; i > 0; --i) {
    // Values that would favour small remainders are drawn again.
    const fair = Math.floor(2 ** 32 / (i + 1)) * (i + 1);
    let value = fair;
    while (value >= fair) value = crypto.getRandomValues(new Uint32Array(1))[0]!;
    const other = value % (i + 1);
    [drawn[i], drawn[other]] = [drawn[other]!, drawn[i]!];
  }
  return drawn;
}

/**
 * Numbers from `first` on, in the order given; digits are kept ("001" counts 001, 002 …).
 * Entrants that already have their number are left out.
 */
export function number<T extends { code: string }>(entrants: readonly T[], first: string): Renumbering<T>[] {
  const [, prefix = "", digits = "1"] = /^(.*?)(\d+)$/.exec(first) ?? [];
  return entrants
    .map((entrant, i) => ({
      entrant,
      from: entrant.code,
      to: prefix + String(Number(digits) + i).padStart(digits.length, "0"),
    }))
    .filter(({ from, to }) => from !== to);
}

/**
 * The same as steps that never give one number to two entrants: those whose number another will
 * get first move to a number that nobody has.
 */
export function steps<T>(renumberings: readonly Renumbering<T>[]): Renumbering<T>[] {
  const wanted = new Set(renumberings.map(({ to }) => to));
  const run = crypto.randomUUID().slice(0, 8);
  const aside = renumberings
    .filter(({ from }) => wanted.has(from))
    .map(({ entrant, from }, i) => ({ entrant, from, to: `moving-${run}-${i + 1}` }));
  return [...aside, ...renumberings];
}
