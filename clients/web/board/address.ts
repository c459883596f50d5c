/** Who is ranked; the words of the address. */
const GROUPS = ["entrants", "companies", "teams"] as const;
/** One of them. */
type GroupWord = (typeof GROUPS)[number];

/** One board that the page shows, as the address names it. */
export interface Choice {
  /** Event id, without `events/`. */
  event: string;
  /** Discipline id; empty: the whole event. */
  discipline: string;
  /** Stage id; empty: all stages. */
  stage: string;
  group: GroupWord;
}

/** What the address asks for. */
export interface Address {
  /** At least one board; empty when the address names no event. */
  choices: Choice[];
  /** Names that the address gives to ids, as in `discipline=elec:电工`. */
  labels: Map<string, string>;
  /** Seconds that a page stays before the next page or board; 0: until a key turns it. */
  rotate: number;
  /** Shows the operator's controls, and accepts tokens that see more than the hall may. */
  operator: boolean;
  /** Shows the standings one by one, from the last place to the first, with the operator's key. */
  reveal: boolean;
  /** Staged reveal: places after this one are shown at once, as the first step; 0: one by one. */
  from: number;
}

const DEFAULT_ROTATE = 12;

const isGroup = (word: string): word is GroupWord => GROUPS.some((group) => group === word);

/** Key of a board, the same for the same board. */
export const keyOf = ({ event, discipline, stage, group }: Choice) =>
  [event, discipline, stage, group].join("/");

/**
 * Reads `event=A&discipline=B,C&stage=&group=entrants,companies&rotate=12`: every combination is a
 * board, shown in turn. `board=EVENT/DISCIPLINE/STAGE/GROUP,…` names boards one by one instead, for
 * several events. Every id may carry a name after a colon.
 */
export function readAddress(values: URLSearchParams): Address {
  const labels = new Map<string, string>();
  const idOf = (word: string) => {
    const colon = word.indexOf(":");
    if (colon < 0) return word.trim();
    labels.set(word.slice(0, colon), word.slice(colon + 1));
    return word.slice(0, colon);
  };
  const list = (key: string) => (values.get(key) ?? "").split(",").map(idOf);
  const choice = (event: string, discipline: string, stage: string, group: string): Choice => ({
    event,
    discipline,
    stage: discipline ? stage : "",
    group: isGroup(group) ? group : "entrants",
  });
  const named = (values.get("board") ?? "").split(",").map((board) => board.split("/").map(idOf));
  const combined = list("event").flatMap((event) =>
    list("discipline").flatMap((discipline) =>
      list("stage").flatMap((stage) =>
        list("group").map((group) => choice(event, discipline, stage, group)),
      ),
    ),
  );
  const choices = values.has("board")
    ? named.map(([event = "", discipline = "", stage = "", group = ""]) =>
        choice(event, discipline, stage, group),
      )
    : combined;
  const number = (key: string, otherwise: number) => {
    const value = Number.parseFloat(values.get(key) ?? "");
    return Number.isFinite(value) && value >= 0 ? value : otherwise;
  };
  const known = new Map(choices.filter(({ event }) => event).map((one) => [keyOf(one), one]));
  return {
    choices: [...known.values()],
    labels,
    rotate: number("rotate", DEFAULT_ROTATE),
    operator: number("operator", values.has("operator") ? 1 : 0) > 0,
    reveal: number("reveal", 0) > 0,
    from: number("from", 0),
  };
}
