import { byName } from "../../lib/names";
import { list } from "../data/lists";

/** Disciplines, schemes and sheets of an event. */
export async function readDay(parent: string) {
  const [disciplines, schemes, sheets] = await Promise.all([
    list.disciplines(parent),
    list.schemes(),
    list.sheets(parent),
  ]);
  return { disciplines, sheets, schemeOf: byName(schemes) };
}

/** What the page of the day reads. */
export type DayData = Awaited<ReturnType<typeof readDay>>;
