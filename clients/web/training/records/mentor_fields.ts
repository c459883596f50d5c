import { create } from "@bufbuild/protobuf";
import {
  type MentorContract,
  MentorContractSchema,
  type MentorOutcome,
  MentorOutcome_Result,
  MentorOutcomeSchema,
  type Record,
  SkillLevel,
} from "../../gen/touchstone/v1/training_record_pb";
import type { File } from "../../gen/touchstone/v1/training_pb";
import { failureHere } from "../../lib/api";
import { today } from "../../lib/days";
import { catalogue } from "../../lib/language";
import type { Field, Values } from "../../ui/form";
import { companyNow } from "../data/company";
import { filesOf, withCode } from "../data/files";
import { outcomeName, skillName } from "../people/kind_words";

const texts = catalogue(
  {
    apprentice: "徒弟工号",
    mentor: "师傅工号",
    trade: "工种",
    goals: "目标",
    goalsHint: "每行一个",
    fromLevel: "现等级",
    toLevel: "目标等级",
    from: "开始",
    to: "到期",
    unit: "备案单位",
    result: "结果",
    day: "日期",
    summary: "评语",
  },
  {
    apprentice: "Staff number of the apprentice",
    mentor: "Staff number of the mentor",
    trade: "Trade",
    goals: "Goals",
    goalsHint: "One a line",
    fromLevel: "Level now",
    toLevel: "Level to be reached",
    from: "From",
    to: "To",
    unit: "Registered with",
    result: "Outcome",
    day: "Day",
    summary: "How it was seen",
  },
);

const DATE = "[0-9]{4}-[0-9]{2}-[0-9]{2}";
const LEVELS = Object.values(SkillLevel).filter((one): one is SkillLevel => typeof one === "number" && one > 0);
const RESULTS = [MentorOutcome_Result.REACHED, MentorOutcome_Result.NOT_REACHED, MentorOutcome_Result.ENDED_EARLY];

const unknown = (number: string) => ({
  zh: `本单位没有工号 ${number}`,
  en: `Nobody of the company has the staff number ${number}`,
});

/** Who of the company has this staff number, alone; throws a Failure in words. */
export async function personOf(number: string): Promise<File> {
  const [found, ...more] = withCode(await filesOf(companyNow()), number);
  if (!found || more.length > 0) throw failureHere("WORKER_UNKNOWN", unknown(number));
  return found;
}

/** Whose contract it is. */
export const apprenticeField = (): Field => ({ key: "apprentice", label: texts.value.apprentice, required: true, maxLength: 64 });

/** What a mentor contract says, besides whose it is. */
export function contractFields(): Field[] {
  const t = texts.value;
  const levels = LEVELS.map((level) => ({ value: String(level), label: skillName(level) }));
  return [
    { key: "mentor", label: t.mentor, required: true, maxLength: 64 },
    { key: "trade", label: t.trade, required: true, maxLength: 64 },
    { key: "goals", label: t.goals, kind: "long", required: true, hint: t.goalsHint },
    { key: "fromLevel", label: t.fromLevel, kind: "choice", options: levels },
    { key: "toLevel", label: t.toLevel, kind: "choice", options: levels },
    { key: "from", label: t.from, required: true, pattern: DATE, hint: today() },
    { key: "to", label: t.to, required: true, pattern: DATE },
    { key: "unit", label: t.unit, required: true, maxLength: 200 },
  ];
}

/** A contract as values of its fields; `mentor` is the staff number of its mentor. */
export const contractValues = ({ date, endDate }: Record, of: MentorContract, mentor: string): Values => ({
  ...{ mentor, trade: of.trade, goals: of.goals.join("\n"), unit: of.registeredWith, from: date, to: endDate },
  fromLevel: of.fromLevel ? String(of.fromLevel) : "",
  toLevel: of.toLevel ? String(of.toLevel) : "",
});

/** The record of a contract from the values of its fields; throws a Failure when nobody is the mentor. */
export async function contractRecord(values: Values) {
  const { mentor = "", trade = "", goals = "", fromLevel, toLevel, from = "", to = "", unit = "" } = values;
  const master = await personOf(mentor);
  const value = create(MentorContractSchema, {
    ...{ mentor: master.worker, trade, registeredWith: unit, goals: goals.split("\n").map((one) => one.trim()).filter(Boolean) },
    ...{ fromLevel: Number(fromLevel ?? 0), toLevel: Number(toLevel ?? 0) },
  });
  return { date: from, endDate: to, fact: { case: "mentorContract" as const, value } };
}

/** How a contract ended. */
export function outcomeFields(): Field[] {
  const t = texts.value;
  const results = RESULTS.map((one) => ({ value: String(one), label: outcomeName(one) }));
  return [
    { key: "result", label: t.result, kind: "choice", required: true, options: results },
    { key: "day", label: t.day, required: true, pattern: DATE },
    { key: "summary", label: t.summary, kind: "long", maxLength: 500 },
  ];
}

/** An outcome as values of its fields. */
export const outcomeValues = ({ date }: Record, { result, summary }: MentorOutcome): Values => ({
  ...{ result: String(result), day: date, summary },
});

/** The record of how `contract`, the name of its record, ended. */
export function outcomeRecord(contract: string, { result, day = "", summary = "" }: Values) {
  const value = create(MentorOutcomeSchema, { contract, result: Number(result), summary });
  return { date: day, fact: { case: "mentorOutcome" as const, value } };
}
