import { pick } from "../../lib/language";
import type { SheetKey } from "../engine";
import { goToList } from "../route";
import { texts } from "../texts";
import { TopBar } from "./top_bar";

/** Before the first mark: the judge compares the number with the bib and taps it. */
export function ConfirmEntrant(props: { of: SheetKey; module: { zh: string; en: string } | undefined; onYes: () => void }) {
  const t = texts.value;
  const { entrantCode } = props.of;
  return (
    <>
      <TopBar back>
        <h1 class="top-title">{t.confirmTitle}</h1>
        <span class="quiet" data-name>
          {pick(props.module)}
        </span>
      </TopBar>
      <main class="middle">
        <p class="confirm-text">{t.confirmText}</p>
        <button class="bib" style={{ "--length": entrantCode.length }} aria-label={t.confirmTap(entrantCode)} onClick={props.onYes}>
          {entrantCode}
        </button>
        <button class="tall" onClick={goToList}>
          {t.confirmOther}
        </button>
      </main>
    </>
  );
}
