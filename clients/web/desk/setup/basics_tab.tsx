import { useState } from "preact/hooks";
import { timestampDate, type Timestamp } from "@bufbuild/protobuf/wkt";
import { events } from "../../lib/api";
import { catalogue } from "../../lib/language";
import { list } from "../data/lists";
import { useLoaded } from "../../lib/loaded";
import { idOf, newId } from "../../lib/names";
import { useEvent } from "../data/this_event";
import { eventFields, eventForm } from "../events_page";
import { href } from "../../lib/router";
import { FormDialog } from "../../ui/form";
import { FailureNotice } from "../../ui/notice";
import { moment, words } from "../../ui/labels";

const texts = catalogue(
  {
    edit: "修改比赛信息",
    venue: "地点",
    time: "时间",
    checklist: "开赛前要准备",
    disciplines: "赛项",
    companies: "单位",
    workers: "工人",
    teams: "队伍（可选）",
    entrants: "选手",
    judges: "裁判",
    assignments: "裁判分工",
    missing: "还没有",
    noEntrants: (names: string) => `没有选手的赛项：${names}`,
    toDay: "都准备好了？到“比赛进行”页开赛",
  },
  {
    edit: "Edit the event",
    venue: "Venue",
    time: "Time",
    checklist: "Before the start",
    disciplines: "Disciplines",
    companies: "Companies",
    workers: "Workers",
    teams: "Teams (optional)",
    entrants: "Entrants",
    judges: "Judges",
    assignments: "Assignments",
    missing: "none yet",
    noEntrants: (names: string) => `Disciplines without entrants: ${names}`,
    toDay: "All there? Start on the page “The day”",
  },
);

async function readCounts(parent: string) {
  const [disciplines, companies, workers, teams, entrants, judges, assignments] = await Promise.all([
    list.disciplines(parent),
    list.companies(),
    list.workers(),
    list.teams(parent),
    list.entrants(parent),
    list.judges(parent),
    list.assignments(parent),
  ]);
  const used = new Set(entrants.map((entrant) => entrant.discipline));
  return {
    counts: {
      disciplines: disciplines.length,
      companies: companies.length,
      workers: workers.length,
      teams: teams.length,
      entrants: entrants.length,
      judges: judges.length,
      assignments: assignments.length,
    },
    unused: disciplines.filter((one) => !used.has(one.name)).map((one) => one.displayName?.zh ?? ""),
  };
}

const local = (time: Timestamp | undefined) => {
  if (!time) return "";
  const date = timestampDate(time);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
};

const NEEDED = ["disciplines", "entrants", "judges", "assignments"] as const;

/** The event itself, and what it still lacks. */
export function BasicsTab() {
  const t = texts.value;
  const { event, reload } = useEvent();
  const id = idOf(event.name);
  const { value, failure, reload: again } = useLoaded(event.name, () => readCounts(event.name));
  const [editing, setEditing] = useState(false);
  const page = (key: string) =>
    key === "judges" || key === "assignments" ? href("event", id, "judges") : href("event", id, "setup", key);
  return (
    <>
      <section class="card column">
        <dl class="facts">
          <dt>{words.value.name}</dt>
          <dd>{event.displayName}</dd>
          <dt>{words.value.id}</dt>
          <dd>{id}</dd>
          <dt>{t.venue}</dt>
          <dd>{event.venue || "—"}</dd>
          <dt>{t.time}</dt>
          <dd>
            {moment(event.startTime) || "—"} {event.endTime ? `– ${moment(event.endTime)}` : ""}
          </dd>
        </dl>
        <div>
          <button onClick={() => setEditing(true)}>{t.edit}</button>
        </div>
      </section>
      <section class="column">
        <h2>{t.checklist}</h2>
        <FailureNotice failure={failure} retry={again} />
        {value && (
          <ul class="tiles">
            {(Object.keys(value.counts) as (keyof typeof value.counts)[]).map((key) => {
              const count = value.counts[key];
              const lacking = count === 0 && (NEEDED as readonly string[]).includes(key);
              return (
                <li key={key}>
                  <a class="card tile" href={page(key)}>
                    <span>{t[key]}</span>
                    <strong class={lacking ? "warn" : ""}>{count || t.missing}</strong>
                  </a>
                </li>
              );
            })}
          </ul>
        )}
        {value && value.unused.length > 0 && <p class="warn">{t.noEntrants(value.unused.join("、"))}</p>}
        <p>
          <a href={href("event", id, "day")}>{t.toDay}</a>
        </p>
      </section>
      {editing && (
        <FormDialog
          title={t.edit}
          fields={eventForm()}
          start={{
            name: event.displayName,
            venue: event.venue,
            start: local(event.startTime),
            end: local(event.endTime),
          }}
          submit={words.value.save}
          onSubmit={async (values) => {
            await events.updateEvent({
              event: { name: event.name, etag: event.etag, ...eventFields(values) },
              requestId: newId(),
            });
            await reload();
          }}
          onClose={() => setEditing(false)}
        />
      )}
    </>
  );
}
