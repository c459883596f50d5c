import { useState } from "preact/hooks";
import { Event_State } from "../../gen/touchstone/v1/events_pb";
import { Board_Group } from "../../gen/touchstone/v1/leaderboard_pb";
import { catalogue, pick } from "../../lib/language";
import { list } from "../data/lists";
import { useLoaded } from "../../lib/loaded";
import { may } from "../rights";
import { byName, idOf } from "../../lib/names";
import { useEvent } from "../data/this_event";
import { FailureNotice } from "../../ui/notice";
import { words } from "../../ui/labels";
import { ArchiveButton } from "./archive_button";
import { HallLink } from "./hall_link";
import { RevealLink } from "./reveal_link";
import { StandingsView } from "./standings_view";

const texts = catalogue(
  {
    title: "成绩",
    discipline: "赛项",
    whole: "整场比赛",
    stage: "阶段",
    wholeStage: "总成绩",
    group: "排名对象",
    entrants: "选手",
    companies: "单位",
    teams: "队伍",
  },
  {
    title: "Results",
    discipline: "Discipline",
    whole: "Whole event",
    stage: "Stage",
    wholeStage: "Whole",
    group: "Who is ranked",
    entrants: "Entrants",
    companies: "Companies",
    teams: "Teams",
  },
);

const GROUPS = [Board_Group.ENTRANTS, Board_Group.COMPANIES, Board_Group.TEAMS] as const;

async function read(parent: string) {
  const [disciplines, packs] = await Promise.all([list.disciplines(parent), list.packs()]);
  return { disciplines, packOf: byName(packs) };
}

/** Standings of disciplines, stages, companies and teams, and what is made of them. */
export function ResultsPage({ rest }: { rest: string[] }) {
  const t = texts.value;
  const { event } = useEvent();
  const { value, failure, reload } = useLoaded(event.name, () => read(event.name));
  const [discipline, setDiscipline] = useState(rest[0]);
  const [stage, setStage] = useState("");
  const [group, setGroup] = useState<Board_Group>(Board_Group.ENTRANTS);
  const chosen =
    value?.disciplines.find((one) => idOf(one.name) === discipline) ??
    (discipline === "" ? undefined : value?.disciplines[0]);
  const groupName = { [GROUPS[0]]: t.entrants, [GROUPS[1]]: t.companies, [GROUPS[2]]: t.teams };
  const pack = chosen && value?.packOf.get(chosen.rulePack)?.rulePack;
  return (
    <>
      <div class="row">
        <h1>{t.title}</h1>
        <span class="grow" />
        {may("exportEvent") && <ArchiveButton />}
        {may("setUp") && <HallLink />}
        {may("lock") && value && <RevealLink choice={{ discipline: chosen, stage, group, pack }} />}
      </div>
      <FailureNotice failure={failure} retry={reload} />
      {!value && !failure && <p class="quiet">{words.value.loading}</p>}
      {value && (
        <>
          <div class="row choices no-print">
            <label>
              <span>{t.discipline}</span>
              <select
                value={chosen ? idOf(chosen.name) : ""}
                onChange={(e) => {
                  setDiscipline(e.currentTarget.value);
                  setStage("");
                }}
              >
                {value.disciplines.map((one) => (
                  <option key={one.name} value={idOf(one.name)}>
                    {pick(one.displayName)}
                  </option>
                ))}
                <option value="">{t.whole}</option>
              </select>
            </label>
            {chosen && chosen.stages.length > 0 && (
              <label>
                <span>{t.stage}</span>
                <select value={stage} onChange={(e) => setStage(e.currentTarget.value)}>
                  <option value="">{t.wholeStage}</option>
                  {chosen.stages.map((one) => (
                    <option key={one.id} value={one.id}>
                      {pick(one.displayName)}
                    </option>
                  ))}
                </select>
              </label>
            )}
            <label>
              <span>{t.group}</span>
              <select value={group} onChange={(e) => setGroup(Number(e.currentTarget.value))}>
                {GROUPS.map((one) => (
                  <option key={one} value={one}>
                    {groupName[one]}
                  </option>
                ))}
              </select>
            </label>
          </div>
          <StandingsView
            choice={{ discipline: chosen, stage, group, pack }}
            live={event.state === Event_State.RUNNING || event.state === Event_State.LOCKED}
          />
        </>
      )}
    </>
  );
}
