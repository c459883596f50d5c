import { useEffect, useLayoutEffect, useMemo, useState } from "preact/hooks";
import type { Standing } from "../gen/touchstone/v1/leaderboard_pb";
import { failureOf, type Failure } from "../lib/api";
import { pick } from "../lib/language";
import { useWakeLock } from "../ui/wake_lock";
import { keyOf, type Address } from "./address";
import { isFreeKey } from "./controls";
import { boardTitle, eventTitle } from "./names";
import { listAfter, stepsOf } from "./reveal_order";
import { keepCeremony, keptCeremony, takeStandings, type Ceremony } from "./reveal_store";
import { RevealBar } from "./reveal_bar";
import { decimalsOf, Row, useCalmMoves } from "./rows";
import { Header } from "./screen";
import { texts } from "./texts";

const NEXT = new Set([" ", "ArrowRight", "PageDown", "Enter"]);
const BACK = new Set(["ArrowLeft", "PageUp", "Backspace"]);
const ROWS = 8;

function Person({ line, group }: { line: Standing; group: boolean }) {
  return (
    <div class="person">
      {!group && <p class="code">{line.code}</p>}
      <p class="name">{line.displayName || line.code}</p>
      {line.company !== line.displayName && <p class="company">{line.company}</p>}
      <p class="total">{line.total}</p>
      {line.award && <p class="award">{pick(line.award)}</p>}
    </div>
  );
}

/** One place of the top three, on the whole screen; those who share it stand together. */
function Spotlight({ lines, group }: { lines: readonly Standing[]; group: boolean }) {
  const place = lines[0]?.place ?? 0;
  return (
    <section class={`spotlight top${place}`} key={place} aria-live="polite">
      <h2>
        {texts.value.placeNumber(place)}
        {lines.length > 1 && <small> {texts.value.shared}</small>}
      </h2>
      <div class={`people ${lines.length > 2 ? "many" : ""}`}>
        {lines.map((line) => (
          <Person key={line.code} line={line} group={group} />
        ))}
      </div>
    </section>
  );
}

/** The best in the middle, the next ones at its sides in turn. */
const aroundTheBest = (lines: readonly Standing[]) =>
  lines.reduce<Standing[]>(
    (row, line, index) => (index % 2 ? [line, ...row] : [...row, line]),
    [],
  );

/** The top three together, at the end; each on a stand as high as the place. */
function Podium({ lines, group }: { lines: readonly Standing[]; group: boolean }) {
  return (
    <section
      class={`podium ${lines.length > 4 ? "many" : ""}`}
      aria-label={texts.value.honours}
      style={{ "--stands": lines.length }}
    >
      {aroundTheBest(lines).map((line) => (
        <div class={`stand top${line.place}`} key={line.code}>
          <h2>{texts.value.placeNumber(line.place)}</h2>
          <Person line={line} group={group} />
        </div>
      ))}
    </section>
  );
}

/** Standings taken once, and the steps that were shown of them. */
function useCeremony(address: Address) {
  const choice = address.choices[0]!;
  const [ceremony, setCeremony] = useState<Ceremony | undefined>(() => keptCeremony(choice));
  const [failure, setFailure] = useState<Failure>();
  const [attempt, setAttempt] = useState(0);
  useLayoutEffect(() => {
    if (ceremony) keepCeremony(choice, ceremony);
  }, [ceremony]);
  useEffect(() => {
    if (ceremony) return;
    let timer = 0;
    takeStandings(choice).then(
      (taken) => {
        setFailure(undefined);
        setCeremony(taken);
      },
      (thrown: unknown) => {
        setFailure(failureOf(thrown));
        timer = window.setTimeout(() => setAttempt(attempt + 1), 3000);
      },
    );
    return () => clearTimeout(timer);
  }, [keyOf(choice), attempt, ceremony === undefined]);
  const steps = useMemo(
    () => stepsOf(ceremony?.standings ?? [], address.from),
    [ceremony?.standings, address.from],
  );
  const show = (by: number) =>
    setCeremony((before) => {
      if (!before) return before;
      return { ...before, shown: Math.max(0, Math.min(steps.length, before.shown + by)) };
    });
  const again = () => setCeremony(undefined);
  return { choice, ceremony, failure, steps, show, again };
}

/** The staged reveal: nothing is on the page that was not yet called. */
export function Reveal({ address }: { address: Address }) {
  const t = texts.value;
  const { choice, ceremony, failure, steps, show, again } = useCeremony(address);
  useWakeLock();
  useLayoutEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (!isFreeKey(event) || event.repeat) return;
      if (NEXT.has(event.key)) show(1);
      else if (BACK.has(event.key)) show(-1);
      else return;
      event.preventDefault();
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  });
  const shown = ceremony?.shown ?? 0;
  const step = steps[shown - 1];
  const group = choice.group !== "entrants";
  const list = step?.kind === "row" ? listAfter(steps, shown).slice(0, ROWS) : [];
  const moves = useCalmMoves(list.map((line) => line.code).join(" "), "reveal");
  return (
    <main class="hall reveal" data-board={keyOf(choice)} data-shown={shown} data-steps={steps.length}>
      <Header event={eventTitle(address.labels, choice)} board={boardTitle(address.labels, choice)} />
      <div class="room">
        {!step && (
          <div class="notice" role={failure ? "alert" : "status"}>
            <strong>{ceremony ? t.revealTitle : (failure?.message ?? t.connecting)}</strong>
          </div>
        )}
        {step?.kind === "spotlight" && <Spotlight lines={step.lines} group={group} />}
        {step?.kind === "podium" && <Podium lines={step.lines} group={group} />}
        {list.length > 0 && (
          <div
            role="table"
            aria-label={boardTitle(address.labels, choice)}
            class="lines"
            ref={moves}
            style={{ "--rows": ROWS }}
          >
            {list.map((line, index) => (
              <Row
                key={line.code}
                line={line}
                index={index}
                group={group}
                decimals={decimalsOf(ceremony?.standings ?? [])}
                mine={step?.lines.includes(line)}
              />
            ))}
          </div>
        )}
      </div>
      <RevealBar
        ceremony={ceremony}
        left={steps.length - shown}
        onStep={show}
        onAgain={again}
      />
    </main>
  );
}
