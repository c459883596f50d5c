import { useEffect, useRef, useState } from "preact/hooks";
import { collator, pick } from "../../lib/language";
import { Preferences } from "../../ui/preferences";
import { Scanner } from "../../ui/scanner";
import { say, useEngine } from "../context";
import type { SheetSummary } from "../engine";
import { codeIn, go, sheetAddress } from "../route";
import { texts } from "../texts";
import { Icon } from "./icon";
import { SheetCard } from "./sheet_card";
import { TopBar } from "./top_bar";

const same = (a: string, b: string) => a.localeCompare(b, undefined, { sensitivity: "accent" }) === 0;

/** Today's sheets by discipline. A typed or scanned number and Enter open the entrant's sheet. */
export function Sheets() {
  const engine = useEngine();
  const t = texts.value;
  const search = useRef<HTMLInputElement>(null);
  const [wanted, setWanted] = useState("");
  const [everything, setEverything] = useState(false);
  const [scanning, setScanning] = useState(false);
  const [problem, setProblem] = useState("");
  useTypingAnywhere(search);

  const open = (scanned: string) => {
    const code = codeIn(scanned);
    const found = engine.sheets.value.filter((sheet) => same(sheet.entrantCode, code));
    const left = found.filter((sheet) => !sheet.sealed);
    const only = left.length === 1 ? left[0] : found.length === 1 ? found[0] : undefined;
    setScanning(false);
    setWanted(only ? "" : code);
    setEverything(everything || left.length === 0);
    setProblem(found.length === 0 ? t.noSuch(code) : "");
    if (only) go(sheetAddress(only));
  };
  const shown = engine.sheets.value.filter(
    (sheet) =>
      (everything || !sheet.sealed) &&
      sheet.entrantCode.toLowerCase().includes(wanted.trim().toLowerCase()),
  );
  const refresh = async () => {
    setProblem("");
    await engine.refresh().catch(() => undefined);
    if (engine.connection.value.state === "online") say(t.refreshed);
    else setProblem(t.notRefreshed);
  };
  return (
    <>
      <TopBar>
        <h1 class="top-title">{t.today}</h1>
      </TopBar>
      <main class="list column">
        <form
          class="finder"
          role="search"
          onSubmit={(event) => {
            event.preventDefault();
            if (wanted.trim()) open(wanted);
          }}
        >
          <label class="grow">
            <span class="visually-hidden">{t.search}</span>
            <input
              ref={search}
              class="big-input"
              type="search"
              value={wanted}
              autocomplete="off"
              spellcheck={false}
              placeholder={t.searchHint}
              onInput={(e) => {
                setWanted(e.currentTarget.value);
                setProblem("");
              }}
            />
          </label>
          <button type="button" class="tall" onClick={() => setScanning(true)}>
            <Icon name="scan" />
            {t.scan}
          </button>
        </form>
        <div class="row spread">
          <div class="segments" role="group">
            {[false, true].map((all) => (
              <button key={String(all)} aria-pressed={everything === all} onClick={() => setEverything(all)}>
                {all ? t.all : t.open} {all ? engine.sheets.value.length : engine.sheets.value.filter((s) => !s.sealed).length}
              </button>
            ))}
          </div>
          <button onClick={() => void refresh()}>
            <Icon name="refresh" />
            {t.refresh}
          </button>
        </div>
        <p role="alert" class="bad">
          {problem}
        </p>
        <Groups sheets={shown} />
        {shown.length === 0 && !problem && (
          <p class="quiet empty">{engine.sheets.value.length ? t.allDone : t.nothing}</p>
        )}
        {!engine.connection.value.persisted && <p class="quiet hint">{t.notPersisted}</p>}
        <footer class="row">
          <a class="button" href="#diagnose">
            {t.diagnose}
          </a>
          <Preferences />
        </footer>
      </main>
      {scanning && <Scanner onCode={open} onClose={() => setScanning(false)} />}
    </>
  );
}

function Groups({ sheets }: { sheets: SheetSummary[] }) {
  const disciplines = [...new Set(sheets.map((sheet) => sheet.discipline))];
  return disciplines.map((discipline) => {
    const members = sheets
      .filter((sheet) => sheet.discipline === discipline)
      .sort((a, b) => collator.value.compare(a.entrantCode, b.entrantCode));
    return (
      <section key={discipline} class="group">
        <h2 data-name>{pick(members[0]?.disciplineName)}</h2>
        <ul class="cards">
          {members.map((sheet) => (
            <SheetCard key={`${sheet.entrantCode} ${sheet.module}`} sheet={sheet} />
          ))}
        </ul>
      </section>
    );
  });
}

/** A scanner that works as a keyboard types wherever the focus is: its keys go to the search. */
function useTypingAnywhere(search: { current: HTMLInputElement | null }): void {
  useEffect(() => {
    const key = (event: KeyboardEvent) => {
      const elsewhere = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement;
      const typed = event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey;
      if (typed && !elsewhere && !document.querySelector("dialog[open]")) search.current?.focus();
    };
    addEventListener("keydown", key);
    return () => removeEventListener("keydown", key);
  }, []);
}
