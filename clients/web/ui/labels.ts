import type { Timestamp } from "@bufbuild/protobuf/wkt";
import { timestampDate } from "@bufbuild/protobuf/wkt";
import { Role } from "../gen/touchstone/v1/identity_pb";
import { catalogue, language, pick } from "../lib/language";
import { WORDS } from "./words";

/** Words that forms, tables and heads of every app use. */
export const words = catalogue(
  {
    save: "保存",
    cancel: WORDS.cancel.zh,
    close: "关闭",
    edit: "修改",
    search: "搜索",
    searchHint: "可输拼音首字母",
    name: "名称",
    person: "姓名",
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
    person: "Name",
    id: "Id",
    company: "Company",
    none: "(none)",
    choose: "Choose",
    loading: "Loading …",
    empty: "Nothing here yet",
    noneFound: "Nothing found",
    showAll: (count: number) => `Show all ${count} rows`,
    rows: (count: number) => (count === 1 ? "1 row" : `${count} rows`),
    reason: "Reason",
    required: "required",
    retry: "Try again",
    print: "Print",
    copy: "Copy",
    copied: "Copied",
  },
);

const ROLES: Partial<Record<Role, { zh: string; en: string }>> = {
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

/** What a person does. */
export const roleName = (role: Role): string => pick(ROLES[role]);

/** A moment as it is written here; empty when there is none. */
export function moment(time: Timestamp | undefined): string {
  if (!time) return "";
  return new Intl.DateTimeFormat(language.value === "zh" ? "zh-CN" : "en-GB", {
    dateStyle: "medium",
    timeStyle: "short",
  }).format(timestampDate(time));
}
