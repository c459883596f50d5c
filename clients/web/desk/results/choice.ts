import type { Discipline } from "../../gen/touchstone/v1/events_pb";
import type { Board_Group } from "../../gen/touchstone/v1/leaderboard_pb";
import type { RulePack } from "../../gen/touchstone/v1/rule_pack_pb";

/** Which standings the page shows. */
export interface Choice {
  discipline: Discipline | undefined;
  stage: string;
  group: Board_Group;
  /** The pack of the discipline. */
  pack: RulePack | undefined;
}
