import { Import_State, ImportKind, ImportProgress_Stage } from "../../gen/touchstone/v1/training_import_pb";
import { pick } from "../../lib/language";

type Text = { zh: string; en: string };

const KINDS: { [K in ImportKind]?: Text } = {
  [ImportKind.CERTIFICATES]: { zh: "证书", en: "Certificates" },
  [ImportKind.ATTENDANCES]: { zh: "签到", en: "Attendances" },
  [ImportKind.HOURS]: { zh: "课时", en: "Class hours" },
  [ImportKind.POSTINGS]: { zh: "岗位", en: "Postings" },
  [ImportKind.ASSESSMENTS]: { zh: "考核", en: "Assessments" },
  [ImportKind.HONOURS]: { zh: "荣誉", en: "Honours" },
};
const STATES: { [K in Import_State]?: Text } = {
  [Import_State.UPLOADING]: { zh: "上传未完", en: "uploading" },
  [Import_State.UPLOADED]: { zh: "已上传，未写入", en: "uploaded, not written" },
  [Import_State.WRITTEN]: { zh: "已写入", en: "written" },
  [Import_State.REVERTED]: { zh: "已收回", en: "taken back" },
};
const STAGES: { [K in ImportProgress_Stage]?: Text } = {
  [ImportProgress_Stage.READING]: { zh: "正在读表", en: "Reading the table" },
  [ImportProgress_Stage.CHECKING]: { zh: "正在逐行检查", en: "Checking each row" },
  [ImportProgress_Stage.WRITING]: { zh: "正在写入", en: "Writing" },
  [ImportProgress_Stage.DONE]: { zh: "完成", en: "Done" },
};

/** What tables may say, in the order in which they are offered. */
export const IMPORT_KINDS = Object.values(ImportKind).filter((one): one is ImportKind => typeof one === "number" && one > 0);

/** The names in the language that is shown. */
export const kindName = (kind: ImportKind): string => pick(KINDS[kind]);
export const stateName = (state: Import_State): string => pick(STATES[state]);
export const stageName = (stage: ImportProgress_Stage): string => pick(STAGES[stage]);
