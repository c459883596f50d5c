import { useState } from "preact/hooks";
import { catalogue } from "../../lib/language";
import { failureOf, type Failure } from "../../lib/api";
import { list } from "../data/lists";
import { Dialog } from "../../ui/dialog";
import { FailureNotice, say } from "../../ui/notice";
import { words } from "../../ui/labels";
import { decode, joinCsv } from "./csv";
import { problemTexts, type Problem } from "./table";
import { isXlsx, readXlsx } from "./xlsx";
import { FileRefused } from "./zip";
import { applyPlan, COLUMNS, planImport, type Existing, type ImportKind, type Plan, type Planned } from "./plan";

const texts = catalogue(
  {
    companies: "导入单位",
    workers: "导入工人",
    entrants: "导入选手",
    lead: "可选 xlsx 文件（读第一张工作表）或 CSV 文件（UTF-8 或 GBK），也可从表格里复制后粘贴到下面。第一行是列名。",
    columns: "列",
    file: "选择文件",
    paste: "或粘贴表格内容",
    check: "检查（不写入）",
    problems: (count: number) => `有 ${count} 处问题，尚未写入任何内容：`,
    place: (row: number) => `第 ${row} 行`,
    wholeFile: "整个文件",
    problem: "问题",
    column: "列",
    row: "行",
    counts: (create: number, change: number, same: number) =>
      `检查通过：新增 ${create}，修改 ${change}，不变 ${same}。尚未写入。`,
    create: "新增",
    change: "修改",
    same: "不变",
    write: (count: number) => `写入 ${count} 项`,
    nothing: "都已存在，无需写入",
    progress: (done: number, of: number) => `正在写入 ${done} / ${of}`,
    done: (count: number) => `已写入 ${count} 项`,
    again: "改好后可以重新导入；已写入的会被认出来，不会重复。",
  },
  {
    companies: "Import companies",
    workers: "Import workers",
    entrants: "Import entrants",
    lead: "Take an xlsx file (its first sheet) or a CSV file (UTF-8 or GBK), or copy cells from a spreadsheet and paste them below. The first row names the columns.",
    columns: "Columns",
    file: "Choose a file",
    paste: "Or paste the table",
    check: "Check (writes nothing)",
    problems: (count: number) => `${count} problems; nothing was written:`,
    place: (row: number) => `row ${row}`,
    wholeFile: "whole file",
    problem: "Problem",
    column: "Column",
    row: "Row",
    counts: (create: number, change: number, same: number) =>
      `Checked: ${create} new, ${change} to change, ${same} the same. Nothing was written yet.`,
    create: "new",
    change: "change",
    same: "same",
    write: (count: number) => `Write ${count}`,
    nothing: "All there already; nothing to write",
    progress: (done: number, of: number) => `Writing ${done} of ${of}`,
    done: (count: number) => `${count} written`,
    again: "Correct it and import again; what was written is recognised and not repeated.",
  },
);

/** An xlsx file as text to look at and check, or why it is not read. */
async function tableOf(bytes: Uint8Array<ArrayBuffer>): Promise<{ text: string; problems: Problem[] }> {
  try {
    const { rows, problems } = await readXlsx(bytes);
    return { text: problems.length ? "" : joinCsv(rows), problems };
  } catch (thrown) {
    if (!(thrown instanceof FileRefused)) throw thrown;
    return { text: "", problems: [{ row: 0, column: "", text: problemTexts.value[thrown.why] }] };
  }
}

async function readExisting(kind: ImportKind, parent: string): Promise<Existing> {
  const [companies, workers] = await Promise.all([list.companies(), list.workers()]);
  if (kind !== "entrants") return { companies, workers, disciplines: [], teams: [], entrants: [] };
  const [disciplines, teams, entrants] = await Promise.all([
    list.disciplines(parent),
    list.teams(parent),
    list.entrants(parent),
  ]);
  return { companies, workers, disciplines, teams, entrants };
}

const count = (planned: readonly Planned[], action: Planned["action"]) =>
  planned.filter((one) => one.action === action).length;

function PlanView({ plan }: { plan: Plan }) {
  const t = texts.value;
  if (plan.problems.length) {
    return (
      <div class="notice bad-notice" role="alert">
        <strong>{t.problems(plan.problems.length)}</strong>
        <table>
          <thead>
            <tr>
              <th scope="col">{t.row}</th>
              <th scope="col">{t.column}</th>
              <th scope="col">{t.problem}</th>
            </tr>
          </thead>
          <tbody>
            {plan.problems.slice(0, 100).map((one, i) => (
              <tr key={i}>
                <td>{one.row ? t.place(one.row) : t.wholeFile}</td>
                <td>{one.column}</td>
                <td>{one.text}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    );
  }
  const changes = plan.planned.filter((one) => one.action !== "same");
  return (
    <div class="notice good-notice" role="status">
      <strong>
        {t.counts(count(plan.planned, "create"), count(plan.planned, "change"), count(plan.planned, "same"))}
      </strong>
      <ul class="planned">
        {changes.slice(0, 50).map((one) => (
          <li key={one.row + one.title}>
            <span class="quiet">{t.place(one.row)}</span> {t[one.action]} · {one.title}
          </li>
        ))}
        {changes.length > 50 && <li class="quiet">… {changes.length - 50}</li>}
      </ul>
    </div>
  );
}

/** Imports a table: first a dry run that says row and column of each problem, then the writing. */
export function ImportDialog(props: { kind: ImportKind; parent: string; onClose: () => void; onDone: () => unknown }) {
  const { kind, parent, onClose, onDone } = props;
  const t = texts.value;
  const [text, setText] = useState("");
  const [plan, setPlan] = useState<Plan>();
  const [written, setWritten] = useState<number>();
  const [failure, setFailure] = useState<Failure>();
  const todo = plan && !plan.problems.length ? plan.planned.filter((one) => one.action !== "same") : [];
  const change = (next: string) => {
    setText(next);
    setPlan(undefined);
    setFailure(undefined);
  };
  const guarded = async (work: () => Promise<void>) => {
    try {
      setFailure(undefined);
      await work();
    } catch (error) {
      setFailure(failureOf(error));
    }
  };
  const check = (from: string) =>
    guarded(async () => setPlan(planImport(kind, from, await readExisting(kind, parent), parent)));
  const readFile = async (file: File | undefined) => {
    if (!file) return;
    change("");
    const bytes = new Uint8Array(await file.arrayBuffer());
    const { text: next, problems } = isXlsx(bytes) ? await tableOf(bytes) : { text: decode(bytes), problems: [] };
    change(next);
    if (problems.length) setPlan({ problems, planned: [] });
    else await check(next);
  };
  const write = () =>
    guarded(async () => {
      setWritten(0);
      try {
        await applyPlan(todo, setWritten);
        say(t.done(todo.length));
        onClose();
      } finally {
        setWritten(undefined);
        await onDone();
      }
    });
  return (
    <Dialog title={t[kind]} onClose={onClose} wide>
      <p>{t.lead}</p>
      <p class="quiet">
        {t.columns}: {COLUMNS[kind].map((c) => `${c.words[0]} (${c.key})${c.required ? " *" : ""}`).join(" · ")}
      </p>
      <label class="button file">
        {t.file}
        <input
          class="visually-hidden"
          type="file"
          accept=".csv,.txt,.tsv,.xlsx"
          onChange={(e) => void readFile(e.currentTarget.files?.[0])}
        />
      </label>
      <label>
        <span>{t.paste}</span>
        <textarea rows={7} value={text} spellcheck={false} onInput={(e) => change(e.currentTarget.value)} />
      </label>
      {plan && <PlanView plan={plan} />}
      <FailureNotice failure={failure} />
      {failure && <p class="quiet">{t.again}</p>}
      {written !== undefined && (
        <label>
          <span>{t.progress(written, todo.length)}</span>
          <progress max={todo.length} value={written} />
        </label>
      )}
      <div class="row end">
        <button onClick={onClose}>{words.value.cancel}</button>
        <button class={todo.length ? "" : "primary"} disabled={!text} onClick={() => void check(text)}>
          {t.check}
        </button>
        {plan && !plan.problems.length && (
          <button class="primary" disabled={!todo.length || written !== undefined} onClick={() => void write()}>
            {todo.length ? t.write(todo.length) : t.nothing}
          </button>
        )}
      </div>
    </Dialog>
  );
}
