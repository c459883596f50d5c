import { PAIRING } from "../route";
import { texts } from "../texts";
import { texts as entry } from "../texts_entry";
import { Preferences } from "../../ui/preferences";

/** Until the engine knows where the tablet stands. */
export function Starting() {
  return (
    <main class="middle">
      <h1 class="quiet">{texts.value.starting}</h1>
    </main>
  );
}

/** The app cannot be used here: says why, what to do, and that nothing is lost. */
export function Stopped({ phase }: { phase: "revoked" | "second-tab" }) {
  const t = texts.value;
  const [title, text] =
    phase === "revoked" ? [t.revokedTitle, t.revokedText] : [t.secondTitle, t.secondText];
  return (
    <main class="middle">
      <div class="card stopped column">
        <h1>{title}</h1>
        <p>{text}</p>
        {phase === "revoked" && (
          <a class="button" href={PAIRING}>
            {entry.value.pairAnew}
          </a>
        )}
        <a class="button" href="#diagnose">
          {t.diagnose}
        </a>
      </div>
      <Preferences />
    </main>
  );
}
