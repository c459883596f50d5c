import { timestampDate } from "@bufbuild/protobuf/wkt";
import { useState } from "preact/hooks";
import { Event_State, type Event, type UnlockRequest } from "../../gen/touchstone/v1/events_pb";
import { events, failureOf, type Failure } from "../../lib/api";
import { catalogue } from "../../lib/language";
import { may } from "../rights";
import { idOf, newId } from "../../lib/names";
import { useEvent } from "../data/this_event";
import { href } from "../../lib/router";
import { Confirm } from "../ui/confirm";
import { FailureNotice } from "../../ui/notice";
import { stateName } from "../ui/words";
import { moment, words } from "../../ui/labels";

const texts = catalogue(
  {
    state: "当前状态",
    start: "开始比赛",
    startLead: "开始后裁判可以打分，评分规则和评分表不再更改。",
    lock: "锁定成绩",
    lockLead: "锁定后迟到的打分进入“待处理”，由裁判长决定。锁定可以凭理由解除。",
    publish: "公布成绩",
    publishLead: "公布后所有人都能看到名次、姓名和得分推导，比赛不再更改。",
    force: "仍要公布",
    forceLead: "还有评分表没有提交或记录没有处理。公布后不能再补。",
    unlock: "申请解除锁定",
    unlockLead: "须由另一个人在 15 分钟内同意，裁判才又可以打分。理由会写入记录。",
    grant: "同意解除锁定",
    grantLead: "您同意后裁判又可以打分。双方都会写入记录。",
    asked: (reason: string, until: string) => `有人申请解除锁定：${reason}（${until} 前有效，须由另一个人同意）`,
    lockedAt: (time: string) => `锁定于 ${time}`,
    publishedAt: (time: string) => `公布于 ${time}`,
    results: "查看成绩",
    waitForStart: "下一步由组织者进行：开始比赛",
    wait: "下一步由组织者或裁判长进行",
  },
  {
    state: "State",
    start: "Start the event",
    startLead: "Judges can mark from then on; rule packs and schemes no longer change.",
    lock: "Lock the marks",
    lockLead: "Later marks wait for the chief judge. A lock can be taken back, with a reason.",
    publish: "Publish the results",
    publishLead: "Everybody then sees places, names and derivations; the event no longer changes.",
    force: "Publish all the same",
    forceLead: "Sheets are not complete or entries wait. They cannot be made up for after publication.",
    unlock: "Ask for an unlock",
    unlockLead: "Judges can mark again once another person agrees, within 15 minutes. The reason goes on record.",
    grant: "Agree to the unlock",
    grantLead: "Judges can then mark again. Both of you go on record.",
    asked: (reason: string, until: string) =>
      `Somebody asks for an unlock: ${reason} (holds until ${until}; another person must agree)`,
    lockedAt: (time: string) => `Locked ${time}`,
    publishedAt: (time: string) => `Published ${time}`,
    results: "See the results",
    waitForStart: "The organiser takes the next step: the start",
    wait: "The organiser or the chief judge takes the next step",
  },
);

type Ask = "start" | "lock" | "publish" | "force" | "unlock" | "grant";

/** Reasons of a refused publication that its forcing overrides. */
const FORCEABLE = ["MARKS_PENDING", "ENTRIES_WAITING"];

function call(ask: Ask, event: Event, reason: string): Promise<Event> {
  const request = { name: event.name, reason, requestId: newId() };
  switch (ask) {
    case "start":
      return events.startEvent(request);
    case "lock":
      return events.lockEvent(request);
    case "unlock":
    case "grant":
      return events.unlockEvent(request);
    case "publish":
      return events.publishEvent(request);
    case "force":
      return events.publishEvent({ ...request, force: true });
  }
}

/** What somebody asked for and nobody granted yet. */
function unlockAsked({ unlockRequest }: Event): UnlockRequest | undefined {
  const until = unlockRequest?.expireTime;
  return until && timestampDate(until) > new Date() ? unlockRequest : undefined;
}

function nextOf(event: Event): "start" | "lock" | "publish" | undefined {
  if (event.state === Event_State.DRAFT && may("setUp")) return "start";
  if (event.state === Event_State.RUNNING && may("lock")) return "lock";
  if (event.state === Event_State.LOCKED && may("publish")) return "publish";
  return undefined;
}

/** The state of the event and its next step as one big button. */
export function NextStep() {
  const t = texts.value;
  const { event, reload } = useEvent();
  const [ask, setAsk] = useState<Ask>();
  const [failure, setFailure] = useState<Failure>();
  const next = nextOf(event);
  const go = async (step: Ask, reason = "") => {
    setFailure(undefined);
    await call(step, event, reason);
    await reload();
  };
  const asked = unlockAsked(event);
  const start = () => go("start").catch((error) => setFailure(failureOf(error)));
  const leads = { lock: t.lockLead, publish: t.publishLead, force: t.forceLead, unlock: t.unlockLead, grant: t.grantLead, start: "" };
  const confirm = async (step: Ask, reason: string) => {
    try {
      await go(step, reason);
    } catch (error) {
      // A publication that can be forced is offered beside the button; all else is told in the dialog.
      const why = failureOf(error);
      if (step !== "publish" || !FORCEABLE.includes(why.reason)) throw error;
      setFailure(why);
    }
  };
  return (
    <section class="card column step">
      <div>
        <small class="quiet">{t.state}</small>
        <div class="state-line">
          <strong>{stateName(event.state)}</strong>
          {event.lockTime && event.state === Event_State.LOCKED && (
            <span class="quiet">{t.lockedAt(moment(event.lockTime))}</span>
          )}
          {event.publishTime && <span class="quiet">{t.publishedAt(moment(event.publishTime))}</span>}
        </div>
      </div>
      {next === "start" && <p class="quiet">{t.startLead}</p>}
      {next && (
        <button class="primary big" onClick={() => (next === "start" ? void start() : setAsk(next))}>
          {t[next]}
        </button>
      )}
      {!next && event.state !== Event_State.PUBLISHED && (
        <p class="quiet">{event.state === Event_State.DRAFT ? t.waitForStart : t.wait}</p>
      )}
      {event.state === Event_State.PUBLISHED && (
        <a class="button primary big" href={href("event", idOf(event.name), "results")}>
          {t.results}
        </a>
      )}
      <FailureNotice failure={failure} />
      {failure && FORCEABLE.includes(failure.reason) && (
        <button onClick={() => setAsk("force")}>{t.force}</button>
      )}
      {asked && <p class="warn">{t.asked(asked.reason, moment(asked.expireTime))}</p>}
      {event.state === Event_State.LOCKED && may("lock") && (
        <button onClick={() => setAsk(asked ? "grant" : "unlock")}>{asked ? t.grant : t.unlock}</button>
      )}
      {ask && (
        <Confirm
          title={t[ask]}
          submit={t[ask]}
          fields={
            ask === "unlock" || ask === "grant"
              ? [{ key: "reason", label: words.value.reason, required: true, maxLength: 500, kind: "long" }]
              : []
          }
          onConfirm={({ reason = "" }) => confirm(ask, reason)}
          onClose={() => setAsk(undefined)}
        >
          <p>{leads[ask]}</p>
        </Confirm>
      )}
    </section>
  );
}
