// Lines of a contest that the tests show.
import { Status, type Line } from "./fake_server.ts";

const NAMES = (
  "王建国、李红梅、张伟、刘洋、陈晓东、欧阳志强、赵敏、孙立军、周婷、吴国华、郑海燕、冯刚、" +
  "Alexander Hamilton、褚卫民、卫青、蒋大为、沈丽、韩雪、杨帆、朱明"
).split("、");
const COMPANIES = [
  "华东精密机械有限公司",
  "滨江港务集团",
  "中建安装第三工程分公司",
  "新能源科技",
  "Northern Mining Equipment Ltd",
  "园区供电所",
];

const AWARDS = [
  { zh: "一等奖", en: "First prize" },
  { zh: "二等奖", en: "Second prize" },
  { zh: "三等奖", en: "Third prize" },
  { zh: "三等奖", en: "Third prize" },
] as const;

/** `count` entrants with falling totals; places 2 and 3 are shared when `tie`. */
export function contest(count: number, tie = true): Line[] {
  return Array.from({ length: count }, (_, at): Line => {
    const second = tie && at === 2;
    const place = second ? 2 : at + 1;
    return {
      subject: `events/park-2026/entrants/e${at}`,
      code: String(at * 7 + 101),
      displayName: NAMES[at % NAMES.length] ?? "",
      company: COMPANIES[at % COMPANIES.length] ?? "",
      place,
      shared: tie && (at === 1 || at === 2),
      total: (98.4 - place * 1.37).toFixed(2),
      status: at % 5 === 4 ? Status.PROVISIONAL : Status.FINAL,
      ...(at < 6 && { award: AWARDS[Math.ceil(at / 2)] }),
    };
  });
}

/** Lines without a place, one of each kind. */
export const unplaced: Line[] = [
  { code: "901", displayName: "何平", company: "滨江港务集团", status: Status.DID_NOT_FINISH },
  { code: "902", displayName: "吕方", company: "新能源科技", status: Status.DID_NOT_START },
  { code: "903", displayName: "施然", company: "园区供电所", status: Status.DISQUALIFIED },
  { code: "904", displayName: "孔亮", company: "新能源科技", status: Status.RESCORE, total: "61.20" },
  { code: "905", displayName: "曹阳", company: "滨江港务集团", status: Status.WAITING },
];
