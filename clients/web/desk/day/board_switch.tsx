import { Event_BoardState } from "../../gen/touchstone/v1/events_pb";
import { events } from "../../lib/api";
import { catalogue } from "../../lib/language";
import { newId } from "../../lib/names";
import { boardStateName } from "../../ui/states";
import { useEvent } from "../data/this_event";
import { attempt } from "../../ui/notice";

const texts = catalogue(
  {
    title: "大屏与观众看到的",
    live: "姓名与总分，随评分更新",
    frozen: "停在封榜时的样子",
    numbers: "只有选手号和总分",
  },
  {
    title: "What hall and spectators see",
    live: "Names and totals as they come",
    frozen: "The standings as they were when frozen",
    numbers: "Numbers and totals only",
  },
);

const STATES = [Event_BoardState.LIVE, Event_BoardState.FROZEN, Event_BoardState.NUMBERS_ONLY] as const;

/** Chooses what the board shows before publication. */
export function BoardSwitch() {
  const t = texts.value;
  const { event, reload } = useEvent();
  const now =
    event.boardState === Event_BoardState.UNSPECIFIED ? Event_BoardState.NUMBERS_ONLY : event.boardState;
  const lead = {
    [Event_BoardState.LIVE]: t.live,
    [Event_BoardState.FROZEN]: t.frozen,
    [Event_BoardState.NUMBERS_ONLY]: t.numbers,
  };
  const choose = (boardState: Event_BoardState) =>
    attempt(async () => {
      await events.setBoardState({ name: event.name, boardState, requestId: newId() });
      await reload();
    });
  return (
    <fieldset class="card column board-switch">
      <legend>{t.title}</legend>
      {STATES.map((state) => (
        <label class="check" key={state}>
          <input type="radio" name="board" checked={now === state} onChange={() => void choose(state)} />
          <span>
            <strong>{boardStateName(state)}</strong> <span class="quiet">{lead[state]}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
