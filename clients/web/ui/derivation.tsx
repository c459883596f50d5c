import type { Derivation, DerivationInput } from "../gen/touchstone/v1/leaderboard_pb";
import { language, pick } from "../lib/language";
import { idOf } from "../lib/names";
import { WORDS } from "./words";
import "./derivation.css";

/** Chinese for the words of leaderboard.proto's Derivation; what is not here is shown as it is. */
const CHINESE: Record<string, string> = {
  total: "总分",
  sum: "相加",
  weighted: "加权",
  "share less faults": "配分减扣分",
  "best attempt": "取最好一次",
  "last attempt": "取最后一次",
  "sum of attempts": "各次相加",
  "shared mark": "共同评分",
  mean: "平均",
  "trimmed mean": "去最高最低后平均",
  "sum of the panel": "各裁判相加",
  judgement: "等级评价",
  "pass or fail": `${WORDS.pass.zh}/${WORDS.fail.zh}`,
  "number completed": "按完成数",
  "deduction for difference": "按偏差扣分",
  "ranged score": "按区间",
  choice: "按选项",
  faults: "按扣分点扣分",
  penalties: "罚时",
  deduction: "扣分",
  complete: "完成",
  "not marked": WORDS.notMarked.zh,
  "panel incomplete": "评委组未全部提交",
  rescore: WORDS.rescore.zh,
  zeroed: WORDS.safetyZero.zh,
  "did not finish": WORDS.didNotFinish.zh,
  "did not start": WORDS.didNotStart.zh,
  disqualified: WORDS.disqualified.zh,
  "highest dropped": "去掉最高",
  "lowest dropped": "去掉最低",
  missing: "缺",
  "not attempted": WORDS.notAttempted.zh,
  "not counted": "不计",
  panel: "评委组",
  "panel mark": "评委组得分",
  factor: "系数",
  max: "满分",
  seconds: "每次秒数",
  share: "配分",
  weight: "权重",
  "half up": "四舍五入",
  "half even": "四舍六入五成双",
  down: "截去",
};

const word = (english: string) =>
  language.value === "zh" ? (CHINESE[english] ?? english) : english;

/** "2 half up" as words. */
function roundingText(rounding: string): string {
  const [places = "", ...rest] = rounding.split(" ");
  const how = word(rest.join(" ") || "half up");
  return language.value === "zh"
    ? `${how}到 ${places} 位小数`
    : `rounded ${how} to ${places} decimals`;
}

const titleOf = ({ id, displayName }: Derivation) =>
  id ? pick(displayName) || idOf(id) : word("total");

function Input({ input }: { input: DerivationInput }) {
  return (
    <li class={input.leftOut ? "left-out" : ""}>
      <span>{word(input.label)}</span> <b>{input.value || "—"}</b>
      {input.leftOut && <em> {word(input.leftOut)}</em>}
    </li>
  );
}

function Body({ node }: { node: Derivation }) {
  const rounded = node.rounding && node.exact && node.exact !== node.value;
  return (
    <>
      {rounded && (
        <p class="step quiet">
          {node.exact} → {node.value}　{roundingText(node.rounding)}
        </p>
      )}
      {node.inputs.length > 0 && (
        <ul class="inputs">
          {node.inputs.map((input, index) => (
            <Input key={index} input={input} />
          ))}
        </ul>
      )}
      {node.rule && <p class="step rule quiet">{node.rule}</p>}
    </>
  );
}

function Head({ node }: { node: Derivation }) {
  const state = node.state && node.state !== "complete" ? node.state : "";
  return (
    <>
      <span class="what">{titleOf(node)}</span>
      <span class="how quiet">{word(state || node.operation)}</span>
      <b class="value">{node.value || "—"}</b>
    </>
  );
}

/** The tree of a computation: every step opens into those that went in. */
export function DerivationTree({ root, depth = 0 }: { root: Derivation; depth?: number }) {
  return (
    <details class="derivation" open={depth < 2}>
      <summary>
        <Head node={root} />
      </summary>
      <Body node={root} />
      {root.children.map((child) => (
        <DerivationTree key={child.id} root={child} depth={depth + 1} />
      ))}
    </details>
  );
}
