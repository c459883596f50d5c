import { useState } from "preact/hooks";
import { say, useEngine } from "../context";
import type { CellKey, SheetView } from "../engine";
import type { Pen } from "../pen";
import { cellId } from "../places";
import { Dialog } from "../../ui/dialog";
import { texts } from "../texts_sheet";

/** Asks once more, seals, or names what has no mark and goes there. */
export function Submit(props: {
  view: SheetView;
  pen: Pen;
  /** Names an item for people. */
  nameOf: (item: string) => string;
  onJump: (cell: CellKey) => void;
}) {
  const { view, pen, nameOf } = props;
  const engine = useEngine();
  const t = texts.value;
  const [open, setOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState(false);
  const [gaps, setGaps] = useState<CellKey[] | null>(null);
  const [unasked, setUnasked] = useState(false);
  const unsure = view.cells.filter((cell) => cell.unsure);
  const seal = async (despiteGaps: boolean) => {
    setBusy(true);
    setFailed(false);
    try {
      await pen.settled();
      const sealing = await engine.seal(view, despiteGaps);
      setUnasked(sealing.unasked);
      if (sealing.gaps.length === 0) {
        setOpen(false);
        say(t.sealed);
      } else setGaps(sealing.gaps);
    } catch {
      setFailed(true);
    }
    setBusy(false);
  };
  const jump = (cell: CellKey) => {
    setOpen(false);
    requestAnimationFrame(() => props.onJump(cell));
  };
  return (
    <div class="submit">
      <button
        class="primary tall"
        onClick={() => {
          setGaps(null);
          setOpen(true);
        }}
      >
        {t.submit}
      </button>
      {open && (
        <Dialog title={t.submitTitle(view.entrantCode)} onClose={() => setOpen(false)} ownWayOut>
          {gaps ? (
            <>
              <p class="bad" role="alert">
                <strong>{t.submitGaps(gaps.length)}</strong>
              </p>
              <Jumps cells={gaps} nameOf={nameOf} onJump={jump} />
              {unasked && <p class="quiet">{t.submitDespiteText}</p>}
            </>
          ) : (
            <>
              <p class="bib-small">{view.entrantCode}</p>
              <p>{t.submitText}</p>
              {unsure.length > 0 && (
                <>
                  <strong class="warn">{t.submitUnsure}</strong>
                  <Jumps cells={unsure} nameOf={nameOf} onJump={jump} />
                </>
              )}
            </>
          )}
          {failed && (
            <p class="bad" role="alert">
              {t.sealFailed}
            </p>
          )}
          <div class="row ends">
            <button class="tall grow" onClick={() => setOpen(false)}>
              {t.cancel}
            </button>
            {gaps && unasked && (
              <button class="tall grow" disabled={busy} onClick={() => void seal(true)}>
                {busy ? t.submitting : t.submitDespite}
              </button>
            )}
            {!gaps && (
              <button class="primary tall grow" disabled={busy} onClick={() => void seal(false)}>
                {busy ? t.submitting : t.submitYes}
              </button>
            )}
          </div>
        </Dialog>
      )}
    </div>
  );
}

function Jumps(props: { cells: CellKey[]; nameOf: (item: string) => string; onJump: (cell: CellKey) => void }) {
  const t = texts.value;
  return (
    <ul class="jumps">
      {props.cells.map((cell) => (
        <li key={cellId(cell)}>
          <button onClick={() => props.onJump(cell)}>
            <span data-name>{props.nameOf(cell.item)}</span>
            {cell.attempt > 1 && <span class="chip">{t.attempt(cell.attempt)}</span>}
          </button>
        </li>
      ))}
    </ul>
  );
}
