import { Event_State } from "../../gen/touchstone/v1/events_pb";
import { Disposition, Incident_Kind } from "../../gen/touchstone/v1/ledger_pb";
import { ItemKind } from "../../gen/touchstone/v1/rule_pack_pb";
import { pick } from "../../lib/language";
import { WORDS } from "../../ui/words";

type Text = { zh: string; en: string };

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
/** Where an event stands. */
export const stateName = (state: Event_State): string => pick(STATES[state]);
/** What became of an entry. */
export const dispositionName = (disposition: Disposition): string => pick(DISPOSITIONS[disposition]);
/** What an incident is. */
export const incidentName = (kind: Incident_Kind): string => pick(INCIDENTS[kind]);
/** How an item is marked. */
export const kindName = (kind: ItemKind): string => pick(KINDS[kind]);
