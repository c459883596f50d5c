import { pick } from "../../lib/language";
import type { SheetSummary } from "../engine";
import { sheetAddress } from "../route";
import { texts } from "../texts";
import { Icon } from "./icon";

/** One sheet of the list: the entrant's number, the module and how far it is. */
export function SheetCard({ sheet }: { sheet: SheetSummary }) {
  const t = texts.value;
  const state = sheet.sealed ? t.sealed : sheet.marked === 0 ? t.notStarted : t.progress(sheet.marked, sheet.items);
  return (
    <li>
      <a class={`sheet-card ${sheet.sealed ? "is-sealed" : ""}`} href={sheetAddress(sheet)}>
        <span class="code">
          <span class="visually-hidden">{t.entrant} </span>
          <span data-name>{sheet.entrantCode}</span>
        </span>
        <span class="sheet-about">
          <span data-name>{pick(sheet.moduleName)}</span>
          <span class="sheet-state">
            {sheet.sealed && <Icon name="check" />}
            {state}
            {sheet.waiting > 0 && <span class="chip warn">{t.waiting(sheet.waiting)}</span>}
            {sheet.conflicts > 0 && <span class="chip bad">{t.conflicts(sheet.conflicts)}</span>}
          </span>
          {!sheet.sealed && <progress max={sheet.items} value={sheet.marked} aria-label={state} />}
        </span>
        <Icon name="next" />
      </a>
    </li>
  );
}
