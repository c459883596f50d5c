import { useEffect, useState } from "preact/hooks";
import { say, useEngine } from "../context";
import { goToList } from "../route";
import { texts } from "../texts";
import { Preferences } from "../../ui/preferences";
import { Icon } from "./icon";

/** What somebody far away needs to know about this tablet. */
export function Diagnose() {
  const engine = useEngine();
  const t = texts.value;
  const [pairs, setPairs] = useState<[string, string][]>([]);
  const refresh = () => void engine.diagnose().then(setPairs);
  useEffect(refresh, [engine]);
  const copy = async () => {
    await navigator.clipboard.writeText(pairs.map(([name, value]) => `${name}: ${value}`).join("\n"));
    say(t.copied);
  };
  return (
    <main class="narrow column">
      <div class="row spread">
        <button class="bare" aria-label={t.back} onClick={goToList}>
          <Icon name="back" />
        </button>
        <h1 class="grow">{t.diagnose}</h1>
        <button onClick={() => void copy()}>{t.copy}</button>
        <button onClick={refresh}>{t.refresh}</button>
      </div>
      <p class="quiet">{t.diagnoseText}</p>
      <div class="card">
        <table class="facts">
          <thead class="visually-hidden">
            <tr>
              <th>{t.name}</th>
              <th>{t.value}</th>
            </tr>
          </thead>
          <tbody>
            {pairs.map(([name, value]) => (
              <tr key={name}>
                <th scope="row" data-name>
                  {name}
                </th>
                <td data-name>{value}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Preferences />
    </main>
  );
}
