import { useState } from "preact/hooks";
import { Event_State } from "../../gen/touchstone/v1/events_pb";
import { catalogue } from "../../lib/language";
import { may } from "../rights";
import { useLoaded } from "../../lib/loaded";
import { idOf } from "../../lib/names";
import { useEvent } from "../data/this_event";
import { href } from "../../lib/router";
import { FailureNotice } from "../../ui/notice";
import { Alarms } from "./alarms";
import { BoardSwitch } from "./board_switch";
import { readDay } from "./day";
import { NextStep } from "./next_step";
import { ProgressMatrix } from "./progress_matrix";
import { RescoreDialog, type RescoreSubject } from "./rescore_dialog";
import { SheetDialog, type SheetSubject } from "./sheet_dialog";

const texts = catalogue(
  { title: "比赛进行", draft: "比赛还在筹备。布置好后开赛，评分进度会显示在这里。", toSetup: "去布置" },
  {
    title: "The day",
    draft: "The event is still being set up. Once it has started, the progress of marking shows here.",
    toSetup: "Set up",
  },
);

/** The state of the day: the next step, what needs attention, who has marked what. */
export function DayPage() {
  const t = texts.value;
  const { event } = useEvent();
  const running = event.state !== Event_State.DRAFT;
  const { value, failure, reload } = useLoaded(
    `${event.name} ${event.state}`,
    () => readDay(event.name),
    event.state === Event_State.RUNNING ? 4 : 0,
  );
  const [sheet, setSheet] = useState<SheetSubject>();
  const [rescore, setRescore] = useState<RescoreSubject>();
  return (
    <>
      <h1>{t.title}</h1>
      <div class="split">
        <NextStep />
        {running && event.state !== Event_State.PUBLISHED && may("lock") && <BoardSwitch />}
      </div>
      <FailureNotice failure={failure} retry={reload} />
      {!running && (
        <p>
          {t.draft} {may("setUp") && <a href={href("event", idOf(event.name), "setup")}>{t.toSetup}</a>}
        </p>
      )}
      {running && value && <Alarms disciplines={value.disciplines} onRescore={setRescore} />}
      {running && value && <ProgressMatrix data={value} onOpen={setSheet} />}
      {sheet && <SheetDialog subject={sheet} onClose={() => setSheet(undefined)} onRescore={setRescore} />}
      {rescore && <RescoreDialog subject={rescore} onClose={() => setRescore(undefined)} />}
    </>
  );
}
