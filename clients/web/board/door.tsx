import { useEffect, useState } from "preact/hooks";
import type { EventTitle } from "../gen/touchstone/v1/leaderboard_pb";
import { language } from "../lib/language";
import { keepSecret } from "../lib/session";
import { Preferences } from "../ui/preferences";
import { publishedEvents } from "./names";
import { texts } from "./texts";

/** Published events, each leading to its boards; nothing as long as there is none. */
function Published() {
  const [found, setFound] = useState<EventTitle[]>([]);
  useEffect(() => {
    publishedEvents().then(setFound, () => {});
  }, []);
  if (found.length === 0) return null;
  const day = new Intl.DateTimeFormat(language.value === "zh" ? "zh-CN" : "en-GB", { dateStyle: "long" });
  return (
    <nav class="card column" aria-label={texts.value.publishedEvents}>
      <h2>{texts.value.publishedEvents}</h2>
      <ul class="published">
        {found.map(({ name, displayName, venue, publishTime }) => (
          <li key={name}>
            <a href={`#event=${name.slice("events/".length)}`}>{displayName}</a>
            <span class="quiet">
              {[publishTime && day.format(Number(publishTime.seconds) * 1000), venue]
                .filter(Boolean)
                .join(" · ")}
            </span>
          </li>
        ))}
      </ul>
    </nav>
  );
}

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
      <Published />
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
