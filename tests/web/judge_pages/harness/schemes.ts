import { create } from "@bufbuild/protobuf";
import { ItemKind, RulePackSchema, SchemeSchema } from "../../../../clients/web/gen/touchstone/v1/rule_pack_pb";

const text = (zh: string, en: string) => ({ zh, en });
const item = (id: string, zh: string, en: string, kind: ItemKind, more = {}) => ({
  id,
  displayName: text(zh, en),
  kind,
  ...more,
});

export const pack = create(RulePackSchema, { id: "all-kinds", version: "1", displayName: text("全部题型", "All kinds") });

/** A module with one item of every kind that is marked by hand, and the forklift course. */
export const scheme = create(SchemeSchema, {
  id: "judge-pages",
  displayName: text("电工技能赛", "Electricians"),
  parts: [
    {
      id: "practice",
      displayName: text("实操", "Practice"),
      modules: [
        {
          id: "m1",
          displayName: text("控制线路安装与调试", "Control circuit: wiring and start-up"),
          panelSize: 3,
          blocks: [
            {
              id: "safety",
              displayName: text("安全文明（10 分，扣完为止）", "Safety (10, down to 0)"),
              share: "10",
              items: [
                item("live-working", "带电作业", "Live working", ItemKind.FAULT, { deduction: "5" }),
                item("no-helmet", "未戴安全帽", "No helmet", ItemKind.FAULT, { deduction: "5", max: "1" }),
                item("damage", "操作不当损坏设备", "Damage by own fault", ItemKind.FAULT, {
                  deduction: "5",
                  disqualifyAt: 2,
                }),
              ],
            },
            {
              id: "wiring",
              displayName: text("布线与接线", "Wiring"),
              items: [
                item("layout", "元件布局", "Layout of components", ItemKind.POINTS, { max: "8", step: "0.5" }),
                item("terminals", "接线端子与线号", "Terminals and markers", ItemKind.POINTS, {
                  max: "9",
                  step: "0.25",
                  note: "",
                }),
                item("power", "通电一次成功", "Works at the first power-up", ItemKind.MEASUREMENT, {
                  max: "4",
                  calculation: { kind: { case: "passFail", value: {} } },
                }),
                item("depth", "孔深（毫米）", "Depth of the hole (mm)", ItemKind.MEASUREMENT, {
                  max: "2",
                  calculation: {
                    kind: { case: "differenceDeduction", value: { target: "25", difference: "0.5", deduction: "0.5" } },
                  },
                }),
                item("labels", "线号齐全的端子", "Terminals with a marker", ItemKind.MEASUREMENT, {
                  max: "3",
                  calculation: { kind: { case: "numberCompleted", value: { possible: "24" } } },
                }),
                item("motor", "电机转向", "Direction of the motor", ItemKind.MEASUREMENT, {
                  max: "2",
                  calculation: {
                    kind: {
                      case: "choice",
                      value: {
                        options: [
                          { label: "Right at once", deduction: "0" },
                          { label: "Right after a change", deduction: "1" },
                          { label: "Wrong", deduction: "2" },
                        ],
                      },
                    },
                  },
                }),
                item("tidy", "走线整齐美观", "Cables are tidy", ItemKind.JUDGEMENT, { max: "1.5", wsosSection: "4" }),
              ],
            },
          ],
        },
      ],
    },
    {
      id: "driving",
      displayName: text("驾驶", "Driving"),
      modules: [
        {
          id: "course",
          displayName: text("场地驾驶与搬运", "Driving course and stacking"),
          panelSize: 2,
          attempts: 2,
          blocks: [
            {
              id: "clock",
              displayName: text("用时", "Time"),
              items: [
                item("time", "计时器显示用时", "Displayed time", ItemKind.TIME, { max: "3600", step: "0.01" }),
              ],
            },
            {
              id: "penalties",
              displayName: text("罚时", "Penalties"),
              items: [
                item("box-touches", "货箱触地", "Box touches the ground", ItemKind.PENALTY, { seconds: "15" }),
                item("box-falls", "货箱倾倒或掉落（复位时停表）", "Box tips or falls (clock stopped while it is set up)", ItemKind.PENALTY, { seconds: "30" }),
                item("no-belt", "未系安全带", "No belt", ItemKind.PENALTY, { seconds: "5" }),
                item("no-horn", "未鸣笛", "No horn", ItemKind.PENALTY, { seconds: "5" }),
                item("fork-height", "货叉离地不在 20-30 厘米", "Forks not at 20-30 cm", ItemKind.PENALTY, { seconds: "5" }),
                item("no-look-back", "倒车未回头观察", "Not looking back when reversing", ItemKind.PENALTY, { seconds: "5" }),
                item("no-handbrake", "下车未拉手刹", "Handbrake not pulled", ItemKind.PENALTY, { seconds: "5" }),
                item("out-of-line", "停车出线", "Out of the parking line", ItemKind.PENALTY, { seconds: "10" }),
                item("gate-hit", "碰门框（报警）：该项重做", "Gate hit (alarm): start the item again", ItemKind.PENALTY, { seconds: "0" }),
              ],
            },
          ],
        },
      ],
    },
  ],
});
