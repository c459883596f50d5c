import type { SchemeItem } from "../../gen/touchstone/v1/rule_pack_pb";
import { ItemKind } from "../../gen/touchstone/v1/rule_pack_pb";
import { parseDecimal } from "../controls/decimal";
import type { Shown } from "../pen";
import { texts } from "../texts_sheet";

/** What the scheme says about an item, in chips: limits, what a fault costs, the target. */
export function ItemFacts({ item, cell }: { item: SchemeItem; cell: Shown }) {
  const t = texts.value;
  const calculation = item.kind === ItemKind.MEASUREMENT ? item.calculation?.kind : undefined;
  const facts = [
    item.kind === ItemKind.FAULT && item.deduction && t.costs(item.deduction),
    item.kind === ItemKind.PENALTY && (item.seconds === "0" ? t.clockRuns : t.adds(item.seconds)),
    item.disqualifyAt > 0 && t.disqualifies(item.disqualifyAt),
    calculation?.case === "numberCompleted" && t.possible(calculation.value.possible),
    (calculation?.case === "differenceDeduction" || calculation?.case === "rangedScore") &&
      calculation.value.target &&
      t.target(calculation.value.target),
    item.wsosSection && t.wsos(item.wsosSection),
    cell.round > 0 && t.rescore(cell.round),
  ].filter((fact) => fact !== false && fact !== "" && fact !== undefined);
  const count = cell.value === undefined ? null : parseDecimal(cell.value);
  const out = item.disqualifyAt > 0 && count !== null && count >= BigInt(item.disqualifyAt) * 1_000_000n;
  return (
    <>
      {facts.length > 0 && (
        <ul class="facts-of-item">
          {facts.map((fact) => (
            <li key={fact}>{fact}</li>
          ))}
        </ul>
      )}
      {item.note && (
        <p class="quiet item-note" data-name>
          {item.note}
        </p>
      )}
      {out && (
        <p class="bad" role="alert">
          {t.disqualifiesNow}
        </p>
      )}
    </>
  );
}
