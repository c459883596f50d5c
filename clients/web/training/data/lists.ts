import { all, events, training } from "../../lib/api";

const pageSize = 1000;

/** Whole lists, all pages of each. `company` is `companies/{company}`. */
export const list = {
  companies: () =>
    all(async (pageToken) => {
      const page = await events.listCompanies({ pageSize, pageToken });
      return { items: page.companies, nextPageToken: page.nextPageToken };
    }),
  types: () =>
    all(async (pageToken) => {
      const page = await training.listCertificateTypes({ pageSize, pageToken });
      return { items: page.certificateTypes, nextPageToken: page.nextPageToken };
    }),
  programmes: () =>
    all(async (pageToken) => {
      const page = await training.listProgrammes({ pageSize, pageToken });
      return { items: page.programmes, nextPageToken: page.nextPageToken };
    }),
  sites: (company: string) =>
    all(async (pageToken) => {
      const page = await training.listSites({ parent: company, pageSize, pageToken });
      return { items: page.sites, nextPageToken: page.nextPageToken };
    }),
  batches: (company: string) =>
    all(async (pageToken) => {
      const page = await training.listBatches({ company, pageSize, pageToken });
      return { items: page.batches, nextPageToken: page.nextPageToken };
    }),
  files: (company: string) =>
    all(async (pageToken) => {
      const page = await training.listFiles({ parent: company, pageSize, pageToken });
      return { items: page.files, nextPageToken: page.nextPageToken };
    }),
  records: (worker: string) =>
    all(async (pageToken) => {
      const page = await training.listRecords({ parent: worker, pageSize, pageToken });
      return { items: page.records, nextPageToken: page.nextPageToken };
    }),
  attendances: (batch: string) =>
    all(async (pageToken) => {
      const page = await training.listAttendances({ parent: batch, pageSize, pageToken });
      return { items: page.attendances, nextPageToken: page.nextPageToken };
    }),
  lapses: (company: string, days: number) =>
    all(async (pageToken) => {
      const page = await training.listLapses({ parent: company, days, pageSize, pageToken });
      return { items: page.lapses, nextPageToken: page.nextPageToken };
    }),
};
