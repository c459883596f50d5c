import { useSignal, useSignalEffect } from "@preact/signals";
import { useState } from "preact/hooks";
import { useEngine } from "../context";
import type { UnlockResult } from "../engine";
import { PAIRING } from "../route";
import { texts as frame } from "../texts";
import { texts } from "../texts_entry";
import { Preferences } from "../../ui/preferences";
import { ConnectionPill, Notices } from "./connection";
import { PinPad } from "./pin_pad";

const RECENT = "touchstone.judges";

function recentJudges(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(RECENT) ?? "[]");
    return Array.isArray(kept) ? kept.filter((one) => typeof one === "string").slice(0, 6) : [];
  } catch {
    return [];
  }
}

function remember(judge: string): void {
  const judges = [judge, ...recentJudges().filter((one) => one !== judge)].slice(0, 6);
  localStorage.setItem(RECENT, JSON.stringify(judges));
}

function why(result: UnlockResult): string {
  const t = texts.value;
  switch (result.reason) {
    case "PIN_WRONG_OFFLINE":
      return result.triesLeft === 0 ? t.sessionGone : t.wrongOffline(result.triesLeft ?? 0);
    case "OFFLINE_UNKNOWN":
      return t.unknownOffline;
    case "SESSION_GONE":
      return t.sessionGone;
    case "SIGN_IN_LOCKED":
      return t.locked;
    case "SIGN_IN_REFUSED":
      return t.refused;
    default:
      return result.message ?? t.failed;
  }
}

/** Judge's number and PIN. Six digits are enough: the last one signs in. */
export function LockScreen() {
  const engine = useEngine();
  const t = texts.value;
  const [recent] = useState(recentJudges);
  const judge = useSignal(recent[0] ?? "");
  const pin = useSignal("");
  const busy = useSignal(false);
  const [problem, setProblem] = useState<UnlockResult | null>(null);

  // The number is read when the PIN is complete, not while it is being typed.
  const enter = async () => {
    const who = judge.peek().trim();
    if (pin.peek().length !== 6 || !who || busy.peek()) return;
    busy.value = true;
    setProblem(null);
    const result = await engine.unlock(who, pin.peek()).catch((): UnlockResult => ({ by: "nobody" }));
    pin.value = "";
    busy.value = false;
    if (result.by === "nobody") setProblem(result);
    else remember(who);
  };
  useSignalEffect(() => {
    if (pin.value.length === 6) void enter();
  });

  const choose = (who: string) => {
    judge.value = who;
    void enter();
  };

  return (
    <main class="lock">
      <section class="lock-who column">
        <h1>{t.lockTitle}</h1>
        <p class="quiet">
          {engine.tablet.value && t.tablet(engine.tablet.value.label)}
          {" · "}
          <span data-name>{engine.tablet.value?.event}</span>
        </p>
        <label>
          <span>{t.judge}</span>
          <input
            class="big-input"
            value={judge.value}
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
            placeholder={t.judgeHint}
            onInput={(e) => (judge.value = e.currentTarget.value)}
            onKeyDown={(e) => e.key === "Enter" && e.currentTarget.blur()}
            onBlur={() => void enter()}
          />
        </label>
        {recent.length > 0 && (
          <div class="row" role="group" aria-label={t.recent}>
            {recent.map((one) => (
              <button key={one} aria-pressed={one === judge.value} onClick={() => choose(one)}>
                {one}
              </button>
            ))}
          </div>
        )}
        <ConnectionPill />
        <Notices />
      </section>
      <section class="lock-pin column">
        <h2 class="pin-title">{t.pin}</h2>
        <PinPad pin={pin} />
        <p class="pin-word" role="alert">
          {busy.value ? t.checking : problem && <strong class="bad">{why(problem)}</strong>}
        </p>
      </section>
      <footer class="row lock-foot">
        <a class="button" href="#diagnose">
          {frame.value.diagnose}
        </a>
        <a class="button" href={PAIRING}>
          {t.pairAnew}
        </a>
        <Preferences />
      </footer>
    </main>
  );
}
