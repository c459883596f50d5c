import { create } from "@bufbuild/protobuf";
import { useState } from "preact/hooks";
import type { Batch, File } from "../../gen/touchstone/v1/training_pb";
import { AssessmentSchema, Assessment_Kind, ProcedureStepSchema, type Assessment } from "../../gen/touchstone/v1/training_record_pb";
import { today } from "../../lib/days";
import { catalogue, collator } from "../../lib/language";
import { useLoaded } from "../../lib/loaded";
import { Dialog } from "../../ui/dialog";
import { words } from "../../ui/labels";
import { attempt, FailureNotice } from "../../ui/notice";
import { companyNow } from "../data/company";
import { filesOf } from "../data/files";
import { list } from "../data/lists";
import type { Names } from "../data/names";
import { enter, mine } from "../offline/outbox";
import { assessmentName } from "../people/kind_words";
import { AssessmentForm } from "../records/assessment_form";
import { may } from "../rights";
import { nameOf, withEntered } from "./attendance";
import { BatchHead, OfBatch } from "./batch_head";
import { SignInField } from "./sign_in_field";

const texts = catalogue(
  {
    who: "考核谁？点名字，或扫码、输工号",
    others: "考核没有签到的人",
    none: "本期还没有人签到；可以先扫码或输工号找人。",
    attempt: (count: number) => `第 ${count} 次`,
    passed: "合格",
    failed: "不合格",
    saved: (name: string) => `已记下：${name}`,
  },
  {
    who: "Who? Tap a name, scan, or type a number",
    others: "Assess somebody who did not sign in",
    none: "Nobody signed in to this batch yet; scan or type a number.",
    attempt: (count: number) => `attempt ${count}`,
    passed: "passed",
    failed: "not passed",
    saved: (name: string) => `Kept: ${name}`,
  },
);

/** Who is assessed. */
interface Person {
  worker: string;
  displayName: string;
}

/** Assessments of a batch: everybody who signed in, with what he was assessed in. */
export function AssessPage({ id }: { id: string }) {
  return <OfBatch id={id} page={(names, batch) => <Assess names={names} batch={batch} />} />;
}

/** What the server has of the batch, with what was entered here and not refused. */
function useAssessments(batch: Batch, workers: string[]) {
  const key = workers.join();
  const loaded = useLoaded(`assessments ${batch.name} ${key}`, () => list.assessments(batch.name, workers));
  const known = (loaded.value ?? []).flatMap(({ name, fact }) =>
    fact.case === "assessment" ? [{ name, worker: name.split("/records/")[0]!, value: fact.value }] : [],
  );
  const names = new Set(known.map((one) => one.name));
  const entered = mine.value.flatMap((one) => {
    const fact = one.what.record?.fact;
    const here = fact?.case === "assessment" && fact.value.batch === batch.name && one.state !== "refused";
    return here && !names.has(nameOf(one)) ? [{ name: nameOf(one), worker: one.what.worker, value: fact.value }] : [];
  });
  return { failure: loaded.failure, reload: loaded.reload, all: [...known, ...entered] };
}

function Assess({ names, batch }: { names: Names; batch: Batch }) {
  const t = texts.value;
  const attended = useLoaded(`attendances ${batch.name}`, () => list.attendances(batch.name), 60);
  const files = useLoaded(`people ${companyNow()}`, () => filesOf(companyNow()));
  const roster = new Map(
    withEntered(attended.value ?? [], mine.value, batch.name).map(({ worker, displayName }) => [worker, displayName]),
  );
  const people = [...roster].sort(([, a], [, b]) => collator.value.compare(a, b));
  const done = useAssessments(batch, people.map(([worker]) => worker).sort());
  const [open, setOpen] = useState<Person>();
  const [last, setLast] = useState<Assessment>();
  const of = (worker: string) => done.all.filter((one) => one.worker === worker).map((one) => one.value);
  const save = async (value: Assessment, date: string) => {
    if (!open) return;
    const draft = { worker: open.worker, workerName: open.displayName };
    const record = { date, fact: { case: "assessment" as const, value } };
    if (!(await attempt(() => enter([{ ...draft, record }]), t.saved(open.displayName)))) return;
    setLast(value);
    setOpen(undefined);
  };
  return (
    <>
      <BatchHead names={names} batch={batch} part="assess" />
      <FailureNotice failure={attended.failure ?? files.failure ?? done.failure} retry={done.reload} />
      {!attended.value && !attended.failure && <p class="quiet">{words.value.loading}</p>}
      <h2>{t.who}</h2>
      {attended.value && people.length === 0 && <p class="quiet">{t.none}</p>}
      <ul class="assessed">
        {people.map(([worker, displayName]) => (
          <li key={worker}>
            <button disabled={!may("enter")} onClick={() => setOpen({ worker, displayName })}>
              <strong>{displayName}</strong>
              <Results of={of(worker)} />
            </button>
          </li>
        ))}
      </ul>
      {may("enter") && files.value && (
        <details class="card">
          <summary>{t.others}</summary>
          <SignInField
            only="find"
            files={files.value}
            onPerson={setOpen}
            offer={(file: File) => (
              <button key={file.worker} class="person" onClick={() => setOpen(file)}>
                <strong>{file.displayName}</strong>
                <span>{file.staffNumber}</span>
              </button>
            )}
          />
        </details>
      )}
      {open && (
        <Dialog title={open.displayName} onClose={() => setOpen(undefined)}>
          <AssessmentForm
            key={open.worker}
            start={startOf(batch.name, of(open.worker), last)}
            date={today()}
            nextAttempt={(kind) => nextOf(of(open.worker), kind)}
            onSave={save}
          />
        </Dialog>
      )}
    </>
  );
}

function Results({ of }: { of: Assessment[] }) {
  const t = texts.value;
  return (
    <span class="row results">
      {of.map((one, i) => (
        <span key={i} class={one.passed ? "badge good" : "badge bad"}>
          {[
            assessmentName(one.kind),
            one.attempt > 1 && t.attempt(one.attempt),
            one.score,
            one.passed ? t.passed : t.failed,
          ]
            .filter(Boolean)
            .join(" ")}
        </span>
      ))}
    </span>
  );
}

/** One more than the last attempt of the kind. */
const nextOf = (done: readonly Assessment[], kind: Assessment_Kind): number =>
  Math.max(0, ...done.filter((one) => one.kind === kind).map((one) => one.attempt || 1)) + 1;

/** A new assessment: of the kind that was entered last, with the same steps, none of them ticked. */
function startOf(batch: string, done: readonly Assessment[], last: Assessment | undefined): Assessment {
  const kind = last?.kind ?? Assessment_Kind.THEORY;
  const steps = (last?.steps ?? []).map(({ text }) => create(ProcedureStepSchema, { text }));
  return create(AssessmentSchema, { batch, kind, attempt: nextOf(done, kind), steps });
}
