import type { Entrant } from "../../gen/touchstone/v1/events_pb";
import { pick } from "../../lib/language";
import type { EntrantData } from "../setup/entrants";
import { Qr } from "../../ui/qr";

/**
 * Bibs to print, two on a page: number, QR code of the number, discipline. No name and no company:
 * judges see bibs.
 */
export function Bibs(props: { event: string; entrants: readonly Entrant[]; data: EntrantData }) {
  const { event, entrants, data } = props;
  return (
    <div class="bibs">
      {entrants.map((entrant) => (
        <article class="bib" key={entrant.name}>
          <small>{event}</small>
          <strong>{entrant.code}</strong>
          <Qr text={entrant.code} label={entrant.code} />
          <span>{pick(data.disciplineOf.get(entrant.discipline)?.displayName)}</span>
        </article>
      ))}
    </div>
  );
}
