import {
  Assessment_Kind,
  CertificateBasis,
  CertificateFact_Kind,
  Evaluation_Grade,
  Evaluation_Kind,
  Evaluation_Subject,
  Honour_Level,
  MentorOutcome_Result,
  SkillLevel,
} from "../../gen/touchstone/v1/training_record_pb";
import { pick } from "../../lib/language";

type Text = { zh: string; en: string };

const CERTIFICATE: { [K in CertificateFact_Kind]?: Text } = {
  [CertificateFact_Kind.ISSUED]: { zh: "发证", en: "Issued" },
  [CertificateFact_Kind.REVIEWED]: { zh: "复审通过", en: "Review passed" },
  [CertificateFact_Kind.EXTENDED]: { zh: "延期", en: "Extended" },
  [CertificateFact_Kind.SUSPENDED]: { zh: "暂扣", en: "Suspended" },
  [CertificateFact_Kind.RESTORED]: { zh: "恢复", en: "Restored" },
  [CertificateFact_Kind.REVOKED]: { zh: "吊销", en: "Revoked" },
  [CertificateFact_Kind.SUPERSEDED]: { zh: "换发新证", en: "Superseded" },
  [CertificateFact_Kind.LONG_REVIEW_AGREED]: { zh: "同意延长复审", en: "Longer review agreed" },
};
const ASSESSMENT: { [K in Assessment_Kind]?: Text } = {
  [Assessment_Kind.THEORY]: { zh: "理论考核", en: "Theory" },
  [Assessment_Kind.PRACTICE]: { zh: "实操考核", en: "Practice" },
  [Assessment_Kind.ORAL]: { zh: "口述考核", en: "Oral" },
  [Assessment_Kind.PROCEDURE]: { zh: "SOP 检查", en: "SOP check" },
  [Assessment_Kind.EXAM]: { zh: "发证机关考试", en: "Exam of the authority" },
};
const BASIS: { [K in CertificateBasis]?: Text } = {
  [CertificateBasis.EXAM]: { zh: "凭考试", en: "by exam" },
  [CertificateBasis.CONTEST]: { zh: "凭竞赛名次", en: "by contest place" },
  [CertificateBasis.RECOGNITION]: { zh: "凭认定", en: "by recognition" },
  [CertificateBasis.CONVERSION]: { zh: "凭其他证书", en: "by another certificate" },
};
const LEVEL: { [K in Honour_Level]?: Text } = {
  [Honour_Level.NATIONAL]: { zh: "国家级", en: "national" },
  [Honour_Level.PROVINCE]: { zh: "省级", en: "of the province" },
  [Honour_Level.CITY]: { zh: "市级", en: "of the city" },
  [Honour_Level.DISTRICT]: { zh: "区级", en: "of the district" },
  [Honour_Level.COMPANY]: { zh: "企业级", en: "of the company" },
};

const EVALUATION: { [K in Evaluation_Kind]?: Text } = {
  [Evaluation_Kind.WEEKLY_CHECK]: { zh: "周检查", en: "Weekly check" },
  [Evaluation_Kind.MONTHLY_REVIEW]: { zh: "月考评", en: "Monthly review" },
  [Evaluation_Kind.YEARLY_OVERALL]: { zh: "年总评", en: "Yearly evaluation" },
};
const SUBJECT: { [K in Evaluation_Subject]?: Text } = {
  [Evaluation_Subject.WORKER]: { zh: "本人", en: "The worker" },
  [Evaluation_Subject.TEAM_LEADER]: { zh: "班组长履职", en: "As team leader" },
  [Evaluation_Subject.TEAM]: { zh: "所带班组", en: "His team" },
};
const GRADE: { [K in Evaluation_Grade]?: Text } = {
  [Evaluation_Grade.EXCELLENT]: { zh: "优秀", en: "excellent" },
  [Evaluation_Grade.GOOD]: { zh: "良好", en: "good" },
  [Evaluation_Grade.PASSED]: { zh: "合格", en: "passed" },
  [Evaluation_Grade.FAILED]: { zh: "不合格", en: "failed" },
};
const OUTCOME: { [K in MentorOutcome_Result]?: Text } = {
  [MentorOutcome_Result.REACHED]: { zh: "目标达成（出师）", en: "Goals reached" },
  [MentorOutcome_Result.NOT_REACHED]: { zh: "目标未达成", en: "Goals not reached" },
  [MentorOutcome_Result.ENDED_EARLY]: { zh: "提前解除", en: "Ended early" },
};
const SKILL: { [K in SkillLevel]?: Text } = {
  [SkillLevel.APPRENTICE]: { zh: "学徒工", en: "Apprentice" },
  [SkillLevel.JUNIOR]: { zh: "初级工", en: "Junior worker" },
  [SkillLevel.MIDDLE]: { zh: "中级工", en: "Intermediate worker" },
  [SkillLevel.SENIOR]: { zh: "高级工", en: "Senior worker" },
  [SkillLevel.TECHNICIAN]: { zh: "技师", en: "Technician" },
  [SkillLevel.SENIOR_TECHNICIAN]: { zh: "高级技师", en: "Senior technician" },
  [SkillLevel.SPECIAL_TECHNICIAN]: { zh: "特级技师", en: "Special technician" },
  [SkillLevel.CHIEF_TECHNICIAN]: { zh: "首席技师", en: "Chief technician" },
};

/** Names of what records say, in the language that is shown; empty when it is not said. */
export const certificateActName = (kind: CertificateFact_Kind): string => pick(CERTIFICATE[kind]);
export const assessmentName = (kind: Assessment_Kind): string => pick(ASSESSMENT[kind]);
export const basisName = (basis: CertificateBasis): string => pick(BASIS[basis]);
export const honourLevelName = (level: Honour_Level): string => pick(LEVEL[level]);
export const evaluationName = (kind: Evaluation_Kind): string => pick(EVALUATION[kind]);
export const subjectName = (subject: Evaluation_Subject): string => pick(SUBJECT[subject]);
export const gradeName = (grade: Evaluation_Grade): string => pick(GRADE[grade]);
export const outcomeName = (result: MentorOutcome_Result): string => pick(OUTCOME[result]);
export const skillName = (level: SkillLevel): string => pick(SKILL[level]);
