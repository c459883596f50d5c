import { ItemKind, type SchemeItem } from "../../gen/touchstone/v1/rule_pack_pb";
import { parseDecimal } from "./decimal";

/** What a judge's hand does to enter an item. */
export type Form = "levels" | "pass" | "choice" | "count" | "points" | "measure" | "time";

/** What may be entered, as rule_pack.proto says; the server checks the same again. */
export interface Limits {
  /** Smallest entry; null: none. */
  least: bigint | null;
  /** Largest entry; null: none. */
  most: bigint | null;
  /** Entries are multiples of this; null: up to six decimals. */
  step: bigint | null;
}

const whole = 1_000_000n;

/** The control that fits the item. */
export function formOf(item: SchemeItem): Form {
  switch (item.kind) {
    case ItemKind.JUDGEMENT:
      return "levels";
    case ItemKind.FAULT:
    case ItemKind.PENALTY:
      return "count";
    case ItemKind.TIME:
      return "time";
    case ItemKind.MEASUREMENT:
      switch (item.calculation?.kind.case) {
        case "passFail":
          return "pass";
        case "choice":
          return "choice";
        case "numberCompleted":
          return "points";
        default:
          return item.calculation ? "measure" : "points";
      }
    default:
      return "points";
  }
}

/** The limits of an entry for the item. */
export function limitsOf(item: SchemeItem): Limits {
  const step = item.step ? parseDecimal(item.step) : null;
  const most = item.max ? parseDecimal(item.max) : null;
  const calculation = item.kind === ItemKind.MEASUREMENT ? item.calculation?.kind : undefined;
  switch (calculation?.case) {
    case "numberCompleted":
      return { least: 0n, most: parseDecimal(calculation.value.possible), step: step ?? whole };
    case "differenceDeduction":
    case "rangedScore":
      return { least: null, most: null, step };
  }
  return { least: 0n, most, step: formOf(item) === "count" ? whole : step };
}

/** Why `value` may not be entered; null: it may. */
export function whyNot(limits: Limits, value: bigint): "above" | "below" | "step" | null {
  if (limits.most !== null && value > limits.most) return "above";
  if (limits.least !== null && value < limits.least) return "below";
  return limits.step !== null && value % limits.step !== 0n ? "step" : null;
}
