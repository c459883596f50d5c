import { useEngine } from "../context";
import { PAIRING } from "../route";
import { texts } from "../texts_entry";
import { texts as frame } from "../texts";
import { Preferences } from "../../ui/preferences";

/** Paired, but not yet let in: shows what the second person compares. */
export function Waiting() {
  const tablet = useEngine().tablet.value;
  const t = texts.value;
  const print = tablet?.fingerprint ?? "";
  return (
    <main class="middle">
      <div class="card column waiting">
        <h1>{t.waitTitle}</h1>
        <p>{t.waitText}</p>
        <div class="fingerprint" aria-label={`${t.fingerprint} ${print}`} role="img">
          <span>{print.slice(0, 4)}</span>
          <span>{print.slice(4)}</span>
        </div>
        <p class="quiet">
          {tablet && t.tablet(tablet.label)}
          {tablet?.event && (
            <>
              {" · "}
              <span data-name>{tablet.event}</span>
            </>
          )}
        </p>
      </div>
      <div class="row">
        <a class="button" href="#diagnose">
          {frame.value.diagnose}
        </a>
        <a class="button" href={PAIRING}>
          {t.pairAnew}
        </a>
        <Preferences />
      </div>
    </main>
  );
}
