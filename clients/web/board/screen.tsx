import { Event_BoardState } from "../gen/touchstone/v1/events_pb";
import { boardStateName } from "../ui/states";
import { clock, isSilent, type Live } from "./live";
import { stateText, texts, timeOfDay } from "./texts";

/** Banner of what the board shows now. */
function StateBanner({ state }: { state: Event_BoardState }) {
  const { what, look } = stateText(state);
  return (
    <p class={`state ${look}`}>
      <strong>{boardStateName(state)}</strong>
      {what && <span>{what}</span>}
    </p>
  );
}

/** Names of the event and of the board, and what it shows. */
export function Header(props: { event: string; board: string; live?: Live }) {
  return (
    <header class="head">
      <div class="titles">
        <p class="event">{props.event}</p>
        <h1>{props.board}</h1>
      </div>
      {props.live?.view && <StateBanner state={props.live.view.state} />}
    </header>
  );
}

/** What a person may do about a refusal, by its reason. */
const WHAT_TO_DO: Record<string, () => string> = {
  DISCIPLINES_NOT_COMPARABLE: () => texts.value.nameDiscipline,
};

/** What stands where lines would be, when there are none. */
export function Notice({ live, allowed }: { live: Live; allowed: "yes" | "wait" | "too much" }) {
  const t = texts.value;
  if (allowed === "too much") {
    return (
      <div class="notice" role="alert">
        <strong>{t.tooMuch}</strong>
        <p>{t.tooMuchWhat}</p>
      </div>
    );
  }
  if (live.link.kind === "refused") {
    return (
      <div class="notice" role="alert">
        <strong>{t.notOpen}</strong>
        <p>{live.link.failure.message}</p>
        <p>{WHAT_TO_DO[live.link.failure.reason]?.() ?? t.notOpenWhat}</p>
      </div>
    );
  }
  if (live.view?.lines.length && allowed === "yes") return null;
  const lost = live.link.kind === "lost";
  return (
    <div class="notice" role="status">
      <strong>{live.view && allowed === "yes" ? t.empty : lost ? t.reconnecting : t.connecting}</strong>
    </div>
  );
}

/** How old the page is; when nothing came for a while, said plainly. */
export function Freshness({ live }: { live: Live }) {
  const t = texts.value;
  if (!live.view) return null;
  const time = timeOfDay(live.view.asOf);
  if (isSilent(live)) {
    return (
      <p class="fresh late" role="status">
        <strong>{t.asOf(time)}</strong> <span>{t.reconnecting}</span>
      </p>
    );
  }
  return <p class="fresh">{t.updated(time)}</p>;
}

/** Pages, lines and age of the board. */
export function Footer(props: { live: Live; page: number; pages: number; group: boolean }) {
  const t = texts.value;
  const { live, page, pages, group } = props;
  const lines = live.view?.totalSize ?? 0;
  return (
    <footer class="foot">
      <p>
        {lines > 0 && (group ? t.groups(lines) : t.lines(lines))}
        {pages > 1 && ` · ${t.page(page + 1, pages)}`}
      </p>
      {pages > 1 && pages <= 20 && (
        <p class="dots" aria-hidden="true">
          {Array.from({ length: pages }, (_, at) => (
            <span key={at} class={at === page ? "now" : ""} />
          ))}
        </p>
      )}
      <Freshness live={live} />
      <p class="clock">{timeOfDay(clock.value).slice(0, 5)}</p>
    </footer>
  );
}
