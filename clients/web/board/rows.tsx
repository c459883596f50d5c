import { useLayoutEffect, useRef } from "preact/hooks";
import { Standing_Status, type Standing } from "../gen/touchstone/v1/leaderboard_pb";
import { pick } from "../lib/language";
import { statusName } from "../ui/states";
import { clock } from "./live";
import { MARKED_FOR, type LineChange } from "./standings";
import { texts } from "./texts";

const MOVE: KeyframeAnimationOptions = { duration: 900, easing: "cubic-bezier(.3,0,.1,1)" };

/**
 * Moves the rows of a list from where they were to where they are now, calmly. `order` changes when
 * rows may have moved, `scene` when another page came up, on which nothing moves.
 */
export function useCalmMoves(order: string, scene: string) {
  const list = useRef<HTMLDivElement>(null);
  const tops = useRef(new Map<string, { x: number; y: number }>());
  const lastScene = useRef("");
  useLayoutEffect(() => {
    const still =
      tops.current.size === 0 ||
      lastScene.current !== scene ||
      matchMedia("(prefers-reduced-motion: reduce)").matches;
    lastScene.current = scene;
    const next = new Map<string, { x: number; y: number }>();
    for (const row of list.current?.querySelectorAll<HTMLElement>("[data-code]") ?? []) {
      const code = row.dataset["code"] ?? "";
      const { offsetLeft: x, offsetTop: y } = row;
      next.set(code, { x, y });
      const was = tops.current.get(code);
      if (still || (was?.x === x && was.y === y)) continue;
      const from = was
        ? { transform: `translate(${was.x - x}px, ${was.y - y}px)`, zIndex: 1 }
        : { opacity: 0 };
      row.animate([from, {}], MOVE);
    }
    tops.current = next;
  }, [order, scene]);
  return list;
}

/** Place of a line; a shared one says so. */
function Place({ line }: { line: Standing }) {
  if (!line.place) return <span class="place none">–</span>;
  return (
    <span class={`place ${line.place <= 3 ? `top${line.place}` : ""}`}>
      {line.place}
      {line.shared && (
        <small>
          <span aria-hidden="true">=</span>
          <span class="visually-hidden"> {texts.value.shared}</span>
        </small>
      )}
    </span>
  );
}

function Change({ change }: { change: LineChange }) {
  const t = texts.value;
  const { moved } = change;
  const words = moved > 0 ? t.up(moved) : moved < 0 ? t.down(-moved) : t.changed;
  return (
    <span class={`change ${moved > 0 ? "up" : moved < 0 ? "down" : ""}`}>
      <span aria-hidden="true">{moved > 0 ? `▲${moved}` : moved < 0 ? `▼${-moved}` : "●"}</span>
      <span class="visually-hidden">{words}</span>
    </span>
  );
}

/** Digits after the point of the longest total, so that all can be written alike. */
export const decimalsOf = (lines: readonly Standing[]) =>
  Math.max(0, ...lines.map(({ total }) => total.split(".")[1]?.length ?? 0));

/** An exact decimal with zeros after it, so that points stand below each other. */
function aligned(total: string, decimals: number): string {
  if (!/^-?\d+(\.\d+)?$/.test(total) || decimals === 0) return total || "—";
  const [whole, fraction = ""] = total.split(".");
  return `${whole}.${fraction.padEnd(decimals, "0")}`;
}

/** One line of a board. */
export function Row(props: {
  line: Standing;
  index: number;
  change?: LineChange | undefined;
  group: boolean;
  /** Digits after the point; see `decimalsOf`. */
  decimals: number;
  mine?: boolean | undefined;
  /** Opens "why this number?" of the line. */
  onExplain?: (() => void) | undefined;
}) {
  const { line, index, change, group, decimals, mine, onExplain } = props;
  const marked = change && clock.value - change.at < MARKED_FOR ? change : undefined;
  const status = line.status === Standing_Status.FINAL ? "" : statusName(line.status);
  const award = pick(line.award);
  const total = aligned(line.total, decimals);
  return (
    <div
      role="row"
      aria-rowindex={index + 1}
      data-code={line.code}
      class={`line ${marked ? "changed" : ""} ${mine ? "mine" : ""} ${line.displayName ? "" : "nameless"}`}
    >
      <div class="plate">
        <span role="cell" class="cell-place">
          <Place line={line} />
          {marked && <Change change={marked} />}
        </span>
        {!group && (
          <span role="cell" class="code">
            {line.code}
          </span>
        )}
        <span role="cell" class="who">
          <span class="name">{line.displayName || (group ? line.code : "")}</span>
          {line.company && line.company !== line.displayName && (
            <span class="company">{line.company}</span>
          )}
        </span>
        <span role="cell" class="tags">
          {award && <span class="award">{award}</span>}
          {status && <span class={`status status-${line.status}`}>{status}</span>}
        </span>
        <span role="cell" class="total">
          {onExplain ? (
            <button class="why-button" onClick={onExplain}>
              {total}
              <span class="visually-hidden"> {texts.value.why}</span>
            </button>
          ) : (
            total
          )}
        </span>
      </div>
    </div>
  );
}
