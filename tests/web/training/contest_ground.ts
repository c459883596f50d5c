// The contractor, and a contest of electricians in which three of its workers were judged.
import { type Entered, EXAM, FAULTS, FIRST_AID, type ItemName, type Module, OWN, SHARED, WIRING } from "../day/contest.ts";
import { Ground } from "./ground.ts";

/** Where the modules and items of the contest stand in its scheme. */
const MODULES = new Map<Module, string>([
  [EXAM, "theory/exam"],
  [WIRING, "practice/m1"],
  [FAULTS, "practice/m2"],
  [FIRST_AID, "practice/m3"],
]);

/** Who takes part under which number, and at which branch of the contractor he works. */
export const ENTRANTS = [
  { code: "101", worker: "zhao", name: "赵卫东", site: "miner/b01" },
  { code: "102", worker: "qian", name: "钱志明", site: "miner/b02" },
  { code: "103", worker: "sun", name: "孙立新", site: "miner/b01" },
] as const;

/** Where the items stand in their modules. */
const ITEMS: Partial<Record<ItemName, string>> = {
  ...{ score: "paper/score", live: "safety/live-working", helmet: "safety/no-helmet", leave: "safety/power-up-without-leave" },
  ...{ damage: "safety/damage", layout: "wiring/layout", routing: "wiring/routing", terminals: "wiring/terminals" },
  ...{ power: "wiring/function", fault1: "faults/fault-1", fault2: "faults/fault-2", fault3: "faults/fault-3" },
  ...{ range: "record/wrong-range", record: "record/record-gap", check: "gear/missed-check", order: "gear/wrong-order" },
  ...{ assessment: "first-aid/assessment", cpr: "first-aid/cpr" },
};

/** The contest is judged and locked by `start`; `publish` publishes it. */
export class ContestGround extends Ground {
  override async start(): Promise<void> {
    await super.start();
    for (const { worker, name, site } of ENTRANTS) {
      this.cli(["worker", "create", "--id", worker, "--company", "miner", "--name", name, "--staff-number", `E-${worker}`]);
      this.cli(["record", "add", worker, "posting", "--date", "2021-03-01", `site=${site}`, "trade=电工"]);
    }
    this.cli(["event", "create", "--id", "park", "--name", "2026 园区电工技能赛"]);
    const rules = ["--pack", "electrician-30-70", "--scheme", "electrician-park-2024"];
    this.cli(["discipline", "create", "park", "--id", "electrician", "--name", "电工", ...rules]);
    for (const { code, worker } of ENTRANTS) {
      this.cli(["entrant", "create", "park", "--code", code, "--discipline", "electrician", "--worker", worker]);
    }
    const judges = this.appointJudges();
    this.cli(["event", "start", "park"]);
    this.judge(judges);
    this.cli(["event", "lock", "park"]);
  }

  publish(): void {
    this.cli(["event", "publish", "park"]);
  }

  /** Judges with what they mark; their tokens. */
  private appointJudges(): Map<string, string> {
    const names = [...new Set([...MODULES.keys()].flatMap(({ panel }) => panel))];
    for (const id of names) {
      const modules = [...MODULES].filter(([module]) => module.panel.includes(id)).map(([, path]) => path);
      this.cli(["judge", "create", "park", "--id", id, "--name", `裁判 ${id}`]);
      this.cli(["assignment", "create", "park", "--judge", id, "--discipline", "electrician", "--modules", modules.join()]);
    }
    return new Map(names.map((id) => [id, this.token("judge", "park", "--judge", id)]));
  }

  /** Everybody enters what stands in the contest's tables, and seals his sheets. */
  private judge(tokens: Map<string, string>): void {
    for (const { code } of ENTRANTS) {
      for (const [module, path] of MODULES) {
        module.panel.forEach((judge, place) => {
          const shared: Entered = place === 0 ? (SHARED[code]?.get(module) ?? []) : [];
          const at = ["park", "--discipline", "electrician", "--code", code];
          for (const [item, value] of [...shared, ...(OWN[code]?.get(module)?.[place] ?? [])]) {
            this.cli(["mark", "record", ...at, "--item", `${path}/${ITEMS[item]}`, "--value", value], tokens.get(judge));
          }
          this.cli(["sheet", "seal", ...at, "--module", path], tokens.get(judge));
        });
      }
    }
  }
}
