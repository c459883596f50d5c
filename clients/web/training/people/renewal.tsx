import type { Licence } from "../../gen/touchstone/v1/training_pb";
import { catalogue } from "../../lib/language";

const texts = catalogue(
  {
    title: "下一次续期",
    extension: "延期换证",
    review: "复审",
    due: (day: string) => `最迟 ${day}`,
    window: "可申请",
    fromTo: (from: string, to: string) => `${from} 至 ${to}`,
    hours: "课时",
    ofHours: (done: string, needed: string) => `已有 ${done}，要求 ${needed}`,
    exam: "考试",
    passed: "已通过",
    notPassed: "还没有通过",
    violations: "查实的违章",
    ofViolations: (count: number, limit: number) => `${count} 次，满 ${limit} 次不予续期`,
    health: "体检",
    unfit: "不合格，不予续期",
    ready: "条件已齐",
    missing: "条件还不齐",
    year: (year: number) => `${year} 年课时`,
  },
  {
    title: "Next renewal",
    extension: "extension",
    review: "review",
    due: (day: string) => `by ${day}`,
    window: "Apply",
    fromTo: (from: string, to: string) => `${from} to ${to}`,
    hours: "Class hours",
    ofHours: (done: string, needed: string) => `${done} of ${needed}`,
    exam: "Exam",
    passed: "passed",
    notPassed: "not passed yet",
    violations: "Verified violations",
    ofViolations: (count: number, limit: number) => `${count}; ${limit} refuse it`,
    health: "Health",
    unfit: "not fit; refuses it",
    ready: "Nothing is missing",
    missing: "Something is missing",
    year: (year: number) => `Class hours of ${year}`,
  },
);

/** What stands before the next renewal, and the hours of the year, as the server counted them. */
export function NextRenewal({ licence }: { licence: Licence }) {
  const t = texts.value;
  const next = licence.nextRenewal;
  const year = licence.yearHours;
  if (!next && !year) return null;
  const lines: (readonly [string, string | false])[] = [
    ...(next
      ? ([
          [next.extension ? t.extension : t.review, t.due(next.dueDate)],
          [t.window, next.applyFrom && t.fromTo(next.applyFrom, next.applyTo)],
          [t.hours, next.hoursRequired && t.ofHours(next.hoursDone || "0", next.hoursRequired)],
          [t.exam, next.examRequired && (next.examPassed ? t.passed : t.notPassed)],
          [t.violations, next.violationsLimit > 0 && t.ofViolations(next.violations, next.violationsLimit)],
          [t.health, next.unfit && t.unfit],
        ] as const)
      : []),
    ...(year ? [[t.year(year.year), t.ofHours(year.classHours || "0", year.required)] as const] : []),
  ];
  return (
    <section class="renewal">
      <h3>
        {t.title}{" "}
        {next && <span class={next.ready ? "badge good" : "badge warn"}>{next.ready ? t.ready : t.missing}</span>}
      </h3>
      <dl class="facts">
        {lines
          .filter(([, value]) => value)
          .map(([label, value]) => (
            <>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </>
          ))}
      </dl>
    </section>
  );
}
