import type { JSX } from "preact";
import { catalogue } from "../lib/language";
import { route } from "../lib/router";
import { Frame, HeadLink } from "../ui/frame";
import { BatchesPage } from "./batches/batches_page";
import { BatchPage } from "./batches/batch_page";
import { AssessPage } from "./batches/assess_page";
import { RegisterPage } from "./batches/register_page";
import { CheckPage, ChecksPage } from "./checks/checks_page";
import { OfCompany } from "./data/company";
import { CountsPage } from "./figures/counts_page";
import { WagesPage } from "./figures/wages_page";
import { ImportsPage } from "./imports/imports_page";
import { MentorsPage } from "./people/mentors_page";
import { LapsesPage } from "./figures/lapses_page";
import { LicensedPage } from "./figures/licensed_page";
import { PlanPage } from "./figures/plan_page";
import { OwnPage } from "./own/own_page";
import { SearchPage } from "./people/search_page";
import { WorkerPage } from "./people/worker_page";
import { DoorNotice, OutboxBadge, StorageNotice } from "./offline/badge";
import { OutboxPage } from "./offline/outbox_page";
import { resumeHere } from "./offline/session";
import { may } from "./rights";

const texts = catalogue(
  {
    product: "试金石 · 培训与证书",
    signIn: "登录培训与证书",
    workers: "工人档案",
    licensed: "谁有证",
    lapses: "即将到期",
    counts: "人数与人次",
    plan: "计划与完成",
    batches: "期次与签到",
    checks: "检查与问题",
    mentors: "师徒",
    wages: "技能工资",
    imports: "导入",
    nothing: "您的身份没有培训页面。请向组织者要一个培训身份。",
    toDesk: "打开赛务台",
  },
  {
    product: "touchstone · Training",
    signIn: "Sign in to training",
    workers: "Workers",
    licensed: "Licensed",
    lapses: "Lapses",
    counts: "Counts",
    plan: "Plan",
    batches: "Batches",
    checks: "Checks",
    mentors: "Mentors",
    wages: "Wages",
    imports: "Imports",
    nothing: "Your role has no training pages. Ask the organiser for a training role.",
    toDesk: "Open the desk",
  },
);

type Page = "workers" | "licensed" | "lapses" | "counts" | "plan" | "batches" | "checks" | "mentors" | "wages" | "imports";

/** Pages of the role, the one that is opened first in front. */
function pages(): Page[] {
  const files = may("seeFiles") ? (["workers"] as const) : [];
  const batches = may("seeBatches") ? (["batches", "checks"] as const) : [];
  if (!may("seeFigures")) return [...batches, ...files, ...(may("seeFiles") ? (["mentors"] as const) : [])];
  const wages = may("seeWages") ? (["wages"] as const) : [];
  const imports = may("import") ? (["imports"] as const) : [];
  return [...files, "licensed", "lapses", "counts", "plan", ...batches, "mentors", ...wages, ...imports];
}

/** The training pages: who is not signed in sees the sign-in page, others the page of the address. */
export function App() {
  const t = texts.value;
  return (
    <Frame product={t.product} signIn={t.signIn} nav={nav} status={status} page={page} resume={resumeHere} door={() => <DoorNotice />} />
  );
}

/** Where pages of one thing belong to. */
const PAGE_OF: Record<string, Page> = {
  worker: "workers",
  batch: "batches",
  assess: "batches",
  register: "batches",
  check: "checks",
};

/** Which page of the head an address belongs to. */
function pageOf(address: string[], open: Page[]): Page | undefined {
  const first = PAGE_OF[address[0] ?? ""] ?? address[0];
  return open.find((one) => one === first) ?? open[0];
}

function nav(): JSX.Element {
  const open = pages();
  const here = pageOf(route.value, open);
  return (
    <>
      {open.map((one) => (
        <HeadLink key={one} to={[one]} here={one === here && route.value[0] !== "outbox"}>
          {texts.value[one]}
        </HeadLink>
      ))}
    </>
  );
}

const status = () => may("enter") && <OutboxBadge />;

function page(): JSX.Element {
  if (may("ownFile")) return <OwnPage />;
  const open = pages();
  if (open.length === 0) {
    return (
      <main class="column">
        <p>
          {texts.value.nothing} <a href="/desk/">{texts.value.toDesk}</a>
        </p>
      </main>
    );
  }
  if (route.value[0] === "outbox" && may("enter")) return <OfCompany page={() => <OutboxPage />} />;
  return <OfCompany page={() => content(route.value, pageOf(route.value, open))} />;
}

function content([first, id, session]: string[], page: Page | undefined): JSX.Element {
  return (
    <>
      <StorageNotice />
      {contentOf(first, id, session, page)}
    </>
  );
}

function contentOf(
  first: string | undefined,
  id: string | undefined,
  session: string | undefined,
  page: Page | undefined,
): JSX.Element {
  if (first === "worker" && id) return <WorkerPage key={id} id={id} />;
  if (first === "batch" && id) return <BatchPage key={id} id={id} session={session} />;
  if (first === "assess" && id) return <AssessPage key={id} id={id} />;
  if (first === "register" && id) return <RegisterPage key={id} id={id} />;
  if (first === "check" && id) return <CheckPage key={id} id={id} />;
  switch (page) {
    case "licensed":
      return <LicensedPage />;
    case "lapses":
      return <LapsesPage />;
    case "counts":
      return <CountsPage />;
    case "plan":
      return <PlanPage />;
    case "batches":
      return <BatchesPage />;
    case "checks":
      return <ChecksPage />;
    case "mentors":
      return <MentorsPage />;
    case "wages":
      return <WagesPage />;
    case "imports":
      return <ImportsPage />;
    default:
      return <SearchPage />;
  }
}
