import type { JSX } from "preact";
import { events } from "../lib/api";
import { catalogue } from "../lib/language";
import { boardStateName } from "../ui/states";
import { EventContext } from "./data/this_event";
import { CheckInPage } from "./check_in/check_in_page";
import { DayPage } from "./day/day_page";
import { IncidentsPage } from "./day/incidents_page";
import { WaitingPage } from "./day/waiting_page";
import { useLoaded } from "../lib/loaded";
import { may } from "./rights";
import { JudgesPage } from "./panel/judges_page";
import { TabletsPage } from "./panel/tablets_page";
import { ResultsPage } from "./results/results_page";
import { href } from "../lib/router";
import { SetupPage } from "./setup/setup_page";
import { FailureNotice } from "../ui/notice";
import { stateName } from "./ui/words";
import { words } from "../ui/labels";

const texts = catalogue(
  {
    pages: "本场比赛",
    day: "比赛进行",
    setup: "布置",
    judges: "裁判与分工",
    tablets: "平板",
    checkin: "检录与号码布",
    waiting: "待处理",
    incidents: "赛场事件",
    results: "成绩",
    board: "榜单",
  },
  {
    pages: "This event",
    day: "The day",
    setup: "Set up",
    judges: "Judges",
    tablets: "Tablets",
    checkin: "Check-in and bibs",
    waiting: "Waiting",
    incidents: "Incidents",
    results: "Results",
    board: "board",
  },
);

type Page = "day" | "setup" | "judges" | "tablets" | "checkin" | "waiting" | "incidents" | "results";

function pages(): Page[] {
  return [
    ...(may("seeSheets") ? (["day"] as const) : []),
    ...(may("setUp") ? (["setup"] as const) : []),
    ...(may("seePanels") ? (["judges"] as const) : []),
    ...(may("tablets") ? (["tablets"] as const) : []),
    ...(may("checkIn") ? (["checkin"] as const) : []),
    ...(may("seeWaiting") ? (["waiting"] as const) : []),
    ...(may("seeIncidents") ? (["incidents"] as const) : []),
    "results",
  ];
}

function content(page: Page, rest: string[]): JSX.Element {
  switch (page) {
    case "day":
      return <DayPage />;
    case "setup":
      return <SetupPage kind={rest[0]} />;
    case "judges":
      return <JudgesPage />;
    case "tablets":
      return <TabletsPage />;
    case "checkin":
      return <CheckInPage />;
    case "waiting":
      return <WaitingPage />;
    case "incidents":
      return <IncidentsPage />;
    case "results":
      return <ResultsPage rest={rest} />;
  }
}

/** One event: its name and state, the pages that the role may open, and the open one. */
export function EventPage({ event: id, rest }: { event: string; rest: string[] }) {
  const t = texts.value;
  const { value, failure, reload } = useLoaded(id, () => events.getEvent({ name: `events/${id}` }), 10);
  const open = pages();
  const page = open.find((one) => one === rest[0]) ?? open[0]!;
  return (
    <div class="event">
      <aside class="no-print">
        {value && (
          <div class="event-head">
            <strong>{value.displayName}</strong>
            <span class="row">
              <span class={`badge state-${value.state}`}>{stateName(value.state)}</span>
              <small class="quiet">
                {t.board}: {boardStateName(value.boardState)}
              </small>
            </span>
          </div>
        )}
        <nav aria-label={t.pages}>
          {open.map((one) => (
            <a key={one} href={href("event", id, one)} aria-current={one === page ? "page" : undefined}>
              {t[one]}
            </a>
          ))}
        </nav>
      </aside>
      <main class="column">
        <FailureNotice failure={failure} retry={reload} />
        {!value && !failure && <p class="quiet">{words.value.loading}</p>}
        {value && (
          <EventContext.Provider value={{ event: value, reload }}>{content(page, rest.slice(1))}</EventContext.Provider>
        )}
      </main>
    </div>
  );
}
