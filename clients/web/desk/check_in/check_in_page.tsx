import { useEffect, useRef, useState } from "preact/hooks";
import type { Entrant } from "../../gen/touchstone/v1/events_pb";
import { catalogue, pick } from "../../lib/language";
import { useLoaded } from "../data/loaded";
import { isMeant, loadPinyin } from "../data/search";
import { useEvent } from "../event_page";
import { readEntrants, type EntrantData } from "../setup/entrants_tab";
import { FailureNotice } from "../ui/notice";
import { printed } from "../ui/print_view";
import { words } from "../ui/words";
import { Bibs } from "./bibs";
import { Scanner } from "./scanner";

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
  },
);

/** Cards shown at the same time. */
const MOST = 12;

function EntrantCard({ entrant, data, onBib }: { entrant: Entrant; data: EntrantData; onBib: () => void }) {
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
      <button onClick={onBib}>{t.bib}</button>
    </article>
  );
}

/** Finds entrants by what is typed or scanned, and prints their bibs. */
export function CheckInPage() {
  const t = texts.value;
  const { event } = useEvent();
  const { value: data, failure, reload } = useLoaded(event.name, () => readEntrants(event.name));
  const [typed, setTyped] = useState("");
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
      {!data && !failure && <p class="quiet">{words.value.loading}</p>}
      <div aria-live="polite" class="column">
        {data && typed && meant.length === 0 && <p class="warn">{t.unknown(typed)}</p>}
        {typed && meant.length > MOST && <p class="quiet">{t.many(meant.length)}</p>}
        {data &&
          typed &&
          meant
            .slice(0, MOST)
            .map((one) => <EntrantCard key={one.name} entrant={one} data={data} onBib={() => showBibs([one])} />)}
      </div>
      {scanning && <Scanner onFound={scanned} onClose={() => setScanning(false)} />}
    </>
  );
}
