import { useState } from "preact/hooks";
import { Preferences } from "../ui/preferences";
import type { Ceremony } from "./reveal_store";
import { texts, timeOfDay } from "./texts";

/** What the operator needs; it stays out of sight until the pointer or the focus gets there. */
export function RevealBar(props: {
  ceremony: Ceremony | undefined;
  /** Steps that are not shown yet. */
  left: number;
  onStep: (by: 1 | -1) => void;
  onAgain: () => void;
}) {
  const t = texts.value;
  const { ceremony, left, onStep, onAgain } = props;
  const [sure, setSure] = useState(false);
  return (
    <footer class="reveal-bar no-print">
      {ceremony && (
        <p>
          {t.revealTaken(timeOfDay(ceremony.takenAt))} · {t.revealLeft(left)} · {t.revealHint}
        </p>
      )}
      <nav class="row" aria-label={t.controls}>
        <button onClick={() => onStep(-1)}>{t.revealBack}</button>
        <button class="primary" onClick={() => onStep(1)}>
          {t.revealNext}
        </button>
        <button
          onBlur={() => setSure(false)}
          onClick={() => {
            if (sure) onAgain();
            setSure(!sure);
          }}
        >
          {sure ? t.revealAgainSure : t.revealAgain}
        </button>
        <Preferences />
      </nav>
    </footer>
  );
}
