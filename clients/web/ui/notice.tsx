import { signal } from "@preact/signals";
import { failureOf, type Failure } from "../lib/api";
import { fieldWords } from "./field_words";
import { words } from "./labels";

/** What is wrong with one field; in the server's own words where there are no others. */
function Field({ of }: { of: Failure["fields"][number] }) {
  const known = fieldWords(of);
  if (known) return <>{known}</>;
  return (
    <>
      <code>{of.field}</code> {of.description}
    </>
  );
}

/** Shows why something failed, with the fields that the server named. */
export function FailureNotice({ failure, retry }: { failure: Failure | undefined; retry?: () => unknown }) {
  if (!failure) return null;
  return (
    <div class="notice bad-notice" role="alert">
      <strong>{failure.message}</strong>
      {failure.fields.length > 0 && (
        <ul>
          {failure.fields.map((one) => (
            <li key={one.field + one.description}>
              <Field of={one} />
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
          {now.failure?.fields.map((one) => (
            <div key={one.field + one.description}>
              <Field of={one} />
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
