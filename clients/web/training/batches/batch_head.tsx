import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { Batch } from "../../gen/touchstone/v1/training_pb";
import { catalogue } from "../../lib/language";
import { idOf } from "../../lib/names";
import { href } from "../../lib/router";
import { words } from "../../ui/labels";
import { FailureNotice } from "../../ui/notice";
import { companyNow } from "../data/company";
import { programmeName, sessionName, siteName, useNames, type Names } from "../data/names";
import { may } from "../rights";
import { BatchDialog } from "./batch_dialog";

const texts = catalogue(
  {
    back: "← 全部期次",
    parts: "课次、考核和登记册",
    teaches: (who: string) => `授课：${who}`,
    session: (date: string, subject: string) => `${date} ${subject}`,
    assess: "考核",
    register: "登记册",
    materials: "教材",
    missing: "没有这个期次，或不是您单位的。",
  },
  {
    back: "← All batches",
    parts: "Sessions, assessments and register",
    teaches: (who: string) => `Taught by ${who}`,
    session: (date: string, subject: string) => `${date} ${subject}`,
    assess: "Assessments",
    register: "Register",
    materials: "Materials",
    missing: "There is no such batch, or it is not your company's.",
  },
);

/** A page of one batch, when it is one of the company. */
export function OfBatch({ id, page }: { id: string; page: (names: Names, batch: Batch) => ComponentChildren }) {
  const { value: names, failure, reload } = useNames(companyNow());
  const batch = names?.batches.get(`batches/${id}`);
  return (
    <main class="column touch">
      <FailureNotice failure={failure} retry={reload} />
      {!names && !failure && <p class="quiet">{words.value.loading}</p>}
      {names && !batch && <p role="alert">{texts.value.missing}</p>}
      {names && batch && page(names, batch)}
    </main>
  );
}

/** Name of a batch and its parts; `here` is a session's id, "assess" or "register". */
export function BatchHead({ names, batch, here, part }: { names: Names; batch: Batch; here?: string; part?: "assess" | "register" }) {
  const t = texts.value;
  const id = idOf(batch.name);
  const [editing, setEditing] = useState(false);
  const about = [
    programmeName(names, batch.programme),
    siteName(names, batch.site),
    batch.instructors.length > 0 && t.teaches(batch.instructors.join("、")),
  ];
  const materials = names.programmes.get(batch.programme)?.materials ?? [];
  const link = (to: string[], current: boolean, text: string) => (
    <a key={text} href={href(...to)} aria-current={current ? "page" : undefined}>
      {text}
    </a>
  );
  return (
    <header class="column tight">
      <a class="no-print" href={href("batches")}>
        {t.back}
      </a>
      <div class="row">
        <h1>{batch.displayName}</h1>
        <span class="grow" />
        {may("makeBatches") && (
          <button class="no-print" onClick={() => setEditing(true)}>
            {words.value.edit}
          </button>
        )}
      </div>
      <p class="quiet">{about.filter(Boolean).join(" · ")}</p>
      {materials.length > 0 && (
        <p class="row no-print">
          <span class="quiet">{t.materials}</span>
          {materials.map((one) => (
            <a key={one.uri} href={one.uri} rel="noreferrer" target="_blank">
              {one.title}
            </a>
          ))}
        </p>
      )}
      <nav class="tabs no-print" aria-label={t.parts}>
        {batch.sessions.map((one) =>
          link(["batch", id, one.id], one.id === here, t.session(one.date, sessionName(batch, one.id))),
        )}
        {link(["assess", id], part === "assess", t.assess)}
        {link(["register", id], part === "register", t.register)}
      </nav>
      {editing && <BatchDialog names={names} batch={batch} onClose={() => setEditing(false)} />}
    </header>
  );
}
