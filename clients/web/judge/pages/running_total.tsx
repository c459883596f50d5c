import { RulePack_Measure } from "../../gen/touchstone/v1/rule_pack_pb";
import { useEngine } from "../context";
import type { RunningTotal } from "../engine";
import { texts } from "../texts_photo";

/** What the marks add up to at the server, and as of when; nothing is computed here. */
export function RunningTotalLine({ total, measure }: { total: RunningTotal; measure: RulePack_Measure }) {
  const t = texts.value;
  const offline = useEngine().connection.value.state !== "online";
  const older = total.older || offline;
  const value = measure === RulePack_Measure.SECONDS ? t.seconds(total.value) : t.points(total.value);
  return (
    <p class={`running-total ${older ? "is-older" : ""}`}>
      <span>{t.total}</span>
      <strong data-name>{value}</strong>
      <span class="quiet">{t.asOf(String(total.position))}</span>
      {older && <span class="warn">{total.older ? t.older : t.offline}</span>}
    </p>
  );
}
