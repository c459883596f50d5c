import { useState } from "preact/hooks";
import {
  GetImportTemplateRequest_Format,
  Import_State,
  ImportKind,
  type Import,
  type ImportProgress,
} from "../../gen/touchstone/v1/training_import_pb";
import { failureOf, type Failure } from "../../lib/api";
import { catalogue } from "../../lib/language";
import { useLoaded } from "../../lib/loaded";
import { FormDialog } from "../../ui/form";
import { moment, words } from "../../ui/labels";
import { FailureNotice } from "../../ui/notice";
import { Table } from "../../ui/table";
import { imports } from "../data/api";
import { companyNow } from "../data/company";
import { GiveButton } from "../data/give";
import { list } from "../data/lists";
import { may } from "../rights";
import { Problems } from "./problems";
import { run, upload, type RunResult } from "./upload";
import { IMPORT_KINDS, kindName, stageName, stateName } from "./words";

const texts = catalogue(
  {
    title: "导入",
    lead: "先下载模板填好，再选文件。先检查，一行不对就一行也不写；全部正确后一次写入。同一张表再导入一次不会重复。",
    kind: "导入什么",
    template: "下载模板 xlsx",
    templateCsv: "下载模板 CSV",
    file: "选择文件（xlsx 或 CSV）",
    check: "上传并检查",
    write: "写入",
    uploading: (percent: number) => `正在上传 ${percent}%`,
    rows: (done: string, all: string) => `${done} / ${all} 行`,
    good: (added: string, same: string) => `全部正确：新增 ${added} 条，已有 ${same} 行。还没有写入。`,
    written: (added: string, same: string) => `已写入：新增 ${added} 条，已有 ${same} 行。`,
    bad: (count: string) => `有 ${count} 处问题，什么也没有写入。请改好文件再选一次。`,
    list: "已有的导入",
    fileName: "文件",
    state: "状态",
    size: "行数",
    added: "新增",
    time: "写入时间",
    revert: "收回",
    revertTitle: "收回这次导入？",
    revertLead: "这次导入新增的记录会全部撤回，记录和撤回都留在档案里。",
  },
  {
    title: "Imports",
    lead: "Download a template, fill it in, then choose the file. It is checked first: when one row is wrong, none is written. The same table imported again adds nothing.",
    kind: "What is imported",
    template: "Template as xlsx",
    templateCsv: "Template as CSV",
    file: "Choose a file (xlsx or CSV)",
    check: "Upload and check",
    write: "Write it",
    uploading: (percent: number) => `Uploading, ${percent}%`,
    rows: (done: string, all: string) => `${done} of ${all} rows`,
    good: (added: string, same: string) => `All rows are right: ${added} new records, ${same} rows known. Nothing is written yet.`,
    written: (added: string, same: string) => `Written: ${added} new records, ${same} rows known.`,
    bad: (count: string) => `${count} problems; nothing was written. Put the file right and choose it again.`,
    list: "Imports so far",
    fileName: "File",
    state: "State",
    size: "Rows",
    added: "New",
    time: "Written",
    revert: "Take back",
    revertTitle: "Take this import back?",
    revertLead: "All records that it added are withdrawn; records and withdrawals stay in the files.",
  },
);

/** How far the present file is. */
interface Course {
  made?: Import;
  /** Percent that is uploaded; below 100 while it is. */
  percent: number;
  now?: ImportProgress | undefined;
  result?: RunResult | undefined;
  written?: boolean;
}

function Bar({ label, value, most }: { label: string; value: number; most: number }) {
  return (
    <label class="progress">
      <span>{label}</span>
      <progress value={value} max={most || 1} aria-label={label} />
    </label>
  );
}

function CourseView({ course, fileName }: { course: Course; fileName: string }) {
  const t = texts.value;
  const { percent, now, result, written } = course;
  if (result) {
    const { problemsFound, added, same } = result.last;
    if (problemsFound > 0n) {
      return (
        <>
          <p class="notice bad-notice" role="alert">
            {t.bad(String(problemsFound))}
          </p>
          <Problems problems={result.problems} fileName={fileName} />
        </>
      );
    }
    return (
      <p class="notice good-notice" role="status">
        {(written ? t.written : t.good)(String(added), String(same))}
      </p>
    );
  }
  if (now) {
    const label = `${stageName(now.stage)} · ${t.rows(String(now.rowsDone), String(now.rows || "…"))}`;
    return <Bar label={label} value={Number(now.rowsDone)} most={Number(now.rows)} />;
  }
  return <Bar label={t.uploading(percent)} value={percent} most={100} />;
}

function NewImport({ company, onDone }: { company: string; onDone: () => Promise<void> }) {
  const t = texts.value;
  const [kind, setKind] = useState<ImportKind>(ImportKind.CERTIFICATES);
  const [file, setFile] = useState<File>();
  const [course, setCourse] = useState<Course>();
  const [failure, setFailure] = useState<Failure>();
  const [busy, setBusy] = useState(false);
  const working = async (work: () => Promise<void>) => {
    setBusy(true);
    setFailure(undefined);
    try {
      await work();
    } catch (thrown) {
      setFailure(failureOf(thrown));
      setCourse(undefined);
    }
    setBusy(false);
    await onDone();
  };
  const read = async (made: Import, validateOnly: boolean) => {
    const result = await run(made.name, validateOnly, (now) => setCourse({ made, percent: 100, now }));
    setCourse({ made, percent: 100, result, written: !validateOnly });
  };
  const check = (e: Event) => {
    e.preventDefault();
    if (!file) return;
    void working(async () => {
      setCourse({ percent: 0 });
      const part = (bytes: number) => setCourse({ percent: Math.floor((100 * bytes) / file.size) });
      await read(await upload(company, kind, file, part), true);
    });
  };
  const template = (format: GetImportTemplateRequest_Format) => () => imports.getImportTemplate({ kind, format });
  const ready = course?.made && course.result && course.result.last.problemsFound === 0n && !course.written;
  return (
    <form class="card column" onSubmit={check}>
      <div class="row asked">
        <label>
          <span>{t.kind}</span>
          <select
            name="kind"
            value={kind}
            disabled={busy}
            onChange={(e) => {
              setKind(Number(e.currentTarget.value));
              setCourse(undefined);
            }}
          >
            {IMPORT_KINDS.map((one) => (
              <option key={one} value={one}>
                {kindName(one)}
              </option>
            ))}
          </select>
        </label>
        <GiveButton label={t.template} write={template(GetImportTemplateRequest_Format.XLSX)} />
        <GiveButton label={t.templateCsv} write={template(GetImportTemplateRequest_Format.CSV)} />
      </div>
      <div class="row asked">
        <label class="broad">
          <span>{t.file}</span>
          <input
            type="file"
            name="file"
            accept=".xlsx,.csv"
            disabled={busy}
            onChange={(e) => {
              setFile(e.currentTarget.files?.[0]);
              setCourse(undefined);
            }}
          />
        </label>
        <button class={ready ? "" : "primary"} disabled={busy || !file}>
          {t.check}
        </button>
        {ready && (
          <button type="button" class="primary" disabled={busy} onClick={() => void working(() => read(course.made!, false))}>
            {t.write}
          </button>
        )}
      </div>
      <FailureNotice failure={failure} />
      {course && <CourseView course={course} fileName={file?.name ?? ""} />}
    </form>
  );
}

/** Tables into files: template, check, writing, and what was imported so far. */
export function ImportsPage() {
  const t = texts.value;
  const company = companyNow();
  const loaded = useLoaded(`imports ${company}`, () => list.imports(company));
  const [reverting, setReverting] = useState<Import>();
  const rows = loaded.value ?? [];
  return (
    <main class="column">
      <h1>{t.title}</h1>
      <p class="quiet">{t.lead}</p>
      {may("import") && <NewImport key={company} company={company} onDone={loaded.reload} />}
      <FailureNotice failure={loaded.failure} retry={loaded.reload} />
      <h2>{t.list}</h2>
      {!loaded.value && !loaded.failure && <p class="quiet">{words.value.loading}</p>}
      {loaded.value && (
        <Table
          caption={t.list}
          rows={rows}
          keyOf={(row) => row.name}
          columns={[
            { key: "file", title: t.fileName, text: (row) => row.fileName },
            { key: "kind", title: t.kind, text: (row) => kindName(row.kind) },
            {
              key: "state",
              title: t.state,
              text: (row) => [stateName(row.state), row.revertReason].filter(Boolean).join("："),
              show: (row) => (
                <>
                  <span class={row.state === Import_State.WRITTEN ? "badge good" : "badge"}>{stateName(row.state)}</span>{" "}
                  {row.revertReason}
                </>
              ),
            },
            { key: "rows", title: t.size, text: (row) => String(row.rows || ""), number: true },
            { key: "added", title: t.added, text: (row) => (row.state >= Import_State.WRITTEN ? String(row.added) : ""), number: true },
            { key: "time", title: t.time, text: (row) => moment(row.writeTime ?? row.createTime) },
          ]}
          {...(may("import")
            ? {
                actions: (row: Import) =>
                  row.state === Import_State.WRITTEN && <button onClick={() => setReverting(row)}>{t.revert}</button>,
              }
            : {})}
        />
      )}
      {reverting && (
        <FormDialog
          title={t.revertTitle}
          lead={<p>{`${reverting.fileName}：${t.revertLead}`}</p>}
          fields={[{ key: "reason", label: words.value.reason, kind: "long", required: true, maxLength: 500 }]}
          submit={t.revert}
          onSubmit={async ({ reason = "" }) => {
            await imports.revertImport({ name: reverting.name, reason }, { timeoutMs: 300_000 });
            await loaded.reload();
          }}
          onClose={() => setReverting(undefined)}
        />
      )}
    </main>
  );
}
