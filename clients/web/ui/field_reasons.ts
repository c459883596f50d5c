/**
 * What the server says of fields that are not acceptable, each with what people read instead: the
 * field's last name and words that its description contains, then Chinese and English. A test holds
 * it against what the server's checks of records say.
 */
export const FIELD_REASONS: readonly (readonly [said: string, zh: string, en: string])[] = [
  ["date: is no day of the calendar", "没有这个日期", "There is no such day"],
  ["date: is not the day of the session", "日期不是这次课的日期", "The day is not that of the session"],
  ["date: is before the evaluation", "整改日期早于发现问题的检查", "The day is before the check that found it"],
  ["date: is before the term of the contract", "日期早于师徒协议的期限", "The day is before the term of the contract"],
  ["end_date: is no day of the calendar", "没有结束的那一天", "There is no such day to end on"],
  ["end_date: is before date", "结束早于开始", "It ends before it begins"],
  ["end_date: is the last day of the term", "没有填师徒协议的到期日", "The last day of the contract is missing"],
  [
    "end_date: is computed from the type and never entered",
    "证书的到期日由系统按证书类型计算，不能填写",
    "The last day is computed from the type of certificate and cannot be entered",
  ],
  ["due_date: is before the evaluation", "整改期限早于检查日期", "It is to be right before the day of the check"],
  ["due_date: is no day of the calendar", "没有整改期限的那一天", "There is no such day to be right by"],
  ["id: occurs twice", "同一个编号出现两次", "The same id occurs twice"],
  ["fact: is required", "没有写明是什么事", "It is not said what happened"],
  ["replaces: names what is withdrawn", "没有写明撤回哪一条", "It is not said what is taken back"],
  ["evidence_hash: is 32 bytes", "附件的校验值不对", "The hash of the evidence is wrong"],
  ["class_hours: must be above 0", "课时要大于 0", "The class hours are to be above 0"],
  ["class_hours: is more than 0 and at most 24", "课时要大于 0，最多 24", "Class hours are more than 0 and at most 24"],
  ["sessions: was attended", "有人签到的课次不能改，也不能去掉", "A session that somebody attended stays as it is"],
  [
    "attempt: the attempt before is not there, or was passed",
    "没有不合格的前一次考核，不是补考",
    "There is no attempt before that was not passed, so it is no resit",
  ],
  ["score: is required", "没有填得分", "There is no score"],
  ["score: is more than 100", "得分超过 100", "The score is above 100"],
  ["grade: is required", "没有评等级", "There is no grade"],
  ["team: is required", "没有填班组", "There is no team"],
  ["team: is not what is evaluated", "考评的是本人，不能填班组", "The worker himself is evaluated, so there is no team"],
  ["mentor: is the apprentice himself", "师傅和徒弟是同一个人", "Mentor and apprentice are the same person"],
  ["to_level: is not above from_level", "要达到的等级不高于现在的等级", "The level to be reached is not above the level now"],
  ["goals: needs at least 1 items", "没有填目标", "There is no goal"],
  ["goals: has more than 20 items", "目标最多 20 个", "There are more than 20 goals"],
  ["goals: has more than 300 characters", "一个目标最多 300 字", "A goal has more than 300 letters"],
];
