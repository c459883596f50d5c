import { useEffect, useState } from "preact/hooks";
import type { File } from "../../gen/touchstone/v1/training_pb";
import { catalogue } from "../../lib/language";
import { useLoaded } from "../../lib/loaded";
import { idOf } from "../../lib/names";
import { href } from "../../lib/router";
import { loadPinyin } from "../../lib/search";
import { words } from "../../ui/labels";
import { FailureNotice } from "../../ui/notice";
import { companyNow } from "../data/company";
import { filesOf, isWorkerMeant } from "../data/files";
import { list, MOST_FILES } from "../data/lists";
import { siteName, useNames } from "../data/names";

const texts = catalogue(
  {
    title: "工人档案",
    find: "姓名、拼音或工号",
    hint: "例如 wdc 找王大川，或 K00001",
    found: (found: number, all: number) => `${all} 人中找到 ${found} 人`,
    narrower: (most: number) => `只显示前 ${most} 人，请再输几个字。`,
    number: "工号",
    trade: "工种",
    site: "地点",
    records: "记录",
  },
  {
    title: "Workers' files",
    find: "Name, pinyin or staff number",
    hint: "Such as wdc for 王大川, or K00001",
    found: (found: number, all: number) => `${found} of ${all} people`,
    narrower: (most: number) => `The first ${most} are shown; type a little more.`,
    number: "Staff number",
    trade: "Trade",
    site: "Site",
    records: "Records",
  },
);

const MOST = 50;
const SETTLED_MS = 300;

/** What was typed, as soon as nothing more is typed for a moment. */
function useSettled(typed: string): string {
  const [settled, setSettled] = useState(typed);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(typed), SETTLED_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  return settled;
}

/** Finds a worker of the company. */
export function SearchPage() {
  const t = texts.value;
  const company = companyNow();
  const files = useLoaded(`files ${company}`, () => filesOf(company));
  const [typed, setTyped] = useState("");
  const asked = useSettled(typed.trim());
  const more = useLoaded(`files ${company} ${asked}`, async () =>
    asked && (files.value?.length ?? 0) >= MOST_FILES ? list.filesWith(company, asked) : [],
  );
  const here = (files.value ?? []).filter((file) => !typed.trim() || isWorkerMeant(file, typed));
  const known = new Set(here.map((file) => file.worker));
  const found = [...here, ...(more.value ?? []).filter((file) => !known.has(file.worker))];
  return (
    <main class="column">
      <h1>{t.title}</h1>
      <FailureNotice failure={files.failure ?? more.failure} retry={files.reload} />
      <label class="finder">
        <span>{t.find}</span>
        <input
          type="search"
          autofocus
          value={typed}
          onFocus={() => void loadPinyin()}
          onInput={(e) => setTyped(e.currentTarget.value)}
        />
        <small class="quiet">{t.hint}</small>
      </label>
      {!files.value && !files.failure && <p class="quiet">{words.value.loading}</p>}
      {files.value && <p role="status">{t.found(found.length, files.value.length)}</p>}
      {found.length > 0 && <People files={found.slice(0, MOST)} company={company} />}
      {found.length > MOST && <p class="quiet">{t.narrower(MOST)}</p>}
    </main>
  );
}

function People({ files, company }: { files: File[]; company: string }) {
  const t = texts.value;
  const names = useNames(company).value;
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={t.title}>
      <table>
        <caption class="visually-hidden">{t.title}</caption>
        <thead>
          <tr>
            <th scope="col">{words.value.person}</th>
            <th scope="col">{t.number}</th>
            <th scope="col">{t.trade}</th>
            <th scope="col">{t.site}</th>
            <th scope="col" class="number">
              {t.records}
            </th>
          </tr>
        </thead>
        <tbody>
          {files.map((file) => (
            <tr key={file.worker}>
              <td>
                <a href={href("worker", idOf(file.worker))}>{file.displayName}</a>
              </td>
              <td>{file.staffNumber}</td>
              <td>{file.trade}</td>
              <td>{names && file.site ? siteName(names, file.site) : ""}</td>
              <td class="number">{String(file.records)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
