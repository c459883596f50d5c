import { useState } from "preact/hooks";
import type { MentorContractLine } from "../../gen/touchstone/v1/training_progress_pb";
import { today } from "../../lib/days";
import { catalogue } from "../../lib/language";
import { useLoaded } from "../../lib/loaded";
import { idOf } from "../../lib/names";
import { href } from "../../lib/router";
import { CsvButton } from "../../ui/csv_button";
import { FormDialog, type Values } from "../../ui/form";
import { words } from "../../ui/labels";
import { FailureNotice, say } from "../../ui/notice";
import { Table, type Column } from "../../ui/table";
import { companyNow } from "../data/company";
import { list } from "../data/lists";
import { enter, flush } from "../offline/outbox";
import { apprenticeField, contractFields, contractRecord, outcomeFields, outcomeRecord, personOf } from "../records/mentor_fields";
import { may } from "../rights";
import { outcomeName, skillName } from "./kind_words";

const texts = catalogue(
  {
    title: "师徒协议",
    open: "只看还没有结果的",
    apprentice: "徒弟",
    mentor: "师傅",
    trade: "工种",
    goals: "目标",
    levels: "等级",
    from: "开始",
    to: "到期",
    unit: "备案单位",
    state: "结果",
    running: "进行中",
    overdue: "已到期，待登记结果",
    add: "登记师徒协议",
    outcome: "登记结果",
    saved: "已记下，正在送出",
  },
  {
    title: "Mentor contracts",
    open: "Only those without an outcome",
    apprentice: "Apprentice",
    mentor: "Mentor",
    trade: "Trade",
    goals: "Goals",
    levels: "Levels",
    from: "From",
    to: "To",
    unit: "Registered with",
    state: "Outcome",
    running: "running",
    overdue: "over, no outcome yet",
    add: "Enter a contract",
    outcome: "Enter the outcome",
    saved: "Kept; it is being sent",
  },
);

const stateOf = (row: MentorContractLine): string => {
  const t = texts.value;
  if (row.outcome) return `${outcomeName(row.outcome.result)} ${row.outcomeDate}`;
  return row.overdue ? t.overdue : t.running;
};

function columnsOf(): Column<MentorContractLine>[] {
  const t = texts.value;
  return [
    {
      key: "apprentice",
      title: t.apprentice,
      text: (row) => row.displayName,
      show: (row) => <a href={href("worker", idOf(row.worker))}>{row.displayName}</a>,
    },
    { key: "mentor", title: t.mentor, text: (row) => row.mentorName },
    { key: "trade", title: t.trade, text: (row) => row.contract?.trade ?? "" },
    {
      key: "levels",
      title: t.levels,
      text: (row) => [row.contract?.fromLevel ?? 0, row.contract?.toLevel ?? 0].map(skillName).filter(Boolean).join(" → "),
    },
    {
      key: "goals",
      title: t.goals,
      text: (row) => row.contract?.goals.join("；") ?? "",
      show: (row) => <span class="broad-cell">{row.contract?.goals.join("；")}</span>,
    },
    { key: "from", title: t.from, text: (row) => row.fromDate, show: (row) => <span class="nowrap">{row.fromDate}</span> },
    { key: "to", title: t.to, text: (row) => row.toDate, show: (row) => <span class="nowrap">{row.toDate}</span> },
    { key: "unit", title: t.unit, text: (row) => row.contract?.registeredWith ?? "" },
    {
      key: "state",
      title: t.state,
      text: stateOf,
      show: (row) => <span class={row.outcome ? "badge good" : row.overdue ? "badge bad" : "badge"}>{stateOf(row)}</span>,
    },
  ];
}

async function addContract(values: Values): Promise<void> {
  const pupil = await personOf(values["apprentice"] ?? "");
  await enter([{ worker: pupil.worker, workerName: pupil.displayName, record: await contractRecord(values) }]);
}

const addOutcome = (of: MentorContractLine, values: Values): Promise<void> =>
  enter([{ worker: of.worker, workerName: of.displayName, record: outcomeRecord(of.record, values) }]);

/** Mentor contracts of the company, how they stand, and the way to enter them and their outcomes. */
export function MentorsPage() {
  const t = texts.value;
  const company = companyNow();
  const [openOnly, setOpenOnly] = useState(false);
  const [adding, setAdding] = useState(false);
  const [ending, setEnding] = useState<MentorContractLine>();
  const loaded = useLoaded(`mentors ${company} ${openOnly}`, () => list.mentorContracts(company, openOnly));
  const columns = columnsOf();
  const rows = loaded.value ?? [];
  const saved = async (work: Promise<void>) => {
    await work;
    say(t.saved);
    await flush();
    await loaded.reload();
  };
  return (
    <main class="column">
      <div class="row">
        <h1>{t.title}</h1>
        <span class="grow" />
        {may("enter") && <button onClick={() => setAdding(true)}>{t.add}</button>}
      </div>
      <label class="check">
        <input type="checkbox" checked={openOnly} onChange={(e) => setOpenOnly(e.currentTarget.checked)} />
        <span>{t.open}</span>
      </label>
      <FailureNotice failure={loaded.failure} retry={loaded.reload} />
      {!loaded.value && !loaded.failure && <p class="quiet">{words.value.loading}</p>}
      {loaded.value && (
        <Table
          caption={t.title}
          rows={rows}
          columns={columns}
          keyOf={(row) => row.record}
          tools={<CsvButton name={t.title} rows={rows} columns={columns} />}
          {...(may("enter")
            ? { actions: (row: MentorContractLine) => !row.outcome && <button onClick={() => setEnding(row)}>{t.outcome}</button> }
            : {})}
        />
      )}
      {adding && (
        <FormDialog
          title={t.add}
          fields={[apprenticeField(), ...contractFields()]}
          start={{ from: today() }}
          submit={words.value.save}
          onSubmit={(values) => saved(addContract(values))}
          onClose={() => setAdding(false)}
        />
      )}
      {ending && (
        <FormDialog
          title={`${t.outcome} · ${ending.displayName}`}
          fields={outcomeFields()}
          start={{ day: today() }}
          submit={words.value.save}
          onSubmit={(values) => saved(addOutcome(ending, values))}
          onClose={() => setEnding(undefined)}
        />
      )}
    </main>
  );
}
