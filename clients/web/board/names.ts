import { signal } from "@preact/signals";
import { all, events } from "../lib/api";
import { pick } from "../lib/language";
import type { Address, Choice } from "./address";
import { texts } from "./texts";

/** Names of events and disciplines, by `event` and `event/discipline`, as far as they may be read. */
const names = signal<ReadonlyMap<string, { zh: string; en: string }>>(new Map());

/** Reads names of events and disciplines. A screen may not be allowed to; ids are shown then. */
export async function learnNames(choices: readonly Choice[]): Promise<void> {
  const found = new Map(names.value);
  for (const event of new Set(choices.map((choice) => choice.event))) {
    try {
      const { displayName } = await events.getEvent({ name: `events/${event}` });
      found.set(event, { zh: displayName, en: displayName });
      const disciplines = await all(async (pageToken) => {
        const page = await events.listDisciplines({ parent: `events/${event}`, pageToken });
        return { items: page.disciplines, nextPageToken: page.nextPageToken };
      });
      for (const { name, displayName: text, stages } of disciplines) {
        const id = name.slice(name.lastIndexOf("/") + 1);
        if (text) found.set(`${event}/${id}`, text);
        for (const stage of stages) {
          if (stage.displayName) found.set(`${event}/${id}/${stage.id}`, stage.displayName);
        }
      }
    } catch {
      // Not allowed, or no network: the ids and the names of the address remain.
    }
  }
  names.value = found;
}

const nameOf = (labels: Address["labels"], key: string, id: string) =>
  labels.get(id) ?? (pick(names.value.get(key)) || id);

/** Title of the event of a board. */
export const eventTitle = (labels: Address["labels"], { event }: Choice) =>
  nameOf(labels, event, event);

/** Title of a board below its event: discipline, stage, group. */
export function boardTitle(labels: Address["labels"], choice: Choice): string {
  const t = texts.value;
  const { event, discipline, stage, group } = choice;
  const parts = [
    discipline && nameOf(labels, `${event}/${discipline}`, discipline),
    stage && nameOf(labels, `${event}/${discipline}/${stage}`, stage),
    group === "companies" ? t.companies : group === "teams" ? t.teams : "",
  ].filter(Boolean);
  return parts.join(" · ") || t.whole;
}
