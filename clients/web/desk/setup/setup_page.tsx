import type { JSX } from "preact";
import { catalogue } from "../../lib/language";
import { idOf } from "../../lib/names";
import { useEvent } from "../data/this_event";
import { href } from "../../lib/router";
import { BasicsTab } from "./basics_tab";
import { CompaniesTab } from "./companies_tab";
import { DisciplinesTab } from "./disciplines_tab";
import { EntrantsTab } from "./entrants_tab";
import { TeamsTab } from "./teams_tab";
import { WorkersTab } from "./workers_tab";

const texts = catalogue(
  {
    title: "布置比赛",
    basics: "概况",
    disciplines: "赛项",
    companies: "单位",
    workers: "工人",
    teams: "队伍",
    entrants: "选手",
  },
  {
    title: "Set up",
    basics: "Overview",
    disciplines: "Disciplines",
    companies: "Companies",
    workers: "Workers",
    teams: "Teams",
    entrants: "Entrants",
  },
);

const TABS = ["basics", "disciplines", "companies", "workers", "teams", "entrants"] as const;
type Tab = (typeof TABS)[number];

const CONTENT: Record<Tab, () => JSX.Element> = {
  basics: BasicsTab,
  disciplines: DisciplinesTab,
  companies: CompaniesTab,
  workers: WorkersTab,
  teams: TeamsTab,
  entrants: EntrantsTab,
};

/** Everything an event needs before it can start, a tab for each kind. */
export function SetupPage({ kind }: { kind: string | undefined }) {
  const t = texts.value;
  const { event } = useEvent();
  const tab = TABS.find((one) => one === kind) ?? "basics";
  const Content = CONTENT[tab];
  return (
    <>
      <h1>{t.title}</h1>
      <nav class="tabs" aria-label={t.title}>
        {TABS.map((one) => (
          <a
            key={one}
            href={href("event", idOf(event.name), "setup", one)}
            aria-current={one === tab ? "page" : undefined}
          >
            {t[one]}
          </a>
        ))}
      </nav>
      <Content key={tab} />
    </>
  );
}
