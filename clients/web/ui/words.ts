/**
 * Words that several apps say: one word for one thing in each language, as in docs/glossary.md.
 * `pick` gives the one of the language that is shown.
 */
export const WORDS = {
  notMarked: { zh: "未打分", en: "Not marked" },
  notAttempted: { zh: "未试做", en: "Not attempted" },
  unsure: { zh: "不确定", en: "Unsure" },
  pass: { zh: "合格", en: "Pass" },
  fail: { zh: "不合格", en: "Fail" },
  submitted: { zh: "已提交", en: "Submitted" },
  conflict: { zh: "冲突", en: "Conflict" },
  provisional: { zh: "暂计", en: "Provisional" },
  waiting: { zh: "待评", en: "Waiting" },
  rescore: { zh: "需重评", en: "To be re-scored" },
  final: { zh: "最终", en: "Final" },
  didNotFinish: { zh: "未完成", en: "Did not finish" },
  didNotStart: { zh: "未参赛", en: "Did not start" },
  disqualified: { zh: "取消资格", en: "Disqualified" },
  safetyZero: { zh: "安全清零", en: "Safety zero" },
  live: { zh: "实时", en: "Live" },
  frozen: { zh: "封榜", en: "Frozen" },
  numbersOnly: { zh: "只显示号码", en: "Numbers only" },
  published: { zh: "已公布", en: "Published" },
  rulePack: { zh: "评分规则", en: "Rule pack" },
  cancel: { zh: "取消", en: "Cancel" },
} as const satisfies Record<string, { zh: string; en: string }>;
