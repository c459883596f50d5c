import { create } from "@bufbuild/protobuf";
import { useEffect, useRef, useState } from "preact/hooks";
import {
  GetStandingRequestSchema,
  type GetStandingResponse,
  type Standing,
} from "../gen/touchstone/v1/leaderboard_pb";
import { Event_BoardState } from "../gen/touchstone/v1/events_pb";
import { failureOf, leaderboard } from "../lib/api";
import { Preferences } from "../ui/preferences";
import { keyOf, type Address, type Choice } from "./address";
import { Explanation } from "./explanation";
import { useLive } from "./live";
import { boardTitle, eventTitle } from "./names";
import { decimalsOf, Row } from "./rows";
import { Freshness, Header, Notice } from "./screen";
import { linesFor, withoutNames } from "./sight";
import { texts } from "./texts";
import { boardOf } from "./watch";

const LIMIT = 100;
const NEIGHBOURS = 2;
const AGAIN_AFTER = 5_000;

/** The line of one number with its neighbours, asked again when the board went on. */
function useOwnLine(choice: Choice, code: string, position: bigint | undefined) {
  const [found, setFound] = useState<GetStandingResponse>();
  const [problem, setProblem] = useState("");
  const [round, setRound] = useState(0);
  const due = useRef(0);
  useEffect(() => {
    if (!code || due.current) return;
    due.current = window.setTimeout(() => {
      due.current = 0;
      setRound((before) => before + 1);
    }, AGAIN_AFTER);
  }, [code, position]);
  useEffect(() => {
    if (!code) {
      setFound(undefined);
      setProblem("");
      return;
    }
    let stale = false;
    const request = create(GetStandingRequestSchema, {
      board: boardOf(choice),
      code,
      neighbours: NEIGHBOURS,
    });
    leaderboard.getStanding(request).then(
      (answer) => {
        if (stale) return;
        setFound(answer);
        setProblem("");
      },
      (thrown: unknown) => {
        if (stale) return;
        const { reason, message, transient } = failureOf(thrown);
        if (transient) return;
        setFound(undefined);
        setProblem(reason === "ENTRANT_UNKNOWN" ? texts.value.notFound : message);
      },
    );
    return () => {
      stale = true;
    };
  }, [keyOf(choice), code, round]);
  return { found, problem };
}

/** The board on a spectator's phone: one list, one's own number, and why a total is what it is. */
export function Spectator({ address }: { address: Address }) {
  const t = texts.value;
  const { choices, labels, operator } = address;
  const [at, setAt] = useState(0);
  const [typed, setTyped] = useState(localStorage.getItem("touchstone.number") ?? "");
  const [code, setCode] = useState(typed);
  const [asked, setAsked] = useState<Standing>();
  const choice = choices[at % choices.length]!;
  const live = useLive(choice, LIMIT);
  const { allowed, lines, nameless } = linesFor(live, operator);
  const group = choice.group !== "entrants";
  const own = useOwnLine(choice, group || allowed !== "yes" ? "" : code, live.view?.position);
  const explained = !group && choice.discipline && live.view?.state === Event_BoardState.PUBLISHED;

  const find = (next: string) => {
    localStorage.setItem("touchstone.number", next);
    setTyped(next);
    setCode(next);
  };
  const row = (line: Standing, index: number) => (
    <div class="entry" role="rowgroup" key={line.code}>
      <Row
        line={line}
        index={index}
        change={live.view?.changes.get(line.code)}
        group={group}
        decimals={decimalsOf(lines)}
        mine={line.code === code}
        onExplain={explained ? () => setAsked(line) : undefined}
      />
    </div>
  );
  const found = own.found?.standing
    ? [...own.found.before, own.found.standing, ...own.found.after]
    : [];
  const near = nameless ? withoutNames(found) : found;
  return (
    <main class="spectator">
      <Header event={eventTitle(labels, choice)} board={boardTitle(labels, choice)} live={live} />
      {choices.length > 1 && (
        <label>
          <span>{t.choose}</span>
          <select value={at} onChange={(e) => setAt(Number(e.currentTarget.value))}>
            {choices.map((one, index) => (
              <option key={keyOf(one)} value={index}>
                {boardTitle(labels, one)}
              </option>
            ))}
          </select>
        </label>
      )}
      {!group && (
        <form
          class="find"
          role="search"
          onSubmit={(e) => {
            e.preventDefault();
            find(typed.trim());
          }}
        >
          <label>
            <span>{t.myNumber}</span>
            <input
              value={typed}
              maxLength={32}
              autocomplete="off"
              autocapitalize="characters"
              onInput={(e) => setTyped(e.currentTarget.value)}
            />
          </label>
          <button class="primary">{t.find}</button>
          {code && (
            <button type="button" onClick={() => find("")}>
              {t.clear}
            </button>
          )}
        </form>
      )}
      {own.problem && <p role="status">{own.problem}</p>}
      {near.length > 0 && (
        <div class="near" role="table" aria-label={t.myPlace}>
          {near.map((line) => row(line, lines.findIndex(({ code: other }) => other === line.code)))}
        </div>
      )}
      <Freshness live={live} />
      <Notice live={live} allowed={allowed} />
      {lines.length > 0 && (
        <div class="all" role="table" aria-label={boardTitle(labels, choice)}>
          {lines.map(row)}
        </div>
      )}
      {(live.view?.totalSize ?? 0) > lines.length && lines.length > 0 && (
        <p class="quiet">{t.first(lines.length, live.view?.totalSize ?? 0)}</p>
      )}
      <Preferences />
      {asked && <Explanation choice={choice} line={asked} onClose={() => setAsked(undefined)} />}
    </main>
  );
}
