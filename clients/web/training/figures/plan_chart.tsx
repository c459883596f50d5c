import type { PlanLine } from "../../gen/touchstone/v1/training_pb";
import { catalogue } from "../../lib/language";
import { Bar } from "./bars";

const texts = catalogue(
  {
    title: (unit: string) => `每月计划与完成（${unit}）`,
    planned: "计划",
    done: "完成",
    line: (planned: number, done: number) => `计划 ${planned}，完成 ${done}`,
  },
  {
    title: (unit: string) => `Plan and done by month (${unit})`,
    planned: "planned",
    done: "done",
    line: (planned: number, done: number) => `${planned} planned, ${done} done`,
  },
);

/** Planned and done of each month, in one unit: bars for the eye, numbers beside them in words. */
export function PlanChart({ lines, unit }: { lines: readonly PlanLine[]; unit: string }) {
  const t = texts.value;
  const months = [...new Set(lines.map((one) => one.month))].sort().map((month) => {
    const own = lines.filter((one) => one.month === month);
    // Each item of the plan for a trade at a site says all that was done there.
    const done = new Map(own.map((one) => [`${one.site} ${one.trade}`, Number(one.done)]));
    const sum = (of: Iterable<number>) => [...of].reduce((all, one) => all + one, 0);
    return { month, planned: sum(own.map((one) => Number(one.planned || 0))), done: sum(done.values()) };
  });
  const most = Math.max(0, ...months.flatMap((one) => [one.planned, one.done]));
  if (months.length === 0) return null;
  return (
    <section class="card column tight" aria-label={t.title(unit)}>
      <h2>{t.title(unit)}</h2>
      <p class="row legend-line">
        <span class="key first">{t.planned}</span>
        <span class="key second">{t.done}</span>
      </p>
      <ol class="chart months">
        {months.map((one) => (
          <li key={one.month}>
            <strong>{one.month}</strong>
            <span class="bars">
              <Bar value={one.planned} most={most} kind="first" />
              <Bar value={one.done} most={most} kind="second" />
            </span>
            <span class="number">{t.line(one.planned, one.done)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
