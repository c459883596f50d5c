import { CertificateTypeSchema } from "../../gen/touchstone/v1/certificate_type_pb";
import {
  AttendanceLineSchema,
  BatchSchema,
  FileSchema,
  ProgrammeSchema,
  SiteSchema,
} from "../../gen/touchstone/v1/training_pb";
import { OpenFindingSchema } from "../../gen/touchstone/v1/training_progress_pb";
import { RecordSchema } from "../../gen/touchstone/v1/training_record_pb";
import { all, events } from "../../lib/api";
import { kept } from "../offline/kept";
import { imports, progress, training } from "./api";

const pageSize = 1000;

/** So many files are read at once, and searched here, also by pinyin. */
export const MOST_FILES = 20_000;

/**
 * Whole lists, all pages of each. `company` is `companies/{company}`. What a trainer works with is
 * kept on his device.
 */
export const list = {
  companies: () =>
    all(async (pageToken) => {
      const page = await events.listCompanies({ pageSize, pageToken });
      return { items: page.companies, nextPageToken: page.nextPageToken };
    }),
  types: () =>
    kept("types", CertificateTypeSchema, () =>
      all(async (pageToken) => {
        const page = await training.listCertificateTypes({ pageSize, pageToken });
        return { items: page.certificateTypes, nextPageToken: page.nextPageToken };
      }),
    ),
  programmes: () =>
    kept("programmes", ProgrammeSchema, () =>
      all(async (pageToken) => {
        const page = await training.listProgrammes({ pageSize, pageToken });
        return { items: page.programmes, nextPageToken: page.nextPageToken };
      }),
    ),
  sites: (company: string) =>
    kept(`sites ${company}`, SiteSchema, () =>
      all(async (pageToken) => {
        const page = await training.listSites({ parent: company, pageSize, pageToken });
        return { items: page.sites, nextPageToken: page.nextPageToken };
      }),
    ),
  batches: (company: string) =>
    kept(`batches ${company}`, BatchSchema, () =>
      all(async (pageToken) => {
        const page = await training.listBatches({ company, pageSize, pageToken });
        return { items: page.batches, nextPageToken: page.nextPageToken };
      }),
    ),
  /** The first of them; a company may have more, which are found by search. */
  files: (company: string) =>
    kept(`files ${company}`, FileSchema, () =>
      all(async (pageToken) => {
        const page = await training.listFiles({ parent: company, pageSize, pageToken });
        return { items: page.files, nextPageToken: page.nextPageToken };
      }, MOST_FILES),
    ),
  /** Those whose name or staff number has this in it, as the server finds them: the first page. */
  filesWith: async (company: string, search: string) =>
    (await training.listFiles({ parent: company, pageSize: 100, search })).files,
  records: (worker: string) =>
    all(async (pageToken) => {
      const page = await training.listRecords({ parent: worker, pageSize, pageToken });
      return { items: page.records, nextPageToken: page.nextPageToken };
    }),
  attendances: (batch: string) =>
    kept(`attendances ${batch}`, AttendanceLineSchema, () =>
      all(async (pageToken) => {
        const page = await training.listAttendances({ parent: batch, pageSize, pageToken });
        return { items: page.attendances, nextPageToken: page.nextPageToken };
      }),
    ),
  planItems: (company: string) =>
    all(async (pageToken) => {
      const page = await training.listPlanItems({ parent: company, pageSize, pageToken });
      return { items: page.planItems, nextPageToken: page.nextPageToken };
    }),
  lapses: (company: string, days: number) =>
    all(async (pageToken) => {
      const page = await training.listLapses({ parent: company, days, pageSize, pageToken });
      return { items: page.lapses, nextPageToken: page.nextPageToken };
    }),
  /** What is to be put right at a company, or of one of its workers. */
  openFindings: (company: string) =>
    kept(`findings ${company}`, OpenFindingSchema, () =>
      all(async (pageToken) => {
        const page = await progress.listFindings({ parent: company, pageSize, pageToken });
        return { items: page.findings, nextPageToken: page.nextPageToken };
      }),
    ),
  /** Assessments of a batch that count, of these workers. */
  assessments: (batch: string, workers: readonly string[]) =>
    kept(`assessments ${batch}`, RecordSchema, async () => {
      const files = await Promise.all(
        workers.map((parent) =>
          training.listRecords({ parent, facts: ["assessment"], countedOnly: true, pageSize }),
        ),
      );
      return files
        .flatMap((file) => file.records)
        .filter(({ fact }) => fact.case === "assessment" && fact.value.batch === batch);
    }),
  ladders: (company: string) =>
    all(async (pageToken) => {
      const page = await progress.listLadders({ parent: company, pageSize, pageToken });
      return { items: page.ladders, nextPageToken: page.nextPageToken };
    }),
  wageRules: (company: string) =>
    all(async (pageToken) => {
      const page = await progress.listWageRules({ parent: company, pageSize, pageToken });
      return { items: page.wageRules, nextPageToken: page.nextPageToken };
    }),
  mentorContracts: (company: string, openOnly: boolean) =>
    all(async (pageToken) => {
      const page = await progress.listMentorContracts({ parent: company, openOnly, pageSize, pageToken });
      return { items: page.contracts, nextPageToken: page.nextPageToken };
    }),
  imports: (company: string) =>
    all(async (pageToken) => {
      const page = await imports.listImports({ parent: company, pageSize, pageToken });
      return { items: page.imports, nextPageToken: page.nextPageToken };
    }),
};
