import { signal } from "@preact/signals";
import { Board_Group, type EventTitle } from "../gen/touchstone/v1/leaderboard_pb";
import { all, leaderboard } from "../lib/api";
import { pick } from "../lib/language";
import { keyOf, type Address, type Choice } from "./address";
import { texts } from "./texts";

/** Names of events and disciplines, by `event` and `event/discipline`, as far as they may be read. */
const names = signal<ReadonlyMap<string, { zh: string; en: string }>>(new Map());
/** The boards that there are, by event. */
const boards = signal<ReadonlyMap<string, readonly Choice[]>>(new Map());

const wordOf = (group: Board_Group) =>
  group === Board_Group.COMPANIES ? "companies" : group === Board_Group.TEAMS ? "teams" : "entrants";

/** Reads titles and boards of events. Without leave or network, ids are shown instead. */
export async function learnNames(choices: readonly Choice[]): Promise<void> {
  const found = new Map(names.value);
  const known = new Map(boards.value);
  for (const event of new Set(choices.map((choice) => choice.event))) {
    try {
      const shown = await leaderboard.getEventBoards({ event: `events/${event}` });
      const title = shown.event?.displayName ?? event;
      found.set(event, { zh: title, en: title });
      const list: Choice[] = [];
      for (const { board, discipline: name, stage: stageName } of shown.boards) {
        const { discipline = "", stage = "", group = Board_Group.ENTRANTS } = board ?? {};
        list.push({ event, discipline, stage, group: wordOf(group) });
        if (name) found.set(`${event}/${discipline}`, name);
        if (stageName) found.set(`${event}/${discipline}/${stage}`, stageName);
      }
      known.set(event, list);
    } catch {
      // Not allowed, or no network: the ids and the names of the address remain.
    }
  }
  names.value = found;
  boards.value = known;
}

/** The address, with all boards of an event where it names an event that has no board as a whole. */
export function withBoards(address: Address): Address {
  const choices = address.choices.flatMap((choice) => {
    const list = boards.value.get(choice.event) ?? [];
    const whole = !choice.discipline && choice.group === "entrants";
    const exists = list.some((one) => keyOf(one) === keyOf(choice));
    return whole && !exists && list.length > 0 ? list : [choice];
  });
  return { ...address, choices: [...new Map(choices.map((one) => [keyOf(one), one])).values()] };
}

/** Published events, the newest first. Rejects without network. */
export const publishedEvents = (): Promise<EventTitle[]> =>
  all(async (pageToken) => {
    const { events, nextPageToken } = await leaderboard.listPublishedEvents({ pageToken, pageSize: 100 });
    return { items: events, nextPageToken };
  });

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
