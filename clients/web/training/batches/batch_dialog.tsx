import { create } from "@bufbuild/protobuf";
import { useState } from "preact/hooks";
import { type Batch, BatchSchema, SessionSchema, type Session } from "../../gen/touchstone/v1/training_pb";
import { failureOf, type Failure } from "../../lib/api";
import { today } from "../../lib/days";
import { catalogue, collator } from "../../lib/language";
import { newId } from "../../lib/names";
import { Dialog } from "../../ui/dialog";
import { words } from "../../ui/labels";
import { FailureNotice } from "../../ui/notice";
import { training } from "../data/api";
import { programmeName, readNamesAgain, siteName, type Names } from "../data/names";
import { SessionRows } from "./session_rows";

const texts = catalogue(
  {
    add: "新增期次",
    edit: "修改期次",
    name: "期次名称",
    programme: "培训项目",
    site: "地点",
    instructors: "教师",
    instructorsHint: "可不填；多人用顿号或逗号分开",
    noProgramme: "还没有培训项目。请先用命令行建立：touchstone programme create",
    noSite: "还没有地点。请先用命令行建立：touchstone site create",
  },
  {
    add: "New batch",
    edit: "Change the batch",
    name: "Name of the batch",
    programme: "Programme",
    site: "Site",
    instructors: "Taught by",
    instructorsHint: "May stay empty; commas between people",
    noProgramme: "There is no programme yet; make one first: touchstone programme create",
    noSite: "There is no site yet; make one first: touchstone site create",
  },
);

/**
 * A session of a batch that has none like it: today, of half a day. Its id was never used before,
 * because attendances of a session that was removed may still wait on a device.
 */
export const newSession = (sessions: readonly Session[]): Session => {
  const last = sessions.at(-1);
  return create(SessionSchema, {
    id: newId(),
    date: last?.date ?? today(),
    classHours: last?.classHours ?? "4",
  });
};

interface BatchDialogProps {
  names: Names;
  /** What is changed; absent: a new one. */
  batch?: Batch;
  /** Called with the batch as the server has it now; with none when nothing was written. */
  onClose: (written?: Batch) => void;
}

function ChoiceOf({ label, name, value, options, onChange }: {
  label: string;
  name: string;
  value: string;
  options: { value: string; label: string }[];
  onChange: (value: string) => void;
}) {
  return (
    <label>
      <span>{label}</span>
      <select name={name} required value={value} onChange={(e) => onChange(e.currentTarget.value)}>
        {!value && <option value="">{words.value.choose}</option>}
        {options.map((one) => (
          <option key={one.value} value={one.value}>
            {one.label}
          </option>
        ))}
      </select>
    </label>
  );
}

const optionsOf = (keys: Iterable<string>, label: (key: string) => string) =>
  [...keys]
    .map((value) => ({ value, label: label(value) }))
    .sort((a, b) => collator.value.compare(a.label, b.label));

/** Names that stand in one line. */
const peopleOf = (line: string): string[] => line.split(/[、，,；;]/).map((one) => one.trim()).filter(Boolean);

/** A batch with its sessions: what is taught where, when and for how many hours. Needs the network. */
export function BatchDialog({ names, batch, onClose }: BatchDialogProps) {
  const t = texts.value;
  const sites = optionsOf(names.sites.keys(), (one) => siteName(names, one));
  const programmes = optionsOf(names.programmes.keys(), (one) => programmeName(names, one));
  const [now, setNow] = useState<Batch>(
    batch ?? create(BatchSchema, { sessions: [newSession([])], site: sites.length === 1 ? sites[0]!.value : "" }),
  );
  const taught = now.instructors.join("、");
  const [people, setPeople] = useState(taught);
  const [failure, setFailure] = useState<Failure>();
  const [busy, setBusy] = useState(false);
  // Of the whole dialog: pressed again after an answer that was lost, nothing is made twice.
  const [requestId, setRequestId] = useState(newId());
  const set = (more: Partial<Batch>) => {
    setNow((old) => ({ ...old, ...more }));
    setRequestId(newId());
  };
  const save = async (e: Event) => {
    e.preventDefault();
    setBusy(true);
    try {
      const said = { ...now, displayName: now.displayName.trim(), instructors: peopleOf(people) };
      // A line that nobody edited is not split: names may have commas of their own.
      const paths = ["display_name", "sessions", ...(people === taught ? [] : ["instructors"])];
      const write = batch
        ? training.updateBatch({ batch: said, updateMask: { paths }, requestId })
        : training.createBatch({ batch: said, requestId });
      const written = await write;
      readNamesAgain();
      onClose(written);
    } catch (thrown) {
      setFailure(failureOf(thrown));
    } finally {
      setBusy(false);
    }
  };
  const leave = () => {
    // It was refused, perhaps because somebody else has changed it.
    if (failure) readNamesAgain();
    onClose();
  };
  return (
    <Dialog title={batch ? t.edit : t.add} onClose={leave}>
      {!batch && programmes.length === 0 && <p class="notice warn-notice">{t.noProgramme}</p>}
      {!batch && sites.length === 0 && <p class="notice warn-notice">{t.noSite}</p>}
      <form class="column" onSubmit={save}>
        <label>
          <span>{t.name}</span>
          <input name="name" required maxLength={200} value={now.displayName} onInput={(e) => set({ displayName: e.currentTarget.value })} />
        </label>
        {!batch && (
          <div class="row pair">
            <ChoiceOf label={t.programme} name="programme" value={now.programme} options={programmes} onChange={(programme) => set({ programme })} />
            <ChoiceOf label={t.site} name="site" value={now.site} options={sites} onChange={(site) => set({ site })} />
          </div>
        )}
        <label>
          <span>{t.instructors}</span>
          <input name="instructors" maxLength={500} value={people} onInput={(e) => (setPeople(e.currentTarget.value), set({}))} />
          <small class="quiet">{t.instructorsHint}</small>
        </label>
        <SessionRows sessions={now.sessions} onChange={(sessions) => set({ sessions })} added={newSession} />
        <FailureNotice failure={failure} />
        <button class="primary" disabled={busy}>
          {words.value.save}
        </button>
      </form>
    </Dialog>
  );
}
