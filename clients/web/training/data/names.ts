import { signal } from "@preact/signals";
import type { CertificateType } from "../../gen/touchstone/v1/certificate_type_pb";
import type { Batch, Programme, Site } from "../../gen/touchstone/v1/training_pb";
import { catalogue, language, pick } from "../../lib/language";
import { useLoaded, type Loaded } from "../../lib/loaded";
import { byName, idOf } from "../../lib/names";
import { list } from "./lists";

const texts = catalogue(
  { session: (count: number) => `第 ${count} 次课` },
  { session: (count: number) => `Session ${count}` },
);

/** What a company's records name: its sites and batches, and the programmes and types of all. */
export interface Names {
  sites: Map<string, Site>;
  batches: Map<string, Batch>;
  programmes: Map<string, Programme>;
  /** By `certificateTypes/{certificate_type}`. */
  types: Map<string, CertificateType>;
}

async function read(company: string): Promise<Names> {
  const [sites, batches, programmes, types] = await Promise.all([
    list.sites(company),
    list.batches(company),
    list.programmes(),
    list.types(),
  ]);
  return {
    sites: byName(sites),
    batches: byName(batches),
    programmes: byName(programmes),
    types: new Map(types.map((type) => [`certificateTypes/${type.id}`, type])),
  };
}

const changes = signal(0);

/** Pages read the names again: something that has one was written. */
export const readNamesAgain = (): void => void ++changes.value;

/** The names of a company, for a page. */
export const useNames = (company: string): Loaded<Names> =>
  useLoaded(`names ${company} ${changes.value}`, () => read(company));

/** Names for people; the id where there is none. */
export const siteName = (names: Names, site: string): string => names.sites.get(site)?.displayName ?? idOf(site);
export const batchName = (names: Names, batch: string): string => names.batches.get(batch)?.displayName ?? idOf(batch);
export const typeName = (names: Names, type: string): string => pick(names.types.get(type)?.displayName) || idOf(type);
export const programmeName = (names: Names, programme: string): string =>
  pick(names.programmes.get(programme)?.displayName) || idOf(programme);

/** A session by its place in its batch, from 1. */
export const sessionPlace = (place: number): string => texts.value.session(place);
/** What a session is called: its subject, or its place in the batch; the id when the batch has none such. */
export function sessionName(batch: Batch | undefined, id: string): string {
  const at = batch?.sessions.findIndex((one) => one.id === id) ?? -1;
  return at < 0 ? id : batch?.sessions[at]?.subject || sessionPlace(at + 1);
}

/** A country's name for its code. */
export const countryName = (code: string): string =>
  new Intl.DisplayNames(language.value === "zh" ? "zh-CN" : "en", { type: "region" }).of(code) ?? code;
