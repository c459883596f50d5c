import { useState } from "preact/hooks";
import type { SheetProgress } from "../../gen/touchstone/v1/judging_pb";
import { catalogue, pick } from "../../lib/language";
import { may } from "../rights";
import { idOf } from "../../lib/names";
import { modulesOf } from "../panel/assignments";
import type { DayData } from "./day";
import type { SheetSubject } from "./sheet_dialog";

const texts = catalogue(
  {
    title: "评分进度",
    entrant: "选手",
    lead: "每格：已提交的裁判 / 评委组。点击查看每名裁判。",
    of: (sealed: number, judges: number) => `${sealed}/${judges}`,
    none: "无裁判",
    openOnly: "只看未完成",
    done: (done: number, of: number) => `完成 ${done} / ${of}`,
    cell: (code: string, module: string, sealed: number, judges: number, marked: number, items: number) =>
      `${code} 号 ${module}：${judges} 名裁判中 ${sealed} 名已提交，已打 ${marked}/${items} 项`,
    showAll: (count: number) => `显示全部 ${count} 名选手`,
    allDone: "全部完成",
  },
  {
    title: "Progress",
    entrant: "Entrant",
    lead: "Each cell: judges who have submitted / panel. Press it to see each judge.",
    of: (sealed: number, judges: number) => `${sealed}/${judges}`,
    none: "no judge",
    openOnly: "Only what is open",
    done: (done: number, of: number) => `${done} of ${of} done`,
    cell: (code: string, module: string, sealed: number, judges: number, marked: number, items: number) =>
      `No. ${code} ${module}: ${sealed} of ${judges} judges have submitted, ${marked} of ${items} items marked`,
    showAll: (count: number) => `Show all ${count} entrants`,
    allDone: "All done",
  },
);

interface MatrixRow {
  code: string;
  /** Sheets by module. */
  sheets: Map<string, SheetProgress[]>;
}

/** Sheets as rows of entrants, in the order of the list. */
function rowsOf(sheets: readonly SheetProgress[], discipline: string): MatrixRow[] {
  const rows = new Map<string, MatrixRow>();
  for (const sheet of sheets) {
    if (sheet.discipline !== discipline) continue;
    const row = rows.get(sheet.entrantCode) ?? { code: sheet.entrantCode, sheets: new Map() };
    rows.set(sheet.entrantCode, row);
    row.sheets.set(sheet.module, [...(row.sheets.get(sheet.module) ?? []), sheet]);
  }
  return [...rows.values()];
}

const isDone = (sheets: readonly SheetProgress[]) => sheets.length > 0 && sheets.every((one) => one.panelComplete);
const rowIsDone = (row: MatrixRow) => [...row.sheets.values()].every(isDone);
const sum = (sheets: readonly SheetProgress[], key: "marked" | "items") =>
  sheets.reduce((total, one) => total + one[key], 0);

function Cell(props: { row: MatrixRow; module: string; name: string; onOpen: (sheets: SheetProgress[]) => void }) {
  const t = texts.value;
  const sheets = props.row.sheets.get(props.module) ?? [];
  if (!sheets.length) return <td class="warn">{t.none}</td>;
  const sealed = sheets.filter((one) => one.sealed).length;
  const marked = sum(sheets, "marked");
  const items = sum(sheets, "items");
  const state = isDone(sheets) ? "done" : marked > 0 ? "going" : "";
  return (
    <td>
      <button class={`cell ${state}`} onClick={() => props.onOpen(sheets)}>
        <span class="visually-hidden">
          {t.cell(props.row.code, props.name, sealed, sheets.length, marked, items)}
        </span>
        <span aria-hidden="true">
          {isDone(sheets) ? "✓ " : ""}
          {t.of(sealed, sheets.length)}
        </span>
        {!isDone(sheets) && <progress aria-hidden="true" max={items} value={marked} />}
      </button>
    </td>
  );
}

/** Rows shown at first. */
const FIRST = 60;

function DisciplineProgress(props: {
  name: string;
  rows: MatrixRow[];
  modules: ReturnType<typeof modulesOf>;
  onOpen: (sheets: SheetProgress[]) => void;
}) {
  const t = texts.value;
  const { name, rows, modules, onOpen } = props;
  const [openOnly, setOpenOnly] = useState(false);
  const [whole, setWhole] = useState(false);
  const asked = openOnly ? rows.filter((row) => !rowIsDone(row)) : rows;
  const shown = whole ? asked : asked.slice(0, FIRST);
  const done = rows.filter(rowIsDone).length;
  return (
    <section class="column">
      <div class="row">
        <h3>{name}</h3>
        <span class={done === rows.length ? "good" : "quiet"}>{t.done(done, rows.length)}</span>
        <span class="grow" />
        <label class="check">
          <input type="checkbox" checked={openOnly} onChange={() => setOpenOnly(!openOnly)} />
          <span>{t.openOnly}</span>
        </label>
      </div>
      <div class="scroll" tabIndex={0} role="region" aria-label={`${t.title} ${name}`}>
        <table class="matrix">
          <thead>
            <tr>
              <th scope="col">{t.entrant}</th>
              {modules.map((module) => (
                <th scope="col" key={module.path}>
                  {pick(module.name)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <tr key={row.code}>
                <th scope="row">{row.code}</th>
                {modules.map((module) => (
                  <Cell key={module.path} row={row} module={module.path} name={pick(module.name)} onOpen={onOpen} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
        {shown.length === 0 && <p class="empty good">{t.allDone}</p>}
      </div>
      {shown.length < asked.length && (
        <div>
          <button onClick={() => setWhole(true)}>{t.showAll(asked.length)}</button>
        </div>
      )}
    </section>
  );
}

/** Who has marked what, for each discipline. */
export function ProgressMatrix({ data, onOpen }: { data: DayData; onOpen: (subject: SheetSubject) => void }) {
  const t = texts.value;
  return (
    <section class="column">
      <h2>{t.title}</h2>
      {may("openSheets") && <p class="quiet">{t.lead}</p>}
      {data.disciplines.map((discipline) => (
        <DisciplineProgress
          key={discipline.name}
          name={pick(discipline.displayName)}
          rows={rowsOf(data.sheets, idOf(discipline.name))}
          modules={modulesOf(data.schemeOf.get(discipline.scheme)?.scheme)}
          onOpen={(sheets) => onOpen({ sheets, scheme: data.schemeOf.get(discipline.scheme)?.scheme })}
        />
      ))}
    </section>
  );
}
