import type { SchemeItem } from "../../gen/touchstone/v1/rule_pack_pb";
import type { Shown } from "../pen";

/** What every control gets: the item, its name for people, its cell, and where a value goes. */
export interface ControlProps {
  item: SchemeItem;
  name: string;
  cell: Shown;
  /** Enters a decimal string. Taking a mark back is no control's business: it is said apart. */
  onValue: (value: string) => void;
  /** Takes the last change of the cell back; null: none was made in this page. */
  onUndo: (() => void) | null;
}
