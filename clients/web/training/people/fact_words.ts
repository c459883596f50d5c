import {
  Assessment_Kind,
  CertificateBasis,
  CertificateFact_Kind,
  Honour_Level,
  type Record,
} from "../../gen/touchstone/v1/training_record_pb";
import { catalogue, pick } from "../../lib/language";
import { batchName, siteName, typeName, type Names } from "../data/names";

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
  },
);

/** A record in words: what it is, and what it says. */
export interface FactWords {
  title: string;
  details: string[];
}

/** Says a record in the language that is shown. */
export function factWords({ fact }: Record, names: Names): FactWords {
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
      const session = names.batches.get(fact.value.batch)?.sessions.find((one) => one.id === fact.value.session);
      return say(t.attendance, batchName(names, fact.value.batch), session?.subject || fact.value.session, hours(fact.value.classHours));
    }
    case "certificate": {
      const { kind, number, office, classHours, basis } = fact.value;
      return say(`${pick(CERTIFICATE[kind])} · ${type(fact.value.type)}`, number, office, pick(BASIS[basis]), hours(classHours));
    }
    case "assessment": {
      const { kind, score, passed, attempt, certificateType, batch } = fact.value;
      const about = batch ? batchName(names, batch) : type(certificateType);
      return say(pick(ASSESSMENT[kind]), passed ? t.passed : t.failed, about, score && t.score(score), attempt > 1 && t.attempt(attempt));
    }
    case "hours":
      return say(t.hours, fact.value.subject, hours(fact.value.classHours), type(fact.value.certificateType));
    case "violation":
      return say(t.violation, fact.value.rule, fact.value.serious && t.serious, type(fact.value.certificateType));
    case "health":
      return say(fact.value.fit ? t.fit : t.unfit, type(fact.value.certificateType));
    case "honour":
      return say(t.honour, fact.value.title, pick(LEVEL[fact.value.level]), fact.value.awardedBy);
    case "contestResult": {
      const { contest, discipline, place, prize } = fact.value;
      return say(t.contest, contest, discipline, place > 0 && t.place(place), prize);
    }
    case "work":
      return say(fact.value.ended ? t.workEnded : t.workBegan, type(fact.value.certificateType));
    case "withdrawal":
      return say(t.withdrawal, fact.value.reason);
    default:
      return say(t.confirmation);
  }
}
