import { signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { catalogue } from "../../lib/language";
import { words } from "../../ui/labels";

const texts = catalogue({ back: "返回" }, { back: "Back" });

/** What is about to be printed; it stands alone on the page. Null: nothing. */
export const printed = signal<ComponentChildren>(null);

/** The page with what is to be printed, and the way back. */
export function PrintView() {
  return (
    <main class="print-view">
      <div class="row no-print">
        <button onClick={() => (printed.value = null)}>{texts.value.back}</button>
        <button class="primary" onClick={() => print()}>
          {words.value.print}
        </button>
      </div>
      {printed.value}
    </main>
  );
}
