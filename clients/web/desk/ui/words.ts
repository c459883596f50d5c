import { catalogue, language } from "../../lib/language";
import { Event_BoardState, Event_State } from "../../gen/touchstone/v1/events_pb";
import { Role } from "../../gen/touchstone/v1/identity_pb";
import { Disposition, Incident_Kind } from "../../gen/touchstone/v1/ledger_pb";
import { Standing_Status } from "../../gen/touchstone/v1/leaderboard_pb";
import { ItemKind } from "../../gen/touchstone/v1/rule_pack_pb";
import type { Timestamp } from "@bufbuild/protobuf/wkt";
import { timestampDate } from "@bufbuild/protobuf/wkt";

/** Words that every page of the desk uses. */
export const words = catalogue(
  {
    save: "保存",
    cancel: "取消",
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
    cancel: "Cancel",
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

type Pair = readonly [zh: string, en: string];
const said = (pair: Pair | undefined): string => pair?.[language.value === "zh" ? 0 : 1] ?? "";

const ROLES: Partial<Record<Role, Pair>> = {
  [Role.ORGANISER]: ["组织者", "Organiser"],
  [Role.CHIEF_JUDGE]: ["裁判长", "Chief judge"],
  [Role.GROUP_LEADER]: ["裁判组长", "Group leader"],
  [Role.JUDGE]: ["裁判员", "Judge"],
  [Role.ENCRYPTION_JUDGE]: ["加密裁判", "Encryption judge"],
  [Role.SUPERVISOR]: ["监督", "Supervisor"],
  [Role.ARBITER]: ["仲裁", "Arbiter"],
  [Role.DESK]: ["检录", "Check-in desk"],
  [Role.TRAINER]: ["教练", "Trainer"],
  [Role.TRAINING_DEPARTMENT]: ["培训部门", "Training department"],
  [Role.WORKER]: ["工人", "Worker"],
  [Role.AUDITOR]: ["审计", "Auditor"],
  [Role.PUBLIC]: ["大屏与观众", "Board and spectators"],
  [Role.TABLET]: ["平板", "Tablet"],
};
const STATES: Partial<Record<Event_State, Pair>> = {
  [Event_State.DRAFT]: ["筹备", "Draft"],
  [Event_State.RUNNING]: ["进行中", "Running"],
  [Event_State.LOCKED]: ["已锁定", "Locked"],
  [Event_State.PUBLISHED]: ["已公布", "Published"],
};
const BOARD_STATES: Record<Event_BoardState, Pair> = {
  [Event_BoardState.UNSPECIFIED]: ["只显示号码", "Numbers only"],
  [Event_BoardState.LIVE]: ["实时", "Live"],
  [Event_BoardState.FROZEN]: ["封榜", "Frozen"],
  [Event_BoardState.NUMBERS_ONLY]: ["只显示号码", "Numbers only"],
  [Event_BoardState.PUBLISHED]: ["已公布", "Published"],
};
const KINDS: Partial<Record<ItemKind, Pair>> = {
  [ItemKind.POINTS]: ["得分", "points"],
  [ItemKind.FAULT]: ["扣分点", "faults"],
  [ItemKind.TIME]: ["用时", "time"],
  [ItemKind.PENALTY]: ["罚时", "penalties"],
  [ItemKind.MEASUREMENT]: ["测量", "measurement"],
  [ItemKind.JUDGEMENT]: ["等级评价", "judgement"],
  [ItemKind.PANEL]: ["评委组打分", "panel"],
  [ItemKind.IMPORTED]: ["导入成绩", "imported"],
  [ItemKind.DEDUCTION]: ["扣分", "deduction"],
};
const DISPOSITIONS: Partial<Record<Disposition, Pair>> = {
  [Disposition.COUNTED]: ["已生效", "counted"],
  [Disposition.CONFLICT]: ["冲突", "conflict"],
  [Disposition.LATE]: ["迟到", "late"],
  [Disposition.QUARANTINED]: ["隔离（平板已停用）", "quarantined (tablet shut out)"],
};
const INCIDENTS: Partial<Record<Incident_Kind, Pair>> = {
  [Incident_Kind.SAFETY_ZERO]: ["安全清零", "Safety zero"],
  [Incident_Kind.DISQUALIFIED]: ["取消资格", "Disqualified"],
  [Incident_Kind.DID_NOT_FINISH]: ["未完成", "Did not finish"],
  [Incident_Kind.DID_NOT_START]: ["未参赛", "Did not start"],
  [Incident_Kind.WITHDRAWN]: ["退赛", "Withdrawn"],
  [Incident_Kind.EQUIPMENT_FAULT]: ["设备故障", "Equipment fault"],
  [Incident_Kind.REVOKED]: ["撤回", "Taken back"],
};
const STATUSES: Partial<Record<Standing_Status, Pair>> = {
  [Standing_Status.FINAL]: ["最终", "final"],
  [Standing_Status.PROVISIONAL]: ["暂定", "provisional"],
  [Standing_Status.WAITING]: ["等待评分", "waiting"],
  [Standing_Status.DID_NOT_FINISH]: ["未完成", "did not finish"],
  [Standing_Status.DID_NOT_START]: ["未参赛", "did not start"],
  [Standing_Status.DISQUALIFIED]: ["取消资格", "disqualified"],
  [Standing_Status.RESCORE]: ["需重评", "re-score"],
};

/** Words for people for the values of enumerations. */
export const roleName = (role: Role): string => said(ROLES[role]);
export const stateName = (state: Event_State): string => said(STATES[state]);
export const boardStateName = (state: Event_BoardState): string => said(BOARD_STATES[state]);
export const dispositionName = (disposition: Disposition): string => said(DISPOSITIONS[disposition]);
export const incidentName = (kind: Incident_Kind): string => said(INCIDENTS[kind]);
export const statusName = (status: Standing_Status): string => said(STATUSES[status]);
export const kindName = (kind: ItemKind): string => said(KINDS[kind]);

/** A moment as it is written here; empty when there is none. */
export function moment(time: Timestamp | undefined): string {
  if (!time) return "";
  return new Intl.DateTimeFormat(language.value === "zh" ? "zh-CN" : "en-GB", {
    dateStyle: "medium",
    timeStyle: "short",
  }).format(timestampDate(time));
}
