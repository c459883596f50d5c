import { useMemo, useState } from "preact/hooks";
import { ItemKind, ItemRule_Combine, type SchemeModule } from "../../gen/touchstone/v1/rule_pack_pb";
import { pick } from "../../lib/language";
import { moduleOf } from "../../lib/scheme";
import { Preferences } from "../../ui/preferences";
import { useWakeLock } from "../../ui/wake_lock";
import { useEngine } from "../context";
import type { SheetKey, SheetView } from "../engine";
import { makePen } from "../pen";
import { goToList } from "../route";
import { texts as frame } from "../texts";
import { texts } from "../texts_sheet";
import { useSpokenStates } from "./announce";
import { ConfirmEntrant } from "./confirm_entrant";
import { jumpTo } from "./item_card";
import { RunningTotalLine } from "./running_total";
import { SheetBlock } from "./sheet_block";
import { Submit } from "./submit";
import { TopBar } from "./top_bar";

/** One sheet, once the engine has it. */
export function SheetPage({ of }: { of: SheetKey }) {
  const engine = useEngine();
  const signal = useMemo(() => engine.sheet(of), [engine, of]);
  const view = signal.value;
  const module = view && moduleOf(view.scheme, view.module);
  if (view && module) return <OpenSheet of={of} view={view} module={module} />;
  const t = texts.value;
  const known = engine.sheets.value.some(
    (sheet) =>
      sheet.entrantCode === of.entrantCode && sheet.module === of.module && sheet.discipline === of.discipline,
  );
  return (
    <>
      <TopBar back>
        <h1 class="top-title">{of.entrantCode}</h1>
      </TopBar>
      <main class="middle">
        <p class="quiet">{known ? t.loading : t.gone}</p>
        {!known && <button onClick={goToList}>{t.toList}</button>}
      </main>
    </>
  );
}

/** Whether the judge has begun; a mark that the panel shares may be another judge's. */
function hasOwnMark({ scheme, pack, cells }: SheetView): boolean {
  const shared = new Set(
    pack.itemRules.filter(({ combine }) => combine === ItemRule_Combine.SHARED).map(({ kind }) => kind),
  );
  const kinds = new Map<string, ItemKind>(
    scheme.parts.flatMap((part) =>
      part.modules.flatMap((module) =>
        module.blocks.flatMap((block) =>
          block.items.map((item) => [`${part.id}/${module.id}/${block.id}/${item.id}`, item.kind] as const),
        ),
      ),
    ),
  );
  return cells.some(({ item, state }) => state !== "empty" && !shared.has(kinds.get(item) ?? ItemKind.UNSPECIFIED));
}

// Sheets whose entrant this judge confirmed since the page was opened.
const confirmed = new Set<string>();

function OpenSheet({ of, view, module }: { of: SheetKey; view: SheetView; module: SchemeModule }) {
  const engine = useEngine();
  const t = texts.value;
  const pen = useMemo(() => makePen(engine, of), [engine, of]);
  const [attempt, setAttempt] = useState(1);
  const [correcting, setCorrecting] = useState(false);
  const who = `${engine.judge.value} ${of.discipline} ${of.entrantCode}`;
  const begun = view.sealed || view.sealing || hasOwnMark(view);
  const [sure, setSure] = useState(begun || confirmed.has(`${who} ${of.module}`));
  useWakeLock();

  const items = module.blocks.flatMap((block) =>
    block.items.map((item) => ({ item, path: `${of.module}/${block.id}/${item.id}` })),
  );
  const nameOf = (path: string) => pick(items.find((one) => one.path === path)?.item.displayName) || path;
  useSpokenStates(view, nameOf);
  if (!sure) {
    const yes = () => {
      confirmed.add(`${who} ${of.module}`);
      setSure(true);
    };
    return <ConfirmEntrant of={of} module={module.displayName} onYes={yes} />;
  }
  const done = view.sealed || view.sealing;
  const closed = done && !correcting;
  const marked = items.filter(({ path }) => {
    const cell = pen.cell(path, attempt);
    return cell.value !== undefined || cell.notAttempted;
  }).length;
  return (
    <>
      <TopBar back>
        <h1 class="top-code">
          <span class="visually-hidden">{frame.value.entrant} </span>
          <span data-name>{of.entrantCode}</span>
        </h1>
        <span class="top-module">
          <span data-name>{pick(module.displayName)}</span>
          <span class="quiet">{frame.value.progress(marked, items.length)}</span>
        </span>
      </TopBar>
      <main class="sheet column">
        {done && <Done view={view} correcting={correcting} onCorrect={setCorrecting} />}
        {module.attempts > 1 && (
          <div class="segments attempts" role="group" aria-label={t.attempts}>
            {Array.from({ length: module.attempts }, (_, i) => i + 1).map((n) => (
              <button key={n} aria-pressed={attempt === n} onClick={() => setAttempt(n)}>
                {t.attempt(n)}
              </button>
            ))}
          </div>
        )}
        {module.blocks.map((block) => (
          <SheetBlock
            key={`${block.id} ${attempt}`}
            block={block}
            module={of.module}
            attempt={attempt}
            pen={pen}
            closed={closed}
            keptAs={`touchstone.stopwatch ${engine.tablet.value?.event} ${who} ${of.module}/${block.id} ${attempt}`}
            penalties={items.filter(({ item }) => item.kind === ItemKind.PENALTY)}
          />
        ))}
        {view.runningTotal && <RunningTotalLine total={view.runningTotal} measure={view.pack.measure} />}
        {!done && view.sealRefusal && (
          <p class="bad" role="alert">
            {t.sealRefused(view.sealRefusal)}
          </p>
        )}
        {!done && (
          <Submit
            view={view}
            pen={pen}
            nameOf={nameOf}
            onJump={(cell) => {
              setAttempt(cell.attempt);
              requestAnimationFrame(() => jumpTo(cell.item, cell.attempt));
            }}
          />
        )}
        <Preferences />
      </main>
    </>
  );
}

/** Above a sheet that was submitted. */
function Done(props: { view: SheetView; correcting: boolean; onCorrect: (on: boolean) => void }) {
  const t = texts.value;
  const { view, correcting } = props;
  return (
    <div class={`card done ${correcting ? "is-correcting" : ""}`} role="status">
      <div>
        <h2 class={view.sealed && !correcting ? "good" : "warn"}>
          {correcting ? t.correcting : view.sealed ? t.sealed : t.sealing}
        </h2>
        {!correcting && view.sealed && <p>{t.sealedText}</p>}
      </div>
      <button onClick={() => props.onCorrect(!correcting)}>{correcting ? t.correctStop : t.correct}</button>
    </div>
  );
}
