import { useState } from "preact/hooks";
import type { EvaluationSum } from "../../gen/touchstone/v1/training_progress_pb";
import { SkillLevel } from "../../gen/touchstone/v1/training_record_pb";
import { today } from "../../lib/days";
import { catalogue, pick } from "../../lib/language";
import { useLoaded } from "../../lib/loaded";
import { href } from "../../lib/router";
import { idOf } from "../../lib/names";
import { FailureNotice } from "../../ui/notice";
import { progress } from "../data/api";
import { companyNow } from "../data/company";
import { list } from "../data/lists";
import { Bar } from "../figures/bars";
import { gradeName, skillName } from "./kind_words";

const texts = catalogue(
  {
    evaluations: "考评汇总",
    year: "年度",
    months: "各月",
    month: "月份",
    checks: "周检查",
    score: "月考评",
    carried: "上月留下",
    found: "新问题",
    closed: "已整改",
    open: "月末未整改",
    mean: (score: string) => `月考评平均 ${score} 分`,
    overall: (score: string, grade: string) => `年总评 ${score} 分 ${grade}`,
    none: "这一年没有考评。",
    check: "检查与整改 →",
    career: "职业阶梯",
    ladder: "阶梯",
    level: (level: string, since: string) => `现为${level}${since ? `，自 ${since}` : ""}`,
    below: "还没有等级",
    next: (level: string) => `下一级：${level}`,
    top: "已是最高一级",
    ready: "条件已齐",
    reached: (day: string) => `年限 ${day} 满`,
  },
  {
    evaluations: "Evaluations",
    year: "Year",
    months: "By month",
    month: "Month",
    checks: "Checks",
    score: "Review",
    carried: "Carried over",
    found: "Found",
    closed: "Closed",
    open: "Open at its end",
    mean: (score: string) => `Mean of the monthly reviews: ${score}`,
    overall: (score: string, grade: string) => `Yearly evaluation: ${score}, ${grade}`,
    none: "There were no evaluations in this year.",
    check: "Checks and findings →",
    career: "Career",
    ladder: "Ladder",
    level: (level: string, since: string) => `${level}${since ? ` since ${since}` : ""}`,
    below: "No level yet",
    next: (level: string) => `Next: ${level}`,
    top: "At the top",
    ready: "Nothing is missing",
    reached: (day: string) => `The months are enough on ${day}`,
  },
);

function Months({ sum }: { sum: EvaluationSum }) {
  const t = texts.value;
  const months = sum.months.filter((one) => one.checks || one.score || one.found || one.carried || one.closed);
  if (months.length === 0) return <p class="quiet">{t.none}</p>;
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={t.months}>
      <table>
        <caption class="visually-hidden">{t.evaluations}</caption>
        <thead>
          <tr>
            {[t.month, t.checks, t.score, t.carried, t.found, t.closed, t.open].map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {months.map((one) => (
            <tr key={one.month}>
              <td>{one.month}</td>
              <td class="number">{one.checks}</td>
              <td>
                {one.score && (
                  <span class="share">
                    <Bar value={Number(one.score)} most={100} kind="first" />
                    <span class="number">{`${one.score} ${gradeName(one.grade)}`}</span>
                  </span>
                )}
              </td>
              <td class="number">{one.carried}</td>
              <td class="number">{one.found}</td>
              <td class="number">{one.closed}</td>
              <td class="number">{one.open}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A year's checks and reviews of a worker. */
export function Evaluations({ worker }: { worker: string }) {
  const t = texts.value;
  const thisYear = Number(today().slice(0, 4));
  const [year, setYear] = useState(thisYear);
  const { value, failure, reload } = useLoaded(`sum ${worker} ${year}`, () => progress.sumEvaluations({ worker, year }));
  return (
    <section class="column" aria-label={t.evaluations}>
      <div class="row">
        <h2>{t.evaluations}</h2>
        <span class="grow" />
        <a href={href("check", idOf(worker))}>{t.check}</a>
        <label class="narrow">
          <span class="visually-hidden">{t.year}</span>
          <select value={year} onChange={(e) => setYear(Number(e.currentTarget.value))}>
            {Array.from({ length: 8 }, (_, i) => thisYear - i).map((one) => (
              <option key={one} value={one}>
                {one}
              </option>
            ))}
          </select>
        </label>
      </div>
      <FailureNotice failure={failure} retry={reload} />
      {value && <Months sum={value} />}
      {value?.meanScore && <p>{t.mean(value.meanScore)}</p>}
      {value?.overall && (
        <p>
          <strong>{t.overall(value.score, gradeName(value.grade))}</strong>
        </p>
      )}
    </section>
  );
}

/** Where a worker stands on a ladder of the company, and what is missing for its next step. */
export function CareerPanel({ worker }: { worker: string }) {
  const t = texts.value;
  const company = companyNow();
  const ladders = useLoaded(`ladders ${company}`, () => list.ladders(company));
  const [chosen, setChosen] = useState("");
  const ladder = chosen || (ladders.value?.[0]?.name ?? "");
  const career = useLoaded(`career ${worker} ${ladder}`, async () =>
    ladder ? progress.checkCareer({ worker, ladder }) : undefined,
  );
  const now = career.value;
  if (ladders.value?.length === 0) return null;
  return (
    <section class="card column tight" aria-label={t.career}>
      <h2>{t.career}</h2>
      <FailureNotice failure={ladders.failure ?? career.failure} retry={career.reload} />
      <label class="narrow">
        <span>{t.ladder}</span>
        <select name="ladder" value={ladder} onChange={(e) => setChosen(e.currentTarget.value)}>
          {(ladders.value ?? []).map((one) => (
            <option key={one.name} value={one.name}>
              {pick(one.displayName)}
            </option>
          ))}
        </select>
      </label>
      {now && (
        <>
          <p>{now.level === SkillLevel.UNSPECIFIED ? t.below : t.level(skillName(now.level), now.since)}</p>
          <p>
            <strong>{now.nextLevel === SkillLevel.UNSPECIFIED ? t.top : t.next(skillName(now.nextLevel))}</strong>{" "}
            {now.nextLevel !== SkillLevel.UNSPECIFIED && now.missing.length === 0 && <span class="badge good">{t.ready}</span>}
          </p>
          {now.missing.length > 0 && (
            <ul>
              {now.missing.map((one) => (
                <li key={one.zh}>{pick(one)}</li>
              ))}
            </ul>
          )}
          {now.monthsReached && <p class="quiet">{t.reached(now.monthsReached)}</p>}
        </>
      )}
    </section>
  );
}
