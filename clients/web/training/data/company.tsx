import { signal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { catalogue } from "../../lib/language";
import { useLoaded } from "../../lib/loaded";
import { token } from "../../lib/me";
import { go } from "../../lib/router";
import { words } from "../../ui/labels";
import { FailureNotice } from "../../ui/notice";
import { list } from "./lists";

const texts = catalogue(
  { none: "还没有单位。请先在赛务台或用命令行建立。" },
  { none: "There is no company yet. Make one at the desk or with the command line." },
);

const KEPT = "touchstone.training.company";
const chosen = signal(sessionStorage.getItem(KEPT) ?? "");

function choose(company: string): void {
  chosen.value = company;
  sessionStorage.setItem(KEPT, company);
}

/** `companies/{company}` whose people are looked at; empty: none is chosen yet. */
export const companyNow = (): string => token.value?.company || chosen.value;

/** Who sees every company's records chooses one here, and then sees the page; for others it is their own. */
export function OfCompany({ page }: { page: () => JSX.Element }) {
  return token.value?.company ? page() : <Chosen page={page} />;
}

function Chosen({ page }: { page: () => JSX.Element }) {
  const { value, failure, reload } = useLoaded("companies", list.companies);
  useEffect(() => {
    if (value && !value.some((one) => one.name === chosen.value)) choose(value[0]?.name ?? "");
  }, [value]);
  return (
    <>
      <section class="company no-print" aria-label={words.value.company}>
        <FailureNotice failure={failure} retry={reload} />
        {value?.length === 0 && <p>{texts.value.none}</p>}
        {value && value.length > 0 && (
          <label class="narrow">
            <span>{words.value.company}</span>
            <select
              value={chosen.value}
              onChange={(e) => {
                choose(e.currentTarget.value);
                go();
              }}
            >
              {value.map((one) => (
                <option key={one.name} value={one.name}>
                  {one.displayName}
                </option>
              ))}
            </select>
          </label>
        )}
      </section>
      {value && chosen.value && page()}
    </>
  );
}
