import type { Entrant } from "../../gen/touchstone/v1/events_pb";
import { byName } from "../../lib/names";
import { list } from "../data/lists";

/** Entrants of an event with what they refer to. */
export async function readEntrants(parent: string) {
  const [entrants, disciplines, teams, workers, companies] = await Promise.all([
    list.entrants(parent),
    list.disciplines(parent),
    list.teams(parent),
    list.workers(),
    list.companies(),
  ]);
  const workerOf = byName(workers);
  return {
    entrants,
    disciplines,
    teams,
    workers,
    companies,
    disciplineOf: byName(disciplines),
    teamOf: byName(teams),
    companyOf: byName(companies),
    /** The name for people. */
    personOf: (entrant: Entrant) => entrant.displayName || (workerOf.get(entrant.worker)?.displayName ?? ""),
  };
}

/** Entrants of an event with what they refer to, by name. */
export type EntrantData = Awaited<ReturnType<typeof readEntrants>>;
