import type { Ground } from "./ground.ts";
import { EVENT } from "./ground.ts";

/** Number of Disposition.CONFLICT. */
const CONFLICT = 2;

/** An entry as it stands in the server's chain. */
export interface Held {
  id: string;
  device: string;
  sequence: number;
  author: string;
  offlineUnlock: boolean;
  disposition: number;
  /** `item=value`, `item=` for none, or `seal`. */
  said: string;
  position: number;
}

/** The whole chain of the event, read with the organiser's token. */
export async function readChain(ground: Ground): Promise<Held[]> {
  const m = ground.messages;
  const { judging } = ground.api();
  const held: Held[] = [];
  for (let after = 0n; ; ) {
    const { envelopes, lastPosition } = await judging.listEnvelopes({
      parent: `events/${EVENT}`,
      afterPosition: after,
      pageSize: 1000,
    });
    for (const bytes of envelopes) {
      const envelope = m.fromBinary(m.EnvelopeSchema, bytes);
      const entry = m.fromBinary(m.EntrySchema, envelope.entry);
      after = envelope.position;
      const { body } = entry;
      if (body.case !== "mark" && body.case !== "seal") continue;
      held.push({
        id: entry.entryId,
        device: entry.device,
        sequence: Number(entry.deviceSequence),
        author: entry.author,
        offlineUnlock: entry.offlineUnlock,
        disposition: envelope.disposition,
        said: body.case === "seal" ? "seal" : `${body.value.item.split("/").at(-1)}=${body.value.value ?? ""}`,
        position: Number(envelope.position),
      });
    }
    if (after >= lastPosition || !envelopes.length) return held;
  }
}

/** What was promised to the judge against what the server holds. */
export interface Reckoning {
  acked: number;
  lost: number;
  duplicated: number;
  disordered: number;
  /** Kept, but without effect: the tablet took a wrong base for a mark. */
  conflicts: number;
}

/** Adds up, and prints as every test of this kind does. */
export function print(of: Reckoning[], what: string): void {
  const total = (pick: (one: Reckoning) => number): number => of.reduce((sum, one) => sum + pick(one), 0);
  console.log(
    `${what}: runs=${of.length} acked=${total((one) => one.acked)} lost=${total((one) => one.lost)} ` +
      `dup=${total((one) => one.duplicated)} out_of_order=${total((one) => one.disordered)} ` +
      `conflicts=${total((one) => one.conflicts)}`,
  );
}

/**
 * Compares entries that the tablet said it had kept (in their order) with the chain: each is there
 * once, and those of the device stand in the order in which they were made, without a gap.
 */
export function reckon(acked: string[], device: string, chain: Held[]): Reckoning {
  const mine = chain.filter((held) => held.device === device);
  const counts = new Map<string, number>();
  for (const { id } of mine) counts.set(id, (counts.get(id) ?? 0) + 1);
  const sequences = new Map<number, number>();
  for (const { sequence } of mine) sequences.set(sequence, (sequences.get(sequence) ?? 0) + 1);
  const said = mine.map((held) => held.said);
  let at = 0;
  let lost = 0;
  for (const one of acked) {
    const found = said.indexOf(one, at);
    if (found < 0) lost++;
    else at = found + 1;
  }
  const twice = [...counts.values(), ...sequences.values()].filter((count) => count > 1).length;
  const disordered = mine.filter((held, i) => held.sequence !== i + 1).length;
  const conflicts = mine.filter((held) => held.disposition === CONFLICT).length;
  return { acked: acked.length, lost, duplicated: twice, disordered, conflicts };
}
