import type { Failure } from "../../lib/api";
import { catalogue } from "../../lib/language";

const texts = catalogue(
  {
    noDay: "没有这个日期",
    otherDay: "日期不是这次课的日期",
    beforeCheck: "整改日期早于发现问题的检查",
    beforeTerm: "日期早于师徒协议的期限",
    endFirst: "结束早于开始",
    dueBeforeCheck: "整改期限早于检查日期",
    noDueDay: "没有整改期限的那一天",
    noResit: "没有不合格的前一次考核，不是补考",
    noScore: "没有填得分",
    scoreHigh: "得分超过 100",
    noGrade: "没有评等级",
    noTeam: "没有填班组",
    sameMan: "师傅和徒弟是同一个人",
    levelLow: "要达到的等级不高于现在的等级",
  },
  {
    noDay: "There is no such day",
    otherDay: "The day is not that of the session",
    beforeCheck: "The day is before the check that found it",
    beforeTerm: "The day is before the term of the contract",
    endFirst: "It ends before it begins",
    dueBeforeCheck: "It is to be right before the day of the check",
    noDueDay: "There is no such day to be right by",
    noResit: "There is no attempt before that was not passed, so it is no resit",
    noScore: "There is no score",
    scoreHigh: "The score is above 100",
    noGrade: "There is no grade",
    noTeam: "There is no team",
    sameMan: "Mentor and apprentice are the same person",
    levelLow: "The level to be reached is not above the level now",
  },
);

/** What the server says of a field, by the field and the beginning of its words. */
function known(): [start: string, words: string][] {
  const t = texts.value;
  return [
    ["date: is no day of the calendar", t.noDay],
    ["date: is not the day of the session", t.otherDay],
    ["date: is before the evaluation", t.beforeCheck],
    ["date: is before the term of the contract", t.beforeTerm],
    ["end_date: is before date", t.endFirst],
    ["due_date: is before the evaluation", t.dueBeforeCheck],
    ["due_date: is no day of the calendar", t.noDueDay],
    ["attempt: the attempt before is not there", t.noResit],
    ["score: is required", t.noScore],
    ["score: is more than 100", t.scoreHigh],
    ["grade: is required", t.noGrade],
    ["team: is required", t.noTeam],
    ["mentor: is the apprentice himself", t.sameMan],
    ["to_level: is not above from_level", t.levelLow],
  ];
}

function wordsOf({ field, description }: Failure["fields"][number]): string {
  const name = field.slice(field.lastIndexOf(".") + 1);
  const said = `${name}: ${description}`;
  return known().find(([start]) => said.startsWith(start))?.[1] ?? said;
}

/** Why the server refused a record, for who entered it: which field and what is wrong with it, when it said so. */
export const refusalWords = (failure: Failure): string =>
  failure.reason === "REQUEST_INVALID" && failure.fields.length > 0
    ? failure.fields.map(wordsOf).join("；")
    : failure.message;
