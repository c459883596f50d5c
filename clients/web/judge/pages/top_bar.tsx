import type { ComponentChildren } from "preact";
import { useEngine } from "../context";
import { goToList } from "../route";
import { texts } from "../texts";
import { ConnectionPill, Notices } from "./connection";
import { Icon } from "./icon";

/** Always in sight: what this is about, who is signed in, and how old the last receipt is. */
export function TopBar({ back, children }: { back?: boolean; children: ComponentChildren }) {
  const engine = useEngine();
  const t = texts.value;
  return (
    <header class="top">
      <div class="top-row">
        {back && (
          <button class="bare" aria-label={t.back} onClick={goToList}>
            <Icon name="back" />
          </button>
        )}
        <div class="top-about">{children}</div>
        <div class="top-who">
          <ConnectionPill />
          <button class="who" aria-label={`${t.judge(engine.judge.value ?? "")} · ${t.lock}`} onClick={() => engine.lock()}>
            <Icon name="lock" />
            <strong>{engine.judge.value}</strong>
          </button>
        </div>
      </div>
      <Notices />
    </header>
  );
}
