import type { Record } from "../../gen/touchstone/v1/training_record_pb";
import { catalogue } from "../../lib/language";
import { batchName, sessionName, siteName, typeName, type Names } from "../data/names";
import {
  assessmentName,
  basisName,
  certificateActName,
  evaluationName,
  gradeName,
  honourLevelName,
  outcomeName,
  skillName,
  subjectName,
} from "./kind_words";

const texts = catalogue(
  {
    posting: "派驻",
    attendance: "参加培训",
    hours: "其他培训",
    violation: "违章",
    serious: "造成严重后果",
    fit: "体检合格",
    unfit: "体检不合格",
    honour: "荣誉",
    contest: "竞赛成绩",
    place: (place: number) => `第 ${place} 名`,
    workBegan: "开始从事",
    workEnded: "停止从事",
    confirmation: "确认",
    withdrawal: "撤回",
    classHours: (hours: string) => `${hours} 课时`,
    passed: "合格",
    failed: "不合格",
    attempt: (count: number) => `第 ${count} 次`,
    score: (score: string) => `${score} 分`,
    steps: (done: number, all: number) => `步骤 ${done}/${all}`,
    findings: (count: number) => `问题 ${count} 个`,
    enrolment: "报名",
    mentor: "师徒协议",
    until: (day: string) => `至 ${day}`,
    registered: (unit: string) => `备案：${unit}`,
    outcome: "师徒协议结果",
    closure: "问题已整改",
    level: "技能等级",
  },
  {
    posting: "Posted",
    attendance: "Training attended",
    hours: "Other training",
    violation: "Violation",
    serious: "with a serious result",
    fit: "Found fit",
    unfit: "Found unfit",
    honour: "Honour",
    contest: "Contest result",
    place: (place: number) => `place ${place}`,
    workBegan: "Work began",
    workEnded: "Work ended",
    confirmation: "Confirmed",
    withdrawal: "Withdrawn",
    classHours: (hours: string) => `${hours} class hours`,
    passed: "passed",
    failed: "not passed",
    attempt: (count: number) => `attempt ${count}`,
    score: (score: string) => `score ${score}`,
    steps: (done: number, all: number) => `steps ${done}/${all}`,
    findings: (count: number) => `${count} findings`,
    enrolment: "Enrolled",
    mentor: "Mentor contract",
    until: (day: string) => `until ${day}`,
    registered: (unit: string) => `registered with ${unit}`,
    outcome: "Outcome of the mentor contract",
    closure: "Finding closed",
    level: "Skill level",
  },
);

/** A record in words: what it is, and what it says. */
export interface FactWords {
  title: string;
  details: string[];
}

/** Says a record in the language that is shown. */
export function factWords({ fact, endDate }: Record, names: Names): FactWords {
  const t = texts.value;
  const type = (name: string) => (name ? typeName(names, name) : "");
  const say = (title: string, ...details: (string | false)[]): FactWords => ({
    title,
    details: details.filter((one): one is string => !!one),
  });
  const hours = (value: string) => value && t.classHours(value);
  switch (fact.case) {
    case "posting":
      return say(t.posting, siteName(names, fact.value.site), fact.value.trade, fact.value.team);
    case "attendance": {
      const session = sessionName(names.batches.get(fact.value.batch), fact.value.session);
      return say(t.attendance, batchName(names, fact.value.batch), session, hours(fact.value.classHours));
    }
    case "certificate": {
      const { kind, number, office, classHours, basis } = fact.value;
      return say(`${certificateActName(kind)} · ${type(fact.value.type)}`, number, office, basisName(basis), hours(classHours));
    }
    case "assessment": {
      const { kind, score, passed, attempt, certificateType, batch, steps } = fact.value;
      const done = steps.length > 0 && t.steps(steps.filter((step) => step.done).length, steps.length);
      const about = batch ? batchName(names, batch) : type(certificateType);
      return say(assessmentName(kind), passed ? t.passed : t.failed, about, score && t.score(score), done, attempt > 1 && t.attempt(attempt));
    }
    case "hours":
      return say(t.hours, fact.value.subject, hours(fact.value.classHours), type(fact.value.certificateType));
    case "violation":
      return say(t.violation, fact.value.rule, fact.value.serious && t.serious, type(fact.value.certificateType));
    case "health":
      return say(fact.value.fit ? t.fit : t.unfit, type(fact.value.certificateType));
    case "honour":
      return say(t.honour, fact.value.title, honourLevelName(fact.value.level), fact.value.awardedBy);
    case "contestResult": {
      const { contest, discipline, place, prize } = fact.value;
      return say(t.contest, contest, discipline, place > 0 && t.place(place), prize);
    }
    case "work":
      return say(fact.value.ended ? t.workEnded : t.workBegan, type(fact.value.certificateType));
    case "enrolment":
      return say(t.enrolment, batchName(names, fact.value.batch));
    case "mentorContract": {
      const { trade, goals, fromLevel, toLevel, registeredWith } = fact.value;
      const levels = [fromLevel, toLevel].map(skillName).filter(Boolean).join(" → ");
      return say(t.mentor, trade, levels, ...goals, t.registered(registeredWith), endDate && t.until(endDate));
    }
    case "mentorOutcome":
      return say(t.outcome, outcomeName(fact.value.result), fact.value.summary);
    case "evaluation": {
      const { kind, subject, team, score, grade, findings } = fact.value;
      const about = team ? `${subjectName(subject)} ${team}` : "";
      const found = findings.map((one) => one.text).join("；");
      return say(evaluationName(kind), about, score && t.score(score), gradeName(grade), findings.length > 0 && t.findings(findings.length), found);
    }
    case "findingClosure":
      return say(t.closure, fact.value.how);
    case "levelStep":
      return say(t.level, fact.value.trade, skillName(fact.value.level), basisName(fact.value.basis));
    case "withdrawal":
      return say(t.withdrawal, fact.value.reason);
    default:
      return say(t.confirmation);
  }
}
