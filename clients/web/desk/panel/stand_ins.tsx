import { useState } from "preact/hooks";
import { Assignment_State, type Assignment } from "../../gen/touchstone/v1/events_pb";
import { events } from "../../lib/api";
import { catalogue, collator, pick } from "../../lib/language";
import { may } from "../rights";
import { byName, idOf, newId } from "../../lib/names";
import { FormDialog, lines } from "../../ui/form";
import { attempt } from "../../ui/notice";
import { Table } from "../../ui/table";
import { isActive, isGeneral, modulesOf, update } from "./assignments";
import type { PanelData } from "./panels";

const texts = catalogue(
  {
    title: "替补裁判",
    lead: "为个别选手指定裁判，例如有裁判因本单位回避时。",
    add: "指定替补",
    judge: "裁判",
    discipline: "赛项",
    modules: "模块",
    modulesHint: "不选则为全部",
    entrants: "选手",
    all: "全部",
    state: "状态",
    active: "有效",
    ended: "已停止",
    end: "停止",
    again: "恢复",
  },
  {
    title: "Stand-ins",
    lead: "Names a judge for some entrants, such as when another is recused.",
    add: "Name a stand-in",
    judge: "Judge",
    discipline: "Discipline",
    modules: "Modules",
    modulesHint: "None chosen means all",
    entrants: "Entrants",
    all: "all",
    state: "State",
    active: "holds",
    ended: "ended",
    end: "End",
    again: "Resume",
  },
);

interface StandInsProps {
  data: PanelData;
  parent: string;
  onChange: () => Promise<void>;
}

function NewStandIn({ data, parent, onChange, onClose }: StandInsProps & { onClose: () => void }) {
  const t = texts.value;
  const [discipline, setDiscipline] = useState(data.disciplines[0]?.name ?? "");
  const scheme = data.schemeOf.get(data.disciplines.find((one) => one.name === discipline)?.scheme ?? "");
  return (
    <FormDialog
      key={discipline}
      title={t.add}
      lead={
        <label>
          <span>{t.discipline}</span>
          <select value={discipline} onChange={(e) => setDiscipline(e.currentTarget.value)}>
            {data.disciplines.map((one) => (
              <option key={one.name} value={one.name}>
                {pick(one.displayName)}
              </option>
            ))}
          </select>
        </label>
      }
      fields={[
        {
          key: "judge",
          label: t.judge,
          kind: "choice",
          required: true,
          options: data.judges.map((one) => ({ value: one.name, label: `${one.displayName} · ${idOf(one.name)}` })),
        },
        {
          key: "modules",
          label: t.modules,
          kind: "many",
          hint: t.modulesHint,
          options: modulesOf(scheme?.scheme).map((one) => ({ value: one.path, label: pick(one.name) })),
        },
        {
          key: "entrants",
          label: t.entrants,
          kind: "many",
          required: true,
          options: data.entrants
            .filter((one) => one.discipline === discipline)
            .map((one) => ({
              value: one.name,
              label: [one.code, data.companyOf.get(one.company)?.displayName].filter(Boolean).join(" · "),
            }))
            .sort((a, b) => collator.value.compare(a.label, b.label)),
        },
      ]}
      submit={t.add}
      onSubmit={async ({ judge = "", modules, entrants }) => {
        await events.createAssignment({
          parent,
          assignment: { judge, discipline, modules: lines(modules), entrants: lines(entrants) },
          requestId: newId(),
        });
        await onChange();
      }}
      onClose={onClose}
    />
  );
}

/** Assignments for single entrants. */
export function StandIns(props: StandInsProps) {
  const { data, onChange } = props;
  const t = texts.value;
  const [adding, setAdding] = useState(false);
  const entrantOf = byName(data.entrants);
  const judgeOf = byName(data.judges);
  const disciplineOf = byName(data.disciplines);
  const codes = (one: Assignment) => one.entrants.map((name) => entrantOf.get(name)?.code ?? idOf(name)).join("、");
  const toggle = async (one: Assignment) => {
    const state = isActive(one) ? Assignment_State.ENDED : Assignment_State.ACTIVE;
    await attempt(() => update(one, { state }));
    await onChange();
  };
  return (
    <section class="column">
      <h2>{t.title}</h2>
      <p class="quiet">{t.lead}</p>
      <Table
        caption={t.title}
        rows={data.assignments.filter((one) => !isGeneral(one))}
        keyOf={(row) => row.name}
        columns={[
          { key: "judge", title: t.judge, text: (row) => judgeOf.get(row.judge)?.displayName ?? idOf(row.judge) },
          { key: "discipline", title: t.discipline, text: (row) => pick(disciplineOf.get(row.discipline)?.displayName) },
          { key: "modules", title: t.modules, text: (row) => row.modules.join("、") || t.all },
          { key: "entrants", title: t.entrants, text: codes },
          { key: "state", title: t.state, text: (row) => (isActive(row) ? t.active : t.ended) },
        ]}
        {...(may("setUp")
          ? {
              tools: <button onClick={() => setAdding(true)}>{t.add}</button>,
              actions: (row: Assignment) => (
                <button onClick={() => void toggle(row)}>{isActive(row) ? t.end : t.again}</button>
              ),
            }
          : {})}
      />
      {adding && <NewStandIn {...props} onClose={() => setAdding(false)} />}
    </section>
  );
}
