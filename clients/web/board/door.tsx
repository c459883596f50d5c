import { useState } from "preact/hooks";
import { keepSecret } from "../lib/session";
import { Preferences } from "../ui/preferences";
import { texts } from "./texts";

/** Asks for the event when the address names none. */
export function Door() {
  const t = texts.value;
  const [event, setEvent] = useState("");
  const [discipline, setDiscipline] = useState("");
  const [token, setToken] = useState("");
  const open = () => {
    if (token.trim()) keepSecret(token.trim());
    const values = new URLSearchParams({ event: event.trim().replace(/^events\//, "") });
    if (discipline.trim()) values.set("discipline", discipline.trim());
    location.hash = values.toString();
  };
  return (
    <main class="door">
      <h1>{t.openBoard}</h1>
      <p class="quiet">{t.openBoardWhat}</p>
      <form
        class="card column"
        onSubmit={(e) => {
          e.preventDefault();
          open();
        }}
      >
        <label>
          <span>{t.eventId}</span>
          <input
            required
            value={event}
            pattern="(events/)?[a-z0-9\-]{1,63}"
            autocomplete="off"
            autocapitalize="none"
            onInput={(e) => setEvent(e.currentTarget.value)}
          />
        </label>
        <label>
          <span>{t.disciplineId}</span>
          <input
            value={discipline}
            autocomplete="off"
            autocapitalize="none"
            onInput={(e) => setDiscipline(e.currentTarget.value)}
          />
        </label>
        <label>
          <span>{t.token}</span>
          <input
            type="password"
            value={token}
            autocomplete="off"
            onInput={(e) => setToken(e.currentTarget.value)}
          />
        </label>
        <button class="primary">{t.open}</button>
      </form>
      <Preferences />
    </main>
  );
}
