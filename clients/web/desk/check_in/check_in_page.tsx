import { timestampNow } from "@bufbuild/protobuf/wkt";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Entrant } from "../../gen/touchstone/v1/events_pb";
import { events, failureOf, type Failure } from "../../lib/api";
import { catalogue, pick } from "../../lib/language";
import { Scanner } from "../../ui/scanner";
import { useLoaded } from "../../lib/loaded";
import { newId } from "../../lib/names";
import { isMeant, loadPinyin } from "../../lib/search";
import { useEvent } from "../data/this_event";
import { readEntrants, type EntrantData } from "../setup/entrants";
import { FailureNotice } from "../../ui/notice";
import { printed } from "../ui/print_view";
import { moment, words } from "../../ui/labels";
import { Bibs } from "./bibs";

const texts = catalogue(
  {
    title: "检录与号码布",
    find: "选手号、姓名、单位或拼音",
    findHint: "扫码枪可直接扫号码布上的二维码",
    scan: "用摄像头扫码",
    bibs: (count: number) => `打印 ${count} 张号码布`,
    bib: "打印号码布",
    many: (count: number) => `找到 ${count} 名，请再输几个字`,
    discipline: "赛项",
    team: "队伍",
    unknown: (code: string) => `没有这个选手号：${code}`,
    checkIn: "签到",
    checkedIn: (time: string) => `已签到 · ${time}`,
    undo: "撤销签到",
    progress: (here: number, all: number) => `已签到 ${here} / ${all}`,
  },
  {
    title: "Check-in and bibs",
    find: "Number, name, company or pinyin",
    findHint: "A hand scanner reads the code of the bib straight into this field",
    scan: "Scan with the camera",
    bibs: (count: number) => `Print ${count} bibs`,
    bib: "Print bib",
    many: (count: number) => `${count} found; type a little more`,
    discipline: "Discipline",
    team: "Team",
    unknown: (code: string) => `No entrant has this number: ${code}`,
    checkIn: "Check in",
    checkedIn: (time: string) => `Checked in · ${time}`,
    undo: "Take back",
    progress: (here: number, all: number) => `Checked in: ${here} of ${all}`,
  },
);

/** Cards shown at the same time. */
const MOST = 12;

function EntrantCard(props: {
  entrant: Entrant;
  data: EntrantData;
  onCheckIn: (here: boolean) => void;
  onBib: () => void;
}) {
  const { entrant, data, onCheckIn, onBib } = props;
  const t = texts.value;
  const facts = [
    [t.discipline, pick(data.disciplineOf.get(entrant.discipline)?.displayName)],
    [words.value.company, data.companyOf.get(entrant.company)?.displayName],
    [t.team, data.teamOf.get(entrant.team)?.displayName],
  ].filter(([, value]) => value);
  return (
    <article class="card entrant-card">
      <strong class="code">{entrant.code}</strong>
      <div>
        <h2>{data.personOf(entrant)}</h2>
        <dl class="facts">
          {facts.map(([label, value]) => (
            <>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </>
          ))}
        </dl>
      </div>
      {entrant.checkInTime ? (
        <>
          <span class="good">{t.checkedIn(moment(entrant.checkInTime))}</span>
          <button onClick={() => onCheckIn(false)}>{t.undo}</button>
        </>
      ) : (
        <button class="primary" onClick={() => onCheckIn(true)}>
          {t.checkIn}
        </button>
      )}
      <button onClick={onBib}>{t.bib}</button>
    </article>
  );
}

/** The entrant with or without the time of now as that of his check-in. */
function checkedIn(entrant: Entrant, here: boolean): Entrant {
  const { checkInTime: _, ...rest } = entrant;
  return here ? { ...rest, checkInTime: timestampNow() } : rest;
}

/** Finds entrants by what is typed or scanned, checks them in, and prints their bibs. */
export function CheckInPage() {
  const t = texts.value;
  const { event } = useEvent();
  const { value: data, failure, reload } = useLoaded(event.name, () => readEntrants(event.name));
  const [typed, setTyped] = useState("");
  const [refused, setRefused] = useState<Failure>();
  const [scanning, setScanning] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  // A hand scanner types wherever the focus is.
  useEffect(() => field.current?.focus(), []);
  const exact = data?.entrants.filter((one) => one.code.toLowerCase() === typed.trim().toLowerCase()) ?? [];
  const textOf = (one: Entrant) =>
    [one.code, data?.personOf(one), data?.companyOf.get(one.company)?.displayName].join(" ");
  const meant = exact.length ? exact : (data?.entrants.filter((one) => isMeant(textOf(one), typed)) ?? []);
  const showBibs = (entrants: Entrant[]) => {
    if (data) printed.value = <Bibs event={event.displayName} entrants={entrants} data={data} />;
  };
  const checkIn = async (entrant: Entrant, here: boolean) => {
    try {
      setRefused(undefined);
      await events.updateEntrant({ entrant: checkedIn(entrant, here), requestId: newId() });
    } catch (error) {
      setRefused(failureOf(error));
    }
    await reload();
  };
  const scanned = (text: string) => {
    setScanning(false);
    setTyped(text.trim());
    field.current?.focus();
  };
  return (
    <>
      <div class="row">
        <h1>{t.title}</h1>
        <span class="grow" />
        <button disabled={!data?.entrants.length} onClick={() => showBibs(data?.entrants ?? [])}>
          {t.bibs(data?.entrants.length ?? 0)}
        </button>
      </div>
      <form
        class="row find"
        onSubmit={(e) => {
          e.preventDefault();
          field.current?.select();
        }}
      >
        <label class="grow">
          <span>{t.find}</span>
          <input
            ref={field}
            type="search"
            value={typed}
            onFocus={() => void loadPinyin()}
            onInput={(e) => setTyped(e.currentTarget.value)}
          />
          <small class="quiet">{t.findHint}</small>
        </label>
        <button type="button" onClick={() => setScanning(true)}>
          {t.scan}
        </button>
      </form>
      <FailureNotice failure={failure} retry={reload} />
      <FailureNotice failure={refused} />
      {data && (
        <p class="quiet">
          {t.progress(data.entrants.filter((one) => one.checkInTime).length, data.entrants.length)}
        </p>
      )}
      {!data && !failure && <p class="quiet">{words.value.loading}</p>}
      <div aria-live="polite" class="column">
        {data && typed && meant.length === 0 && <p class="warn">{t.unknown(typed)}</p>}
        {typed && meant.length > MOST && <p class="quiet">{t.many(meant.length)}</p>}
        {data &&
          typed &&
          meant
            .slice(0, MOST)
            .map((one) => (
              <EntrantCard
                key={one.name}
                entrant={one}
                data={data}
                onCheckIn={(here) => void checkIn(one, here)}
                onBib={() => showBibs([one])}
              />
            ))}
      </div>
      {scanning && <Scanner onCode={scanned} onClose={() => setScanning(false)} />}
    </>
  );
}
