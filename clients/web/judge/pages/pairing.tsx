import { useState } from "preact/hooks";
import { Preferences } from "../../ui/preferences";
import { Scanner } from "../../ui/scanner";
import { useEngine } from "../context";
import type { Failure } from "../../lib/api";
import { asked, pairingIn } from "../route";
import { texts as frame } from "../texts";
import { texts } from "../texts_entry";
import { Notice } from "./connection";
import { Icon } from "./icon";

/**
 * The pairing's secret from a QR code or typed, its PIN, and the tablet's number. A tablet that is
 * paired already says so, and what becomes of marks that it did not send.
 */
export function Pairing() {
  const engine = useEngine();
  const t = texts.value;
  const before = engine.tablet.value;
  const { waiting } = engine.connection.value;
  const linked = asked.value;
  const [secret, setSecret] = useState(linked ?? "");
  const [typed, setTyped] = useState(!linked);
  const [pin, setPin] = useState("");
  const [label, setLabel] = useState("");
  const [scanning, setScanning] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");
  const ready = pairingIn(secret) !== null && /^\d{6}$/.test(pin) && label.trim() !== "";

  const pair = async () => {
    setBusy(true);
    setProblem("");
    await engine.pair(pairingIn(secret)!, pin, label.trim()).then(
      () => (asked.value = null),
      (failure: Failure) => {
        setProblem(failure.message);
        setBusy(false);
      },
    );
  };
  const scanned = (code: string) => {
    setScanning(false);
    setSecret(code);
    setTyped(pairingIn(code) === null);
  };
  return (
    <main class="narrow column">
      <h1>{t.pairTitle}</h1>
      <p class="quiet">{t.pairText}</p>
      {before && (
        <div class="notices" role="alert">
          <Notice
            kind="warn"
            title={t.pairedTitle(before.label)}
            text={waiting > 0 ? t.pairedWaiting(waiting) : t.pairedText}
          />
        </div>
      )}
      <form
        class="card column"
        onSubmit={(event) => {
          event.preventDefault();
          if (ready && !busy) void pair();
        }}
      >
        {typed ? (
          <>
            <button type="button" class="tall" onClick={() => setScanning(true)}>
              <Icon name="scan" />
              {t.scan}
            </button>
            <label>
              <span>
                {t.secret} · {t.secretHint}
              </span>
              <input
                value={secret}
                autocomplete="off"
                autocapitalize="none"
                spellcheck={false}
                onInput={(e) => setSecret(e.currentTarget.value)}
              />
            </label>
            {secret !== "" && pairingIn(secret) === null && <p class="bad">{t.secretWrong}</p>}
          </>
        ) : (
          <div class="row spread">
            <strong class="good row">
              <Icon name="check" />
              {t.secretFromLink}
            </strong>
            <button type="button" onClick={() => setTyped(true)}>
              {t.change}
            </button>
          </div>
        )}
        <label>
          <span>{t.pairingPin}</span>
          <input
            class="big-input"
            value={pin}
            inputMode="numeric"
            autocomplete="off"
            onInput={(e) => setPin(e.currentTarget.value.replace(/\D/g, "").slice(0, 6))}
          />
        </label>
        <label>
          <span>
            {t.label} · {t.labelHint}
          </span>
          <input
            class="big-input"
            value={label}
            maxLength={40}
            autocomplete="off"
            onInput={(e) => setLabel(e.currentTarget.value)}
          />
        </label>
        <p role="alert" class="bad">
          {problem}
        </p>
        <button class="primary tall" disabled={!ready || busy}>
          {busy ? t.pairing : before ? t.pairAnew : t.pair}
        </button>
        {before && (
          <button type="button" class="tall" onClick={() => (asked.value = null)}>
            {t.keepPairing}
          </button>
        )}
      </form>
      <div class="row">
        <a class="button" href="#diagnose">
          {frame.value.diagnose}
        </a>
        <Preferences />
      </div>
      {scanning && <Scanner onCode={scanned} onClose={() => setScanning(false)} />}
    </main>
  );
}
