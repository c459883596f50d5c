import { catalogue, collator } from "../../lib/language";
import { siteName, type Names } from "../data/names";

const texts = catalogue(
  { site: "地点", every: "全部地点", unknown: "未登记地点", count: (name: string, rows: number) => `${name}（${rows}）` },
  { site: "Site", every: "Every site", unknown: "No site known", count: (name: string, rows: number) => `${name} (${rows})` },
);

/** A site's name for people; of the empty one, that none is known. */
export const siteLabel = (names: Names, site: string): string => (site ? siteName(names, site) : texts.value.unknown);

interface SiteChoiceProps {
  names: Names;
  /** What is asked. Default: "Site". */
  label?: string;
  /** The sites to choose from, and how many rows each has; absent: every site of the company. */
  rows?: ReadonlyMap<string, number>;
  /** `companies/{company}/sites/{site}`, or empty for rows without one; undefined: every one. */
  value: string | undefined;
  onChange: (site: string | undefined) => void;
}

/** One site of a company, or all of them. */
export function SiteChoice({ names, label, rows, value, onChange }: SiteChoiceProps) {
  const t = texts.value;
  const counted = (name: string, count: number | undefined) => (count === undefined ? name : t.count(name, count));
  const sites = [...(rows ?? names.sites).keys()]
    .map((site) => ({ site, name: siteLabel(names, site) }))
    .sort((a, b) => collator.value.compare(a.name, b.name));
  const all = rows && [...rows.values()].reduce((sum, one) => sum + one, 0);
  return (
    <label>
      <span>{label ?? t.site}</span>
      <select
        name="site"
        value={value === undefined ? "every" : `at ${value}`}
        onChange={(e) => onChange(e.currentTarget.value === "every" ? undefined : e.currentTarget.value.slice(3))}
      >
        <option value="every">{counted(t.every, all)}</option>
        {sites.map(({ site, name }) => (
          <option key={site} value={`at ${site}`}>
            {counted(name, rows?.get(site))}
          </option>
        ))}
      </select>
    </label>
  );
}
