import { Event_State } from "../../gen/touchstone/v1/events_pb";
import { Board_Group } from "../../gen/touchstone/v1/leaderboard_pb";
import { catalogue } from "../../lib/language";
import { idOf } from "../../lib/names";
import { useEvent } from "../data/this_event";
import type { Choice } from "./choice";

const texts = catalogue(
  { open: "颁奖揭晓", hint: "在新标签页打开，按空格从最后一名逐个揭晓" },
  { open: "Staged reveal", hint: "Opens in a new tab; the space key calls place after place, from the last" },
);

const WORDS: Partial<Record<Board_Group, string>> = {
  [Board_Group.COMPANIES]: "companies",
  [Board_Group.TEAMS]: "teams",
};

/**
 * Opens the staged reveal of the standings that are chosen, for the operator of the hall's screen.
 * The new tab gets the session of this one from the browser: no secret stands in the address.
 */
export function RevealLink({ choice }: { choice: Choice }) {
  const t = texts.value;
  const { event } = useEvent();
  if (event.state !== Event_State.LOCKED && event.state !== Event_State.PUBLISHED) return null;
  const values = new URLSearchParams({ event: idOf(event.name), reveal: "1", operator: "1" });
  if (choice.discipline) values.set("discipline", idOf(choice.discipline.name));
  if (choice.stage) values.set("stage", choice.stage);
  values.set("group", WORDS[choice.group] ?? "entrants");
  return (
    <a class="button" href={`/board/#${values}`} target="_blank" rel="opener" title={t.hint}>
      {t.open}
    </a>
  );
}
