import { attempt, say } from "../../ui/notice";
import { words } from "../../ui/labels";

/** A link to hand on: shown whole, with a button that copies it. */
export function LinkField({ label, link }: { label: string; link: string }) {
  const copy = () => attempt(() => navigator.clipboard.writeText(link)).then((done) => done && say(words.value.copied));
  return (
    <>
      <label>
        <span>{label}</span>
        <input readOnly value={link} onFocus={(e) => e.currentTarget.select()} />
      </label>
      <div class="row end">
        <button class="primary" onClick={() => void copy()}>
          {words.value.copy}
        </button>
      </div>
    </>
  );
}
