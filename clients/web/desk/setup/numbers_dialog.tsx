import { useState } from "preact/hooks";
import type { Entrant } from "../../gen/touchstone/v1/events_pb";
import { events, failureOf, type Failure } from "../../lib/api";
import { catalogue, pick } from "../../lib/language";
import { newId } from "../../lib/names";
import { Dialog } from "../../ui/dialog";
import { FailureNotice, say } from "../../ui/notice";
import { words } from "../../ui/labels";
import type { EntrantData } from "./entrants";
import { draw, number, steps, type Renumbering } from "./numbers";

const texts = catalogue(
  {
    title: "抽签编号",
    lead: "随机排出顺序，从起始号开始依次编号。有打分之后不能再改号。",
    discipline: "赛项",
    first: "起始号",
    draw: "抽签",
    redraw: "重新抽签",
    now: "现在",
    next: "新号",
    person: "姓名",
    write: (count: number) => `写入 ${count} 个新号`,
    progress: (done: number, of: number) => `正在写入 ${done} / ${of}`,
    done: "已编号",
  },
  {
    title: "Draw numbers",
    lead: "A random order, numbered from the first number on. Numbers cannot change once there are marks.",
    discipline: "Discipline",
    first: "First number",
    draw: "Draw",
    redraw: "Draw again",
    now: "Now",
    next: "New",
    person: "Name",
    write: (count: number) => `Write ${count} new numbers`,
    progress: (done: number, of: number) => `Writing ${done} of ${of}`,
    done: "Numbered",
  },
);

/** Gives new numbers to the entrants of a discipline, by lot. */
export function NumbersDialog(props: { data: EntrantData; onClose: () => void; onDone: () => Promise<void> }) {
  const { data, onClose, onDone } = props;
  const t = texts.value;
  const [discipline, setDiscipline] = useState(data.disciplines[0]?.name ?? "");
  const [first, setFirst] = useState("101");
  const [drawn, setDrawn] = useState<Renumbering<Entrant>[]>();
  const [written, setWritten] = useState<number>();
  const [failure, setFailure] = useState<Failure>();
  const change = (set: (value: string) => void) => (e: { currentTarget: { value: string } }) => {
    set(e.currentTarget.value);
    setDrawn(undefined);
  };
  const makeDraw = () =>
    setDrawn(number(draw(data.entrants.filter((one) => one.discipline === discipline)), first));
  const write = async () => {
    const etags = new Map<string, string>();
    try {
      setFailure(undefined);
      for (const [i, { entrant, to }] of steps(drawn ?? []).entries()) {
        setWritten(i);
        const etag = etags.get(entrant.name) ?? entrant.etag;
        const changed = { ...entrant, code: to, etag };
        etags.set(entrant.name, (await events.updateEntrant({ entrant: changed, requestId: newId() })).etag);
      }
      say(t.done);
      onClose();
    } catch (error) {
      setFailure(failureOf(error));
    } finally {
      setWritten(undefined);
      await onDone();
    }
  };
  return (
    <Dialog title={t.title} onClose={onClose}>
      <p class="quiet">{t.lead}</p>
      <label>
        <span>{t.discipline}</span>
        <select value={discipline} onChange={change(setDiscipline)}>
          {data.disciplines.map((one) => (
            <option key={one.name} value={one.name}>
              {pick(one.displayName)}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>{t.first}</span>
        <input value={first} pattern="[A-Za-z\-]*[0-9]{1,9}" onInput={change(setFirst)} />
      </label>
      {drawn && (
        <table>
          <thead>
            <tr>
              <th scope="col">{t.next}</th>
              <th scope="col">{t.person}</th>
              <th scope="col">{t.now}</th>
            </tr>
          </thead>
          <tbody>
            {drawn.map(({ entrant, from, to }) => (
              <tr key={entrant.name}>
                <td>
                  <strong>{to}</strong>
                </td>
                <td>{data.personOf(entrant)}</td>
                <td>{from}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <FailureNotice failure={failure} />
      {written !== undefined && <p role="status">{t.progress(written, steps(drawn ?? []).length)}</p>}
      <div class="row end">
        <button onClick={onClose}>{words.value.cancel}</button>
        <button class={drawn ? "" : "primary"} disabled={!/^[A-Za-z-]*\d{1,9}$/.test(first)} onClick={makeDraw}>
          {drawn ? t.redraw : t.draw}
        </button>
        {drawn && (
          <button class="primary" disabled={!drawn.length || written !== undefined} onClick={() => void write()}>
            {t.write(drawn.length)}
          </button>
        )}
      </div>
    </Dialog>
  );
}
