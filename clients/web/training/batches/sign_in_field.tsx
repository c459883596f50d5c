import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { File } from "../../gen/touchstone/v1/training_pb";
import { catalogue } from "../../lib/language";
import { loadPinyin } from "../../lib/search";
import { Scanner } from "../../ui/scanner";
import { isWorkerMeant, withCode } from "../data/files";

const texts = catalogue(
  {
    find: "工号、姓名或拼音",
    hint: "扫码枪可直接扫；工号按回车即签到",
    findHint: "扫码枪可直接扫；工号按回车即打开",
    scan: "用摄像头扫码",
    unknown: (code: string) => `本单位没有这个人：${code}`,
    many: (count: number) => `找到 ${count} 人，请点名字或再输几个字`,
  },
  {
    find: "Staff number, name or pinyin",
    hint: "A hand scanner types into this field; a number and Enter sign in",
    findHint: "A hand scanner types into this field; a number and Enter open the person",
    scan: "Scan with the camera",
    unknown: (code: string) => `Nobody of this company: ${code}`,
    many: (count: number) => `${count} found; tap the name or type a little more`,
  },
);

/** People offered at the same time. */
const MOST = 12;

interface SignInFieldProps {
  files: readonly File[];
  /** Finds, but does not sign in. */
  only?: "find";
  /** A code or number that is one person's. */
  onPerson: (file: File) => void;
  /** Draws the button of one person who was found. */
  offer: (file: File) => ComponentChildren;
}

/** Finds who signs in, by a scanned or typed number, by name or by pinyin. */
export function SignInField({ files, only, onPerson, offer }: SignInFieldProps) {
  const t = texts.value;
  const [typed, setTyped] = useState("");
  const [said, setSaid] = useState("");
  const [scanning, setScanning] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const found = typed.trim() ? files.filter((file) => isWorkerMeant(file, typed)) : [];
  const take = (code: string) => {
    const exact = withCode(files, code);
    const person = exact.length === 1 ? exact[0] : found.length === 1 && !exact.length ? found[0] : undefined;
    setSaid(person ? "" : found.length ? t.many(found.length) : t.unknown(code));
    if (!person) return;
    onPerson(person);
    setTyped("");
  };
  const enter = (e: Event) => {
    e.preventDefault();
    if (typed.trim()) take(typed);
    field.current?.select();
  };
  return (
    <section class="column tight">
      <form class="row find" onSubmit={enter}>
        <label class="grow">
          <span>{t.find}</span>
          <input
            ref={field}
            type="search"
            value={typed}
            onFocus={() => void loadPinyin()}
            onInput={(e) => {
              setTyped(e.currentTarget.value);
              setSaid("");
            }}
          />
          <small class="quiet">{only ? t.findHint : t.hint}</small>
        </label>
        <button type="button" onClick={() => setScanning(true)}>
          {t.scan}
        </button>
      </form>
      <p role="status" class="warn">
        {said}
      </p>
      {found.length > 0 && <div class="people">{found.slice(0, MOST).map(offer)}</div>}
      {scanning && (
        <Scanner
          onClose={() => setScanning(false)}
          onCode={(code) => {
            setScanning(false);
            take(code);
          }}
        />
      )}
    </section>
  );
}
