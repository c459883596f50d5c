import { Event_State } from "../../gen/touchstone/v1/events_pb";
import { Role } from "../../gen/touchstone/v1/identity_pb";
import { Disposition, Incident_Kind } from "../../gen/touchstone/v1/ledger_pb";
import { ItemKind } from "../../gen/touchstone/v1/rule_pack_pb";
import type { Timestamp } from "@bufbuild/protobuf/wkt";
import { timestampDate } from "@bufbuild/protobuf/wkt";
import { catalogue, language, pick } from "../../lib/language";
import { WORDS } from "../../ui/words";

/** Words that every page of the desk uses. */
export const words = catalogue(
  {
    save: "保存",
    cancel: WORDS.cancel.zh,
    close: "关闭",
    edit: "修改",
    search: "搜索",
    searchHint: "可输拼音首字母",
    name: "名称",
    id: "编号",
    company: "单位",
    none: "（无）",
    choose: "请选择",
    loading: "正在读取…",
    empty: "还没有内容",
    noneFound: "没有找到",
    showAll: (count: number) => `显示全部 ${count} 行`,
    rows: (count: number) => `共 ${count} 行`,
    reason: "理由",
    required: "必填",
    retry: "再试一次",
    print: "打印",
    copy: "复制",
    copied: "已复制",
  },
  {
    save: "Save",
    cancel: WORDS.cancel.en,
    close: "Close",
    edit: "Edit",
    search: "Search",
    searchHint: "Pinyin initials work too",
    name: "Name",
    id: "Id",
    company: "Company",
    none: "(none)",
    choose: "Choose",
    loading: "Loading …",
    empty: "Nothing here yet",
    noneFound: "Nothing found",
    showAll: (count: number) => `Show all ${count} rows`,
    rows: (count: number) => `${count} rows`,
    reason: "Reason",
    required: "required",
    retry: "Try again",
    print: "Print",
    copy: "Copy",
    copied: "Copied",
  },
);

type Text = { zh: string; en: string };

const ROLES: Partial<Record<Role, Text>> = {
  [Role.ORGANISER]: { zh: "组织者", en: "Organiser" },
  [Role.CHIEF_JUDGE]: { zh: "裁判长", en: "Chief judge" },
  [Role.GROUP_LEADER]: { zh: "裁判组长", en: "Group leader" },
  [Role.JUDGE]: { zh: "裁判员", en: "Judge" },
  [Role.ENCRYPTION_JUDGE]: { zh: "加密裁判", en: "Encryption judge" },
  [Role.SUPERVISOR]: { zh: "监督", en: "Supervisor" },
  [Role.ARBITER]: { zh: "仲裁", en: "Arbiter" },
  [Role.DESK]: { zh: "检录", en: "Check-in desk" },
  [Role.TRAINER]: { zh: "教练", en: "Trainer" },
  [Role.TRAINING_DEPARTMENT]: { zh: "培训部门", en: "Training department" },
  [Role.WORKER]: { zh: "工人", en: "Worker" },
  [Role.AUDITOR]: { zh: "审计", en: "Auditor" },
  [Role.PUBLIC]: { zh: "大屏与观众", en: "Board and spectators" },
  [Role.TABLET]: { zh: "平板", en: "Tablet" },
};
const STATES: Partial<Record<Event_State, Text>> = {
  [Event_State.DRAFT]: { zh: "筹备", en: "Draft" },
  [Event_State.RUNNING]: { zh: "进行中", en: "Running" },
  [Event_State.LOCKED]: { zh: "已锁定", en: "Locked" },
  [Event_State.PUBLISHED]: WORDS.published,
};
const KINDS: Partial<Record<ItemKind, Text>> = {
  [ItemKind.POINTS]: { zh: "得分", en: "points" },
  [ItemKind.FAULT]: { zh: "扣分点", en: "faults" },
  [ItemKind.TIME]: { zh: "用时", en: "time" },
  [ItemKind.PENALTY]: { zh: "罚时", en: "penalties" },
  [ItemKind.MEASUREMENT]: { zh: "测量", en: "measurement" },
  [ItemKind.JUDGEMENT]: { zh: "等级评价", en: "judgement" },
  [ItemKind.PANEL]: { zh: "评委组打分", en: "panel" },
  [ItemKind.IMPORTED]: { zh: "导入成绩", en: "imported" },
  [ItemKind.DEDUCTION]: { zh: "扣分", en: "deduction" },
};
const DISPOSITIONS: Partial<Record<Disposition, Text>> = {
  [Disposition.COUNTED]: { zh: "已生效", en: "counted" },
  [Disposition.CONFLICT]: WORDS.conflict,
  [Disposition.LATE]: { zh: "迟到", en: "late" },
  [Disposition.QUARANTINED]: { zh: "隔离（平板已停用）", en: "quarantined (tablet shut out)" },
};
const INCIDENTS: Partial<Record<Incident_Kind, Text>> = {
  [Incident_Kind.SAFETY_ZERO]: WORDS.safetyZero,
  [Incident_Kind.DISQUALIFIED]: WORDS.disqualified,
  [Incident_Kind.DID_NOT_FINISH]: WORDS.didNotFinish,
  [Incident_Kind.DID_NOT_START]: WORDS.didNotStart,
  [Incident_Kind.WITHDRAWN]: { zh: "退赛", en: "Withdrawn" },
  [Incident_Kind.EQUIPMENT_FAULT]: { zh: "设备故障", en: "Equipment fault" },
  [Incident_Kind.REVOKED]: { zh: "撤回", en: "Taken back" },
};
/** What a person does at an event. */
export const roleName = (role: Role): string => pick(ROLES[role]);
/** Where an event stands. */
export const stateName = (state: Event_State): string => pick(STATES[state]);
/** What became of an entry. */
export const dispositionName = (disposition: Disposition): string => pick(DISPOSITIONS[disposition]);
/** What an incident is. */
export const incidentName = (kind: Incident_Kind): string => pick(INCIDENTS[kind]);
/** How an item is marked. */
export const kindName = (kind: ItemKind): string => pick(KINDS[kind]);

/** A moment as it is written here; empty when there is none. */
export function moment(time: Timestamp | undefined): string {
  if (!time) return "";
  return new Intl.DateTimeFormat(language.value === "zh" ? "zh-CN" : "en-GB", {
    dateStyle: "medium",
    timeStyle: "short",
  }).format(timestampDate(time));
}
