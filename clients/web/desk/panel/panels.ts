import { byName } from "../../lib/names";
import { list } from "../data/lists";
import { may } from "../rights";

/** Judges of an event with what they are assigned to. */
export async function readPanels(parent: string) {
  const [judges, companies, disciplines, schemes, assignments, entrants] = await Promise.all([
    list.judges(parent),
    list.companies(),
    list.disciplines(parent),
    list.schemes(),
    list.assignments(parent),
    may("seeNames") ? list.entrants(parent) : Promise.resolve([]),
  ]);
  return {
    judges: judges.sort((a, b) => a.name.localeCompare(b.name, "en", { numeric: true })),
    companies,
    disciplines,
    assignments,
    entrants,
    companyOf: byName(companies),
    schemeOf: byName(schemes),
  };
}

/** What the page of judges and assignments reads. */
export type PanelData = Awaited<ReturnType<typeof readPanels>>;
