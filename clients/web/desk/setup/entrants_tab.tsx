import { useState } from "preact/hooks";
import type { Entrant, Worker } from "../../gen/touchstone/v1/events_pb";
import { events } from "../../lib/api";
import { catalogue, pick } from "../../lib/language";
import { useLoaded } from "../../lib/loaded";
import { newId } from "../../lib/names";
import { useEvent } from "../data/this_event";
import { ImportDialog } from "../import/import_dialog";
import { words } from "../../ui/labels";
import { type EntrantData, readEntrants } from "./entrants";
import { NumbersDialog } from "./numbers_dialog";
import { companyOptions, disciplineOptions, teamOptions } from "./options";
import { ResourceTab } from "./resource_tab";

const texts = catalogue(
  {
    title: "选手",
    add: "新增选手",
    import: "导入",
    numbers: "抽签编号",
    code: "选手号",
    codeHint: "字母、数字或连字符；同一赛项内不重复。裁判只看见这个号。",
    discipline: "赛项",
    worker: "工人",
    person: "姓名",
    personHint: "没有选工人时填写",
    team: "队伍",
  },
  {
    title: "Entrants",
    add: "Add entrant",
    import: "Import",
    numbers: "Draw numbers",
    code: "Number",
    codeHint: "Letters, digits or hyphens; unique in the discipline. It is all that judges see.",
    discipline: "Discipline",
    worker: "Worker",
    person: "Name",
    personHint: "When no worker is chosen",
    team: "Team",
  },
);

const workerOptions = (workers: readonly Worker[], data: EntrantData | undefined) =>
  workers.map((one) => ({
    value: one.name,
    label: [one.displayName, one.staffNumber, data?.companyOf.get(one.company)?.displayName]
      .filter(Boolean)
      .join(" · "),
  }));

/** Entrants of the event. */
export function EntrantsTab() {
  const t = texts.value;
  const w = words.value;
  const parent = useEvent().event.name;
  const loaded = useLoaded(parent, () => readEntrants(parent));
  const [open, setOpen] = useState<"import" | "numbers">();
  const data = loaded.value;
  const discipline = (row: Entrant) => pick(data?.disciplineOf.get(row.discipline)?.displayName);
  return (
    <>
      <ResourceTab
        title={t.title}
        loaded={loaded}
        rows={data?.entrants}
        sortBy="code"
        columns={[
          { key: "code", title: t.code, text: (row) => row.code, show: (row) => <strong>{row.code}</strong> },
          { key: "person", title: t.person, text: (row) => data?.personOf(row) ?? "" },
          { key: "discipline", title: t.discipline, text: discipline },
          { key: "company", title: w.company, text: (row) => data?.companyOf.get(row.company)?.displayName ?? "" },
          { key: "team", title: t.team, text: (row) => data?.teamOf.get(row.team)?.displayName ?? "" },
        ]}
        addLabel={t.add}
        fields={() => [
          {
            key: "discipline",
            label: t.discipline,
            kind: "choice",
            required: true,
            options: disciplineOptions(data?.disciplines ?? []),
          },
          { key: "code", label: t.code, required: true, pattern: "[A-Za-z0-9\\-]{1,32}", hint: t.codeHint },
          { key: "worker", label: t.worker, kind: "choice", options: workerOptions(data?.workers ?? [], data) },
          { key: "person", label: t.person, maxLength: 100, hint: t.personHint },
          { key: "company", label: w.company, kind: "choice", options: companyOptions(data?.companies ?? []) },
          { key: "team", label: t.team, kind: "choice", options: teamOptions(data?.teams ?? []) },
        ]}
        valuesOf={(row) => ({
          discipline: row.discipline,
          code: row.code,
          worker: row.worker,
          person: row.displayName,
          company: row.company,
          team: row.team,
        })}
        save={(values, row) => {
          const worker = data?.workers.find((one) => one.name === values["worker"]);
          const entrant = {
            discipline: values["discipline"] ?? "",
            code: values["code"] ?? "",
            worker: values["worker"] ?? "",
            displayName: values["person"] ?? "",
            company: values["company"] || worker?.company || "",
            team: values["team"] ?? "",
          };
          return row
            ? events.updateEntrant({ entrant: { ...row, ...entrant }, requestId: newId() })
            : events.createEntrant({ parent, entrant, requestId: newId() });
        }}
        tools={
          <>
            <button onClick={() => setOpen("import")}>{t.import}</button>
            <button onClick={() => setOpen("numbers")}>{t.numbers}</button>
          </>
        }
      />
      {open === "import" && (
        <ImportDialog kind="entrants" parent={parent} onClose={() => setOpen(undefined)} onDone={loaded.reload} />
      )}
      {open === "numbers" && data && (
        <NumbersDialog data={data} onClose={() => setOpen(undefined)} onDone={loaded.reload} />
      )}
    </>
  );
}
