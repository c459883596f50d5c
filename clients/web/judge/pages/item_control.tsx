import { formOf } from "../controls/limits";
import type { ControlProps } from "../controls/control";
import { Choice, Levels, PassFail } from "../controls/segments";
import { Measured, Stepper } from "../controls/stepper";
import { StopwatchPanel } from "../controls/stopwatch_panel";
import { texts } from "../texts_sheet";

/** The control that fits the item. */
export function ItemControl(props: ControlProps & { keptAs: string }) {
  switch (formOf(props.item)) {
    case "levels":
      return <Levels {...props} />;
    case "pass":
      return <PassFail {...props} />;
    case "choice":
      return <Choice {...props} />;
    case "count":
      return <Stepper {...props} counts />;
    case "points":
      return <Stepper {...props} counts={false} />;
    case "measure":
      return <Measured {...props} />;
    case "time":
      return <StopwatchPanel {...props} />;
  }
}

/** What was entered, in words, where nothing can be entered. */
export function EnteredValue({ item, cell }: Pick<ControlProps, "item" | "cell">) {
  const t = texts.value;
  if (cell.notAttempted) return <span class="read not-attempted">{t.notAttempted}</span>;
  if (cell.value === undefined) return <span class="read unmarked">{t.notMarked}</span>;
  return (
    <strong class="read" data-name>
      {valueInWords(item, cell.value)}
    </strong>
  );
}

/** "Pass", "3 ×", "83.42 s", "2": a value as people say it. */
export function valueInWords(item: ControlProps["item"], value: string | undefined): string {
  const t = texts.value;
  if (value === undefined) return t.notMarked;
  switch (formOf(item)) {
    case "pass":
      return value === "1" ? t.pass : t.fail;
    case "choice": {
      const kind = item.calculation?.kind;
      return (kind?.case === "choice" && kind.value.options[Number(value) - 1]?.label) || value;
    }
    case "count":
      return t.times(value);
    case "time":
      return `${value} ${t.secondsUnit}`;
    default:
      return value;
  }
}
