import { useState } from "preact/hooks";
import { takeFromAddress } from "../../lib/session";
import { Preferences } from "../../ui/preferences";
import { useEngine } from "../context";
import type { Failure } from "../../lib/api";
import { pairingIn } from "../route";
import { texts as frame } from "../texts";
import { texts } from "../texts_entry";
import { Icon } from "./icon";
import { Scanner } from "./scanner";

const linked = takeFromAddress("pair");

/** First use: the pairing's secret from a QR code or typed, its PIN, and the tablet's number. */
export function Pairing() {
  const engine = useEngine();
  const t = texts.value;
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
    await engine
      .pair(pairingIn(secret)!, pin, label.trim())
      .catch((failure: Failure) => setProblem(failure.message));
    setBusy(false);
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
          {busy ? t.pairing : t.pair}
        </button>
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
