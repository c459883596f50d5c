import type { Event } from "../../gen/touchstone/v1/events_pb";
import type { Standing } from "../../gen/touchstone/v1/leaderboard_pb";
import { RulePack_Measure, type RulePack } from "../../gen/touchstone/v1/rule_pack_pb";
import { catalogue, language, pick } from "../../lib/language";
import { timestampDate } from "@bufbuild/protobuf/wkt";

const texts = catalogue(
  {
    title: "证书",
    said: (event: string, discipline: string) => `在「${event}」${discipline ? `${discipline}赛项` : ""}中获得`,
    place: (place: number) => `第 ${place} 名`,
    total: (total: string) => `成绩 ${total}`,
    seconds: (total: string) => `成绩 ${total} 秒`,
  },
  {
    title: "Certificate",
    said: (event: string, discipline: string) => `took part in “${event}”${discipline ? `, ${discipline},` : ""} and came`,
    place: (place: number) => `place ${place}`,
    total: (total: string) => `Result ${total}`,
    seconds: (total: string) => `Result ${total} s`,
  },
);

const dayOf = (event: Event): string => {
  const time = event.endTime ?? event.publishTime ?? event.startTime;
  const date = time ? timestampDate(time) : new Date();
  return new Intl.DateTimeFormat(language.value === "zh" ? "zh-CN" : "en-GB", { dateStyle: "long" }).format(date);
};

/** Certificates for all who are ranked and have a name, a page each. */
export function Certificates(props: {
  event: Event;
  discipline: string;
  pack: RulePack | undefined;
  rows: readonly Standing[];
}) {
  const t = texts.value;
  const { event, discipline, pack, rows } = props;
  const total = pack?.measure === RulePack_Measure.SECONDS ? t.seconds : t.total;
  return (
    <>
      {rows
        .filter((row) => row.place && row.displayName)
        .map((row) => (
          <article class="certificate" key={row.code || row.subject}>
            <h1>{t.title}</h1>
            <p class="certificate-name">{row.displayName}</p>
            <p>{row.company}</p>
            <p>{t.said(event.displayName, discipline)}</p>
            <p class="certificate-award">{pick(row.award) || t.place(row.place)}</p>
            <p class="quiet">
              {pick(row.award) && `${t.place(row.place)} · `}
              {total(row.total)}
            </p>
            <footer>
              <span>{event.venue}</span>
              <span>{dayOf(event)}</span>
            </footer>
          </article>
        ))}
    </>
  );
}
