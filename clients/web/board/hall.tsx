import { useWakeLock } from "../ui/wake_lock";
import { useEffect, useRef, useState } from "preact/hooks";
import { keyOf, type Address } from "./address";
import { Controls } from "./controls";
import { useLive } from "./live";
import { boardTitle, eventTitle } from "./names";
import { decimalsOf, Row, useCalmMoves } from "./rows";
import { Footer, Header, Notice } from "./screen";
import { linesFor, sight } from "./sight";
import { texts } from "./texts";

const LIMIT = 1000;
/** A page that is never there: the last one is shown. */
const LAST = Number.MAX_SAFE_INTEGER;

/**
 * How many lines fit: each at least so high that it is read from the back of the hall; and whether
 * two columns of bare numbers fit.
 */
function useRoom() {
  const room = useRef<HTMLDivElement>(null);
  const [rows, setRows] = useState(8);
  const [broad, setBroad] = useState(true);
  useEffect(() => {
    if (!room.current) return;
    const measure = () => {
      const { clientHeight: high, clientWidth: across } = room.current ?? document.body;
      const least = Math.max(60, Math.min(innerHeight * 0.09, innerWidth * 0.055));
      setRows(Math.max(1, Math.floor(high / least)));
      setBroad(across > 1.25 * high);
    };
    const observer = new ResizeObserver(measure);
    observer.observe(room.current);
    return () => observer.disconnect();
  }, []);
  return { room, rows, broad };
}

/** The board of the hall: pages and boards turn by themselves, or with the arrow keys. */
export function Hall({ address }: { address: Address }) {
  const { choices, labels, rotate, operator } = address;
  useWakeLock();
  const [turn, setTurn] = useState({ board: 0, page: 0 });
  const [paused, setPaused] = useState(false);
  const choice = choices[turn.board % choices.length]!;
  const live = useLive(choice, LIMIT);
  const { room, rows, broad } = useRoom();
  const { allowed, lines } = linesFor(live, operator);
  const group = choice.group !== "entrants";
  const wide = broad && !group && lines.length > 0 && lines.every((line) => !line.displayName);
  const perPage = wide ? rows * 2 : rows;
  const pages = Math.max(1, Math.ceil(lines.length / perPage));
  const page = Math.min(turn.page, pages - 1);
  const shown = lines.slice(page * perPage, (page + 1) * perPage);
  const list = useCalmMoves(
    shown.map((line) => line.code).join(" "),
    `${keyOf(choice)} ${page} ${rows} ${wide}`,
  );

  const step = (by: 1 | -1) =>
    setTurn(({ board }) => {
      const next = page + by;
      if (next >= 0 && next < pages) return { board, page: next };
      return { board: (board + by + choices.length) % choices.length, page: by > 0 ? 0 : LAST };
    });
  const turns = pages > 1 || choices.length > 1;
  useEffect(() => {
    if (paused || !turns || rotate === 0) return;
    const timer = setTimeout(() => step(1), rotate * 1000);
    return () => clearTimeout(timer);
  }, [turn.board, page, pages, paused, rotate, turns]);

  return (
    <main class={`hall ${wide ? "wide" : ""}`} data-board={keyOf(choice)}>
      <Header event={eventTitle(labels, choice)} board={boardTitle(labels, choice)} live={live} />
      {operator && sight.value === "staff" && <p class="ribbon">{texts.value.staffView}</p>}
      <div class="room" ref={room}>
        <Notice live={live} allowed={allowed} />
        {shown.length > 0 && (
          <div
            role="table"
            aria-label={boardTitle(labels, choice)}
            aria-rowcount={lines.length}
            class="lines"
            ref={list}
            style={{ "--rows": rows }}
          >
            {shown.map((line, index) => (
              <Row
                key={`${keyOf(choice)} ${line.code}`}
                line={line}
                index={page * perPage + index}
                change={live.view?.changes.get(line.code)}
                group={group}
                decimals={decimalsOf(lines)}
              />
            ))}
          </div>
        )}
      </div>
      <Footer live={live} page={page} pages={pages} group={group} />
      <Controls
        open={operator}
        turns={turns}
        paused={paused}
        onPause={() => setPaused(!paused)}
        onStep={step}
      />
    </main>
  );
}
