// The contest that is played: who takes part, what the judges enter, and what it is worth.
export const EVENT = "2026 园区电工技能赛";
export const COMPANIES = "单位\n云峰物流\n白河仓储\n";
export const ENTRANTS =
  "选手号\t姓名\t单位\n101\t赵卫东\t云峰物流\n102\t钱志明\t白河仓储\n103\t孙立新\t云峰物流\n";

/** A module as the pages name it in both languages, and the judges who mark it. */
export interface Module {
  zh: string;
  en: string;
  panel: string[];
}
export const EXAM: Module = { zh: "机考", en: "Computer-marked exam", panel: ["j6"] };
export const WIRING: Module = {
  zh: "控制线路安装与调试（45 分）",
  en: "Control circuit: wiring and start-up (45)",
  panel: ["j1", "j2", "j3"],
};
export const FAULTS: Module = { zh: "电气故障排查（35 分）", en: "Fault finding (35)", panel: ["j4", "j5"] };
export const FIRST_AID: Module = {
  zh: "安全用具与急救（20 分）",
  en: "Safety gear and first aid (20)",
  panel: ["j4", "j6"],
};
export const MODULES = [EXAM, WIRING, FAULTS, FIRST_AID];
/** Of the forklift contest, in which the planted fault is played. */
export const COURSE: Module = { zh: "场地驾驶与搬运", en: "Driving course and stacking", panel: ["j1", "j2"] };

/** Disciplines as the form of the desk wants them. */
export const ELECTRICIAN = {
  zh: "电工",
  en: "Electricians",
  id: "electrician",
  pack: "电工技能赛：理论 30% + 实操 70% · 1",
  scheme: "园区电工技能赛 2024",
};
export const FORKLIFT = {
  zh: "叉车",
  en: "Forklift",
  id: "forklift",
  pack: "叉车赛：用时 + 罚时，用时少者胜 · 1",
  scheme: "园区叉车技能赛 2024",
};

/** An item with how its control is used. */
export interface Item {
  zh: string;
  en: string;
  /** Points up to this; absent: faults are counted, once for the whole panel. */
  max?: string;
}
const items = {
  score: { zh: "机考成绩", en: "Score of the exam system", max: "100" },
  live: { zh: "带电作业，每次扣 5 分", en: "Live working, -5 each time" },
  helmet: { zh: "未戴安全帽，扣 5 分", en: "No helmet, -5" },
  leave: { zh: "首次通电未经裁判同意，扣 5 分", en: "First power-up without the judge's leave, -5" },
  damage: {
    zh: "操作不当损坏设备，每次扣 5 分，两次及以上取消资格",
    en: "Damage by own fault, -5; twice or more: disqualified",
  },
  layout: { zh: "元件布局", en: "Layout of components", max: "8" },
  routing: { zh: "线槽与走线", en: "Routing of cables", max: "8" },
  terminals: { zh: "接线端子与线号", en: "Terminals and markers", max: "9" },
  power: { zh: "通电功能", en: "Function under power", max: "10" },
  fault1: { zh: "故障一：判断与排除", en: "Fault 1: found and mended", max: "10" },
  fault2: { zh: "故障二：判断与排除", en: "Fault 2: found and mended", max: "10" },
  fault3: { zh: "故障三：判断与排除", en: "Fault 3: found and mended", max: "10" },
  range: { zh: "仪表量程选错，每次扣 1 分", en: "Wrong range of an instrument, -1 each" },
  record: { zh: "记录单漏项，每处扣 0.5 分", en: "Gap in the record, -0.5 each" },
  check: { zh: "漏查或错查，每处扣 2 分", en: "Missed or wrong check, -2 each" },
  order: {
    zh: "验电、放电、挂接地线顺序错误，扣 4 分",
    en: "Wrong order of test, discharge and earthing, -4",
  },
  assessment: { zh: "判断与呼救", en: "Assessment and call for help", max: "4" },
  belt: { zh: "未系安全带，+5 秒", en: "No belt, +5 s" },
  horn: { zh: "未鸣笛，每次 +5 秒", en: "No horn, +5 s each" },
  handbrake: { zh: "下车未拉手刹，每次 +5 秒", en: "Handbrake not pulled at a dismount, +5 s each" },
  cpr: { zh: "心肺复苏操作", en: "Resuscitation", max: "8" },
} satisfies Record<string, Item>;
export type ItemName = keyof typeof items;
export const ITEMS: Record<ItemName, Item> = items;

/** What one judge enters on one sheet, in this order. */
export type Entered = [item: ItemName, value: string][];

const safety = (helmet: string): Entered => [
  ["live", "0"],
  ["helmet", helmet],
  ["leave", "0"],
  ["damage", "0"],
];
const wiring = (...values: [string, string, string, string]): Entered => [
  ["layout", values[0]],
  ["routing", values[1]],
  ["terminals", values[2]],
  ["power", values[3]],
];
const faults = (...values: [string, string, string]): Entered => [
  ["fault1", values[0]],
  ["fault2", values[1]],
  ["fault3", values[2]],
];

/**
 * The faults, which a panel counts together, as its first judge enters them; by number and module.
 */
export const SHARED: Record<string, Map<Module, Entered>> = {
  101: new Map([
    [WIRING, safety("1")],
    [FAULTS, [["range", "0"], ["record", "0"]]],
    [FIRST_AID, [["check", "0"], ["order", "0"]]],
  ]),
  102: new Map([
    [WIRING, safety("0")],
    [FAULTS, [["range", "1"], ["record", "1"]]],
    [FIRST_AID, [["check", "1"], ["order", "0"]]],
  ]),
  103: new Map([
    [WIRING, safety("0")],
    [FAULTS, [["range", "0"], ["record", "2"]]],
    [FIRST_AID, [["check", "0"], ["order", "1"]]],
  ]),
};

/** What each judge of a panel enters alone, in the order of the panel; by number and module. */
export const OWN: Record<string, Map<Module, Entered[]>> = {
  101: new Map([
    [EXAM, [[["score", "80"]]]],
    [WIRING, [wiring("6", "7", "8", "10"), wiring("6.5", "7", "8", "10"), wiring("6", "7", "8", "10")]],
    [FAULTS, [faults("10", "8", "6"), faults("10", "9", "6")]],
    [FIRST_AID, [[["assessment", "3"], ["cpr", "8"]], [["assessment", "4"], ["cpr", "8"]]]],
  ]),
  102: new Map([
    [EXAM, [[["score", "90"]]]],
    [WIRING, [wiring("8", "8", "9", "10"), wiring("7.5", "8", "8.5", "10"), wiring("7.5", "8", "8.5", "9.5")]],
    [FAULTS, [faults("10", "10", "9"), faults("9.5", "10", "9.5")]],
    [FIRST_AID, [[["assessment", "4"], ["cpr", "8"]], [["assessment", "3.5"], ["cpr", "7.5"]]]],
  ]),
  103: new Map([
    [EXAM, [[["score", "70.5"]]]],
    [WIRING, [wiring("8", "8", "9", "10"), wiring("8", "8", "9", "10"), wiring("8", "8", "9", "10")]],
    [FAULTS, [faults("5", "5", "0"), faults("5", "5.5", "0")]],
    [FIRST_AID, [[["assessment", "4"], ["cpr", "6"]], [["assessment", "4"], ["cpr", "7"]]]],
  ]),
};

/*
 * Worked out by hand from the rules of the pack: judges' points are averaged and rounded to 2 places,
 * faults go off the share of their block, parts weigh 30 % and 70 % and are rounded to 2 places.
 *
 * 101  theory 80 × 0.30 = 24.00
 *      wiring    10−5 + (6+6.5+6)/3=6.17 + 7 + 8 + 10                          = 36.17
 *      faults    10 + 8.5 + 6 + 5                                              = 29.5
 *      first aid 8 + 3.5 + 8                                                   = 19.5
 *      practice  85.17 × 0.70 = 59.619 → 59.62                          total    83.62
 * 102  theory 90 × 0.30 = 27.00
 *      wiring    10 + (8+7.5+7.5)/3=7.67 + 8 + (9+8.5+8.5)/3=8.67 + 29.5/3=9.83 = 44.17
 *      faults    9.75 + 10 + 9.25 + (5−1−0.5)                                  = 32.5
 *      first aid 8−2 + 3.75 + 7.75                                             = 17.5
 *      practice  94.17 × 0.70 = 65.919 → 65.92                          total    92.92
 *      with the late mark (two wrong ranges): 93.17 × 0.70 = 65.219 → 65.22      92.22
 * 103  theory 70.5 × 0.30 = 21.15
 *      wiring    10 + 8 + 8 + 9 + 10                                           = 45
 *      faults    5 + 5.25 + 0 + (5−1)                                          = 14.25
 *      first aid 8−4 + 4 + 6.5                                                 = 14.5
 *      practice  73.75 × 0.70 = 51.625 → 51.63                          total    72.78
 */
export const TOTALS = { 101: "83.62", 102: "92.92", 103: "72.78" };
export const WINNER = {
  total: "92.22",
  steps: { theory: "27", practice: "65.22", wiring: "44.17", faults: "31.5", firstAid: "17.5" },
};
