import { signal } from "@preact/signals";
import { failureOf, type Failure } from "../lib/api";
import { words } from "./labels";

/** Shows why something failed, in the server's own words, with the fields it named. */
export function FailureNotice({ failure, retry }: { failure: Failure | undefined; retry?: () => unknown }) {
  if (!failure) return null;
  return (
    <div class="notice bad-notice" role="alert">
      <strong>{failure.message}</strong>
      {failure.fields.length > 0 && (
        <ul>
          {failure.fields.map(({ field, description }) => (
            <li key={field + description}>
              <code>{field}</code> {description}
            </li>
          ))}
        </ul>
      )}
      {retry && failure.transient && <button onClick={() => void retry()}>{words.value.retry}</button>}
    </div>
  );
}

interface Said {
  text: string;
  failure?: Failure;
}
const said = signal<Said | null>(null);
let timer = 0;

/** Says at the foot of the page that something was done; goes by itself. */
export function say(text: string): void {
  show({ text }, 5_000);
}

/** Says at the foot of the page why something failed. */
function sayFailure(error: unknown): void {
  const failure = failureOf(error);
  show({ text: failure.message, failure }, 15_000);
}

function show(next: Said, stays: number): void {
  said.value = next;
  clearTimeout(timer);
  timer = window.setTimeout(() => (said.value = null), stays);
}

/** Runs something that somebody asked for; says what came of it. True: it was done. */
export async function attempt(work: () => Promise<unknown>, done?: string): Promise<boolean> {
  try {
    await work();
    if (done) say(done);
    return true;
  } catch (error) {
    sayFailure(error);
    return false;
  }
}

/** The place at the foot of the page where things are said. */
export function Said() {
  const now = said.value;
  return (
    <div class="said no-print" role="status" aria-live="polite">
      {now && (
        <div class={now.failure ? "notice bad-notice" : "notice good-notice"}>
          <strong>{now.text}</strong>
          {now.failure?.fields.map(({ field, description }) => (
            <div key={field + description}>
              <code>{field}</code> {description}
            </div>
          ))}
          <button class="small" onClick={() => (said.value = null)}>
            {words.value.close}
          </button>
        </div>
      )}
    </div>
  );
}
