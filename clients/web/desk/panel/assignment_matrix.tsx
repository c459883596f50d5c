import { useState } from "preact/hooks";
import type { Discipline, Judge } from "../../gen/touchstone/v1/events_pb";
import { catalogue, pick } from "../../lib/language";
import { may } from "../rights";
import { idOf } from "../../lib/names";
import { attempt } from "../../ui/notice";
import { marks, modulesOf, setMarks, type ModuleColumn } from "./assignments";
import type { PanelData } from "./panels";

const texts = catalogue(
  {
    title: "分工",
    lead: "每格一名裁判评一个模块。本单位的选手自动回避，由替补裁判评分。",
    judge: "裁判",
    panel: "人数",
    of: (have: number, need: number) => `${have} / 需 ${need}`,
    recused: (count: number) => `回避 ${count} 人`,
    cell: (judge: string, module: string) => `${judge} 评 ${module}`,
    yes: "评",
  },
  {
    title: "Assignments",
    lead: "Each cell is one judge and one module. Entrants of the own company are left out by themselves; a stand-in marks them.",
    judge: "Judge",
    panel: "Judges",
    of: (have: number, need: number) => `${have} of ${need}`,
    recused: (count: number) => `${count} recused`,
    cell: (judge: string, module: string) => `${judge} marks ${module}`,
    yes: "marks",
  },
);

/** Entrants of a discipline that the judge does not mark, being of the same company. */
function recusedOf(data: PanelData, judge: Judge, discipline: Discipline): number {
  if (!judge.company) return 0;
  return data.entrants.filter((one) => one.discipline === discipline.name && one.company === judge.company).length;
}

interface MatrixProps {
  data: PanelData;
  discipline: Discipline;
  onChange: () => Promise<void>;
}

function Matrix({ data, discipline, onChange }: MatrixProps) {
  const t = texts.value;
  const [busy, setBusy] = useState("");
  const modules = modulesOf(data.schemeOf.get(discipline.scheme)?.scheme);
  const has = (judge: Judge, module: ModuleColumn) =>
    marks(data.assignments, judge.name, discipline.name, module.path);
  const press = async (judge: Judge, module: ModuleColumn) => {
    setBusy(judge.name + module.path);
    const on = !has(judge, module);
    await attempt(() => setMarks(data.assignments, judge.name, discipline, modules, module.path, on));
    await onChange();
    setBusy("");
  };
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={`${t.title} ${pick(discipline.displayName)}`}>
      <table class="matrix">
        <caption>{pick(discipline.displayName)}</caption>
        <thead>
          <tr>
            <th scope="col">{t.judge}</th>
            {modules.map((module) => (
              <th scope="col" key={module.path}>
                {pick(module.name)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {data.judges.map((judge) => {
            const recused = recusedOf(data, judge, discipline);
            return (
              <tr key={judge.name}>
                <th scope="row">
                  {judge.displayName} <small class="quiet">{idOf(judge.name)}</small>
                  {recused > 0 && <span class="badge">{t.recused(recused)}</span>}
                </th>
                {modules.map((module) => (
                  <td key={module.path}>
                    <button
                      class="cell"
                      aria-pressed={has(judge, module)}
                      disabled={!may("setUp") || busy !== ""}
                      onClick={() => void press(judge, module)}
                    >
                      <span class="visually-hidden">{t.cell(judge.displayName, pick(module.name))}</span>
                      <span aria-hidden="true">{has(judge, module) ? `✓ ${t.yes}` : "·"}</span>
                    </button>
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t.panel}</th>
            {modules.map((module) => {
              const have = data.judges.filter((judge) => has(judge, module)).length;
              return (
                <td key={module.path} class={have < module.panelSize ? "warn" : "good"}>
                  {t.of(have, module.panelSize)}
                </td>
              );
            })}
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

/** Who marks which module, a matrix for each discipline. */
export function AssignmentMatrix({ data, onChange }: { data: PanelData; onChange: () => Promise<void> }) {
  const t = texts.value;
  return (
    <section class="column">
      <h2>{t.title}</h2>
      <p class="quiet">{t.lead}</p>
      {data.disciplines.map((discipline) => (
        <Matrix key={discipline.name} data={data} discipline={discipline} onChange={onChange} />
      ))}
    </section>
  );
}
