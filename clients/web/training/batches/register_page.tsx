import type { AttendanceLine, Batch } from "../../gen/touchstone/v1/training_pb";
import { catalogue, collator } from "../../lib/language";
import { useLoaded } from "../../lib/loaded";
import { CsvButton } from "../../ui/csv_button";
import { words } from "../../ui/labels";
import { FailureNotice } from "../../ui/notice";
import type { Column } from "../../ui/table";
import { companyNow } from "../data/company";
import { filesOf } from "../data/files";
import { list } from "../data/lists";
import type { Names } from "../data/names";
import { mine } from "../offline/outbox";
import { withEntered } from "./attendance";
import { BatchHead, OfBatch } from "./batch_head";

const texts = catalogue(
  { register: "班级登记册", number: "工号", sum: "合计课时", signature: "签名", people: (count: number) => `${count} 人` },
  {
    register: "Class register",
    number: "Staff number",
    sum: "Hours in all",
    signature: "Signature",
    people: (count: number) => (count === 1 ? "1 person" : `${count} people`),
  },
);

interface Line {
  worker: string;
  name: string;
  number: string;
  /** Class hours by session. */
  hours: Map<string, string>;
}

/** Everybody of a batch with the hours of each session, to be printed and signed. */
export function RegisterPage({ id }: { id: string }) {
  return <OfBatch id={id} page={(names, batch) => <Register names={names} batch={batch} />} />;
}

function linesOf(all: readonly AttendanceLine[], numberOf: Map<string, string>): Line[] {
  const lines = new Map<string, Line>();
  for (const { worker, displayName: name, session, classHours } of all) {
    const line = lines.get(worker) ?? { worker, name, number: numberOf.get(worker) ?? "", hours: new Map() };
    line.hours.set(session, classHours);
    lines.set(worker, line);
  }
  return [...lines.values()].sort((a, b) => collator.value.compare(a.name, b.name));
}

/** Hours are halves, which doubles add exactly. */
const sumOf = ({ hours }: Line): string => String([...hours.values()].reduce((sum, one) => sum + Number(one), 0));

function Register({ names, batch }: { names: Names; batch: Batch }) {
  const t = texts.value;
  const attended = useLoaded(`attendances ${batch.name}`, () => list.attendances(batch.name), 20);
  const files = useLoaded(`people ${companyNow()}`, () => filesOf(companyNow()));
  const numberOf = new Map((files.value ?? []).map((file) => [file.worker, file.staffNumber]));
  const lines = linesOf(withEntered(attended.value ?? [], mine.value, batch.name), numberOf);
  const columns: Column<Line>[] = [
    { key: "name", title: words.value.person, text: (line) => line.name },
    { key: "number", title: t.number, text: (line) => line.number },
    ...batch.sessions.map((one) => ({
      key: one.id,
      title: `${one.date} ${one.subject}`,
      text: (line: Line) => line.hours.get(one.id) ?? "",
      number: true,
    })),
    { key: "sum", title: t.sum, text: sumOf, number: true },
    { key: "signature", title: t.signature, text: () => "" },
  ];
  return (
    <>
      <BatchHead names={names} batch={batch} part="register" />
      <FailureNotice failure={attended.failure ?? files.failure} retry={attended.reload} />
      {!attended.value && !attended.failure && <p class="quiet">{words.value.loading}</p>}
      {attended.value && (
        <>
          <div class="row no-print">
            <p role="status">{t.people(lines.length)}</p>
            <span class="grow" />
            <CsvButton name={`${batch.displayName}-${t.register}`} rows={lines} columns={columns} />
            <button onClick={() => print()}>{words.value.print}</button>
          </div>
          <div class="scroll" tabIndex={0} role="region" aria-label={t.register}>
            <table class="register">
              <caption class="visually-hidden">{t.register}</caption>
              <thead>
                <tr>
                  {columns.map((one) => (
                    <th key={one.key} scope="col" class={one.number ? "number" : ""}>
                      {one.title}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {lines.map((line) => (
                  <tr key={line.worker}>
                    {columns.map((one) => (
                      <td key={one.key} class={one.number ? "number" : ""}>
                        {one.text(line)}
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </>
  );
}
