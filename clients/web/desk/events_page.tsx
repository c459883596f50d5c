import { useState } from "preact/hooks";
import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import { events } from "../lib/api";
import { catalogue } from "../lib/language";
import { list } from "./data/lists";
import { useLoaded } from "../lib/loaded";
import { may } from "./rights";
import { token } from "../lib/me";
import { idOf, newId } from "../lib/names";
import { go, href } from "../lib/router";
import { FormDialog, type Values } from "../ui/form";
import { FailureNotice } from "../ui/notice";
import { Table } from "../ui/table";
import { stateName } from "./ui/words";
import { moment, words } from "../ui/labels";

const texts = catalogue(
  {
    title: "比赛",
    create: "新建比赛",
    state: "状态",
    start: "开始",
    end: "结束",
    venue: "地点",
    idHint: "小写字母、数字和连字符；留空则自动生成。以后不能更改。",
    yourRole: "您的身份不管理比赛列表。请打开组织者给您的链接。",
    ofTraining: "这个身份在培训页工作。",
    toTraining: "打开培训与证书",
  },
  {
    title: "Events",
    create: "New event",
    state: "State",
    start: "Start",
    end: "End",
    venue: "Venue",
    idHint: "Lower-case letters, digits and hyphens; made up when empty. It cannot change later.",
    yourRole: "Your role has no list of events. Open the link that the organiser gave you.",
    ofTraining: "This role works in the training pages.",
    toTraining: "Open Training",
  },
);

/** What an event's form says, as fields of the message. */
export function eventFields(values: Values) {
  const at = (text: string | undefined) => (text ? { time: timestampFromDate(new Date(text)) } : {});
  const start = at(values["start"]);
  const end = at(values["end"]);
  return {
    displayName: values["name"] ?? "",
    venue: values["venue"] ?? "",
    ...("time" in start ? { startTime: start.time } : {}),
    ...("time" in end ? { endTime: end.time } : {}),
  };
}

/** The fields of an event's form that may change. */
export function eventForm() {
  const t = texts.value;
  return [
    { key: "name", label: words.value.name, required: true, maxLength: 200 },
    { key: "venue", label: t.venue, maxLength: 200 },
    { key: "start", label: t.start, kind: "date" as const },
    { key: "end", label: t.end, kind: "date" as const },
  ];
}

/** All events, and a new one. */
export function EventsPage() {
  const t = texts.value;
  const w = words.value;
  const known = may("listEvents");
  const { value, failure, reload } = useLoaded("events", () => (known ? list.events() : Promise.resolve([])));
  const [creating, setCreating] = useState(false);
  const create = async (values: Values) => {
    const made = await events.createEvent({
      eventId: values["id"] ?? "",
      event: eventFields(values),
      requestId: newId(),
    });
    go("event", idOf(made.name), "setup");
  };
  return (
    <main class="column">
      <div class="row">
        <h1>{t.title}</h1>
        <span class="grow" />
        {may("setUp") && (
          <button class="primary" onClick={() => setCreating(true)}>
            {t.create}
          </button>
        )}
      </div>
      <FailureNotice failure={failure} retry={reload} />
      {!known && !token.value?.company && <p>{t.yourRole}</p>}
      {!known && token.value?.company && (
        <p>
          {t.ofTraining} <a href="/training/">{t.toTraining}</a>
        </p>
      )}
      {known && value && (
        <Table
          caption={t.title}
          rows={value}
          keyOf={(event) => event.name}
          columns={[
            {
              key: "name",
              title: w.name,
              text: (event) => event.displayName,
              show: (event) => <a href={href("event", idOf(event.name))}>{event.displayName}</a>,
            },
            { key: "state", title: t.state, text: (event) => stateName(event.state) },
            { key: "venue", title: t.venue, text: (event) => event.venue },
            { key: "start", title: t.start, text: (event) => moment(event.startTime) },
            { key: "id", title: w.id, text: (event) => idOf(event.name) },
          ]}
        />
      )}
      {creating && (
        <FormDialog
          title={t.create}
          fields={[...eventForm(), { key: "id", label: w.id, pattern: "[a-z0-9\\-]{0,63}", hint: t.idHint }]}
          submit={t.create}
          onSubmit={create}
          onClose={() => setCreating(false)}
        />
      )}
    </main>
  );
}
