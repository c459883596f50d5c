import type { AttendanceLine, File } from "../../gen/touchstone/v1/training_pb";
import { catalogue } from "../../lib/language";
import { CsvButton } from "../../ui/csv_button";
import { moment, words } from "../../ui/labels";
import { Table, type Column } from "../../ui/table";
import { may } from "../rights";
import type { SessionNow } from "./use_session";

const texts = catalogue(
  {
    table: "签到表",
    number: "工号",
    hours: "课时",
    confirmed: "本人确认",
    waits: "待第二人核实",
    unconfirmed: "未确认",
    here: "在本机，待送",
    withdraw: "撤回签到",
  },
  {
    table: "Attendance",
    number: "Staff number",
    hours: "Class hours",
    confirmed: "Confirmed by the worker",
    waits: "waits for a second person",
    unconfirmed: "not yet",
    here: "on this device, waiting",
    withdraw: "Take back",
  },
);

function columnsOf(fileOf: Map<string, File>, unsent: Set<string>): Column<AttendanceLine>[] {
  const t = texts.value;
  const confirmed = (line: AttendanceLine) =>
    unsent.has(line.record) ? t.here : line.waiting ? t.waits : line.confirmTime ? moment(line.confirmTime) : t.unconfirmed;
  return [
    { key: "person", title: words.value.person, text: (line) => line.displayName },
    { key: "number", title: t.number, text: (line) => fileOf.get(line.worker)?.staffNumber ?? "" },
    { key: "hours", title: t.hours, text: (line) => line.classHours, number: true },
    {
      key: "confirmed",
      title: t.confirmed,
      text: confirmed,
      show: (line) => (
        <span class={line.waiting || unsent.has(line.record) ? "badge warn" : line.confirmTime ? "good" : "quiet"}>{confirmed(line)}</span>
      ),
    },
  ];
}

interface AttendanceTableProps {
  /** Name of the file that it is exported to. */
  name: string;
  here: SessionNow;
  /** People by `workers/{worker}`. */
  fileOf: Map<string, File>;
  /** Class hours that may be chosen. */
  choices: string[];
}

/** Who attended a session, with the hours of each, and the way to take it back. */
export function AttendanceTable({ name, here, fileOf, choices }: AttendanceTableProps) {
  const t = texts.value;
  const columns = columnsOf(fileOf, here.unsent);
  const actions = (line: AttendanceLine) => (
    <>
      <select
        class="hours"
        aria-label={`${t.hours} ${line.displayName}`}
        value={line.classHours}
        onChange={(e) => void here.change(line, e.currentTarget.value)}
      >
        {choices.map((one) => (
          <option key={one}>{one}</option>
        ))}
      </select>
      <button onClick={() => void here.leave(line)}>{t.withdraw}</button>
    </>
  );
  return (
    <Table
      caption={t.table}
      rows={here.present}
      columns={columns}
      sortBy="person"
      keyOf={(line) => line.record}
      tools={<CsvButton name={name} rows={here.present} columns={columns} />}
      {...(may("enter") ? { actions } : {})}
    />
  );
}
