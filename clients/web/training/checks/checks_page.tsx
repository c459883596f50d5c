import { create } from "@bufbuild/protobuf";
import type { File } from "../../gen/touchstone/v1/training_pb";
import { Evaluation_Kind, EvaluationSchema } from "../../gen/touchstone/v1/training_record_pb";
import { today } from "../../lib/days";
import { catalogue } from "../../lib/language";
import { useLoaded } from "../../lib/loaded";
import { idOf } from "../../lib/names";
import { go, href } from "../../lib/router";
import { words } from "../../ui/labels";
import { attempt, FailureNotice } from "../../ui/notice";
import { SignInField } from "../batches/sign_in_field";
import { companyNow } from "../data/company";
import { filesOf } from "../data/files";
import { list } from "../data/lists";
import { enter, mine } from "../offline/outbox";
import { EvaluationForm } from "../records/evaluation_form";
import { may } from "../rights";
import { FindingList } from "./finding_list";
import { findingsNow } from "./findings";

const texts = catalogue(
  {
    title: "周检查与月考评",
    who: "检查谁？扫码、输工号或姓名",
    open: (count: number) => `未整改的问题（${count}）`,
    back: "← 检查与问题",
    carried: (count: number) => `以前留下的问题（${count}）`,
    evaluate: "新的检查或考评",
    saved: "已记下",
    unknown: "没有这个人，或不是您单位的。",
  },
  {
    title: "Weekly checks and monthly reviews",
    who: "Who? Scan, or type a number or a name",
    open: (count: number) => `Open findings (${count})`,
    back: "← Checks and findings",
    carried: (count: number) => `Findings carried over (${count})`,
    evaluate: "New check or review",
    saved: "Kept",
    unknown: "There is no such person, or not at your company.",
  },
);

const useFindings = (company: string) => useLoaded(`findings ${company}`, () => list.openFindings(company), 60);
const usePeople = (company: string) => useLoaded(`people ${company}`, () => filesOf(company));

/** Where a check begins: who it is of, and what is still open. */
export function ChecksPage() {
  const t = texts.value;
  const company = companyNow();
  const found = useFindings(company);
  const people = usePeople(company);
  const open = findingsNow(found.value ?? [], mine.value);
  const openOf = (file: File) => go("check", idOf(file.worker));
  return (
    <main class="column touch">
      <h1>{t.title}</h1>
      <FailureNotice failure={people.failure ?? found.failure} retry={found.reload} />
      {may("enter") && people.value && (
        <section class="card column" aria-label={t.who}>
          <h2>{t.who}</h2>
          <SignInField
            only="find"
            files={people.value}
            onPerson={openOf}
            offer={(file) => (
              <a key={file.worker} class="button person" href={href("check", idOf(file.worker))}>
                <strong>{file.displayName}</strong>
                <span>{file.staffNumber}</span>
              </a>
            )}
          />
        </section>
      )}
      {found.value && (
        <section class="column">
          <h2>{t.open(open.length)}</h2>
          <FindingList findings={open} withName />
        </section>
      )}
      {!found.value && !found.failure && <p class="quiet">{words.value.loading}</p>}
    </main>
  );
}

/** A check of one worker: what is still open from before, and a new evaluation. */
export function CheckPage({ id }: { id: string }) {
  const t = texts.value;
  const company = companyNow();
  const worker = `workers/${id}`;
  const found = useFindings(company);
  const people = usePeople(company);
  const file = people.value?.find((one) => one.worker === worker);
  const open = findingsNow(found.value ?? [], mine.value).filter((one) => one.worker === worker);
  const save: Parameters<typeof EvaluationForm>[0]["onSave"] = async (value, date) => {
    const draft = { worker, workerName: file?.displayName ?? id, record: { date, fact: { case: "evaluation" as const, value } } };
    if (await attempt(() => enter([draft]), t.saved)) go("checks");
  };
  return (
    <main class="column touch">
      <a href={href("checks")}>{t.back}</a>
      <FailureNotice failure={people.failure ?? found.failure} retry={found.reload} />
      {people.value && !file && <p role="alert">{t.unknown}</p>}
      {file && (
        <>
          <header class="column tight">
            <h1>{file.displayName}</h1>
            <p class="quiet">{[file.staffNumber, file.trade].filter(Boolean).join(" · ")}</p>
          </header>
          <section class="column">
            <h2>{t.carried(open.length)}</h2>
            <FindingList findings={open} />
          </section>
          {may("enter") && (
            <section class="card column">
              <h2>{t.evaluate}</h2>
              <EvaluationForm
                key={worker}
                start={create(EvaluationSchema, { kind: Evaluation_Kind.WEEKLY_CHECK })}
                date={today()}
                onSave={save}
              />
            </section>
          )}
        </>
      )}
    </main>
  );
}
