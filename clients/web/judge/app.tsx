import { useEffect } from "preact/hooks";
import { EngineContext, spoken, useEngine } from "./context";
import type { Engine } from "./engine";
import { Diagnose } from "./pages/diagnose";
import { LockScreen } from "./pages/lock_screen";
import { Pairing } from "./pages/pairing";
import { SheetPage } from "./pages/sheet";
import { Sheets } from "./pages/sheets";
import { Starting, Stopped } from "./pages/stopped";
import { Waiting } from "./pages/waiting";
import { asked, route } from "./route";
import { texts } from "./texts";
import { language } from "../lib/language";
import "../ui/theme";
import "./judge.css";

/** The judge's app over an engine. */
export function App({ engine }: { engine: Engine }) {
  useEffect(() => {
    const touched = () => engine.touched();
    addEventListener("pointerdown", touched);
    addEventListener("keydown", touched);
    return () => {
      removeEventListener("pointerdown", touched);
      removeEventListener("keydown", touched);
    };
  }, [engine]);
  useEffect(() => {
    document.title = `${texts.value.app} · touchstone`;
  }, [language.value]);
  return (
    <EngineContext.Provider value={engine}>
      <Page />
      <div class="visually-hidden" role="status" aria-live="polite">
        {spoken.value}
      </div>
    </EngineContext.Provider>
  );
}

function Page() {
  const phase = useEngine().phase.value;
  const { diagnose, sheet } = route.value;
  if (diagnose) return <Diagnose />;
  const here = phase !== "starting" && phase !== "second-tab";
  if (here && asked.value !== null) return <Pairing key={asked.value} />;
  switch (phase) {
    case "starting":
      return <Starting />;
    case "unpaired":
      return <Pairing />;
    case "waiting":
      return <Waiting />;
    case "locked":
      return <LockScreen />;
    case "revoked":
    case "second-tab":
      return <Stopped phase={phase} />;
    case "open":
      return sheet ? <SheetPage key={JSON.stringify(sheet)} of={sheet} /> : <Sheets />;
  }
}
