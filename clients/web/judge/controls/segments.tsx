import { Icon } from "../pages/icon";
import { texts } from "../texts_sheet";
import type { ControlProps } from "./control";

/** One of a few values, each a button of its own; a second tap on the same one changes nothing. */
function Segments(props: ControlProps & { kind: string; options: { value: string; face: preact.ComponentChildren }[] }) {
  return (
    <div class={`segments ${props.kind}`} role="group" aria-label={props.name}>
      {props.options.map(({ value, face }) => (
        <button
          key={value}
          aria-pressed={props.cell.value === value}
          onClick={() => props.cell.value !== value && props.onValue(value)}
        >
          {face}
        </button>
      ))}
    </div>
  );
}

/** 0-1-2-3 with the wording of each level. */
export function Levels(props: ControlProps) {
  const t = texts.value;
  const usual = [t.level0, t.level1, t.level2, t.level3];
  const options = usual.map((text, level) => ({
    value: String(level),
    face: (
      <>
        <strong>{level}</strong>
        <small data-name={props.item.levelTexts[level] ? true : undefined}>{props.item.levelTexts[level] || text}</small>
      </>
    ),
  }));
  return <Segments {...props} kind="levels" options={options} />;
}

/** Pass or fail. */
export function PassFail(props: ControlProps) {
  const t = texts.value;
  const options = [
    { value: "1", face: <><Icon name="check" />{t.pass}</> },
    { value: "0", face: <><Icon name="cross" />{t.fail}</> },
  ];
  return <Segments {...props} kind="pass" options={options} />;
}

/** One of the scheme's answers; its number is entered. */
export function Choice(props: ControlProps) {
  const kind = props.item.calculation?.kind;
  const labels = kind?.case === "choice" ? kind.value.options : [];
  const options = labels.map(({ label }, i) => ({ value: String(i + 1), face: <span data-name>{label}</span> }));
  return <Segments {...props} kind="choice" options={options} />;
}
