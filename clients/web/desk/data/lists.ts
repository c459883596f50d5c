import { all, accounts, events, judging, leaderboard } from "../../lib/api";
import type { Board } from "../../gen/touchstone/v1/leaderboard_pb";

const pageSize = 1000;
type BoardOf = Omit<Board, "$typeName" | "$unknown">;

/** Whole lists, all pages of each. `parent` is `events/{event}`. */
export const list = {
  events: () =>
    all(async (pageToken) => {
      const page = await events.listEvents({ pageSize, pageToken });
      return { items: page.events, nextPageToken: page.nextPageToken };
    }),
  companies: () =>
    all(async (pageToken) => {
      const page = await events.listCompanies({ pageSize, pageToken });
      return { items: page.companies, nextPageToken: page.nextPageToken };
    }),
  workers: () =>
    all(async (pageToken) => {
      const page = await events.listWorkers({ pageSize, pageToken });
      return { items: page.workers, nextPageToken: page.nextPageToken };
    }),
  packs: () =>
    all(async (pageToken) => {
      const page = await events.listRulePacks({ pageSize, pageToken });
      return { items: page.rulePacks, nextPageToken: page.nextPageToken };
    }),
  schemes: () =>
    all(async (pageToken) => {
      const page = await events.listSchemes({ pageSize, pageToken });
      return { items: page.schemes, nextPageToken: page.nextPageToken };
    }),
  disciplines: (parent: string) =>
    all(async (pageToken) => {
      const page = await events.listDisciplines({ parent, pageSize, pageToken });
      return { items: page.disciplines, nextPageToken: page.nextPageToken };
    }),
  teams: (parent: string) =>
    all(async (pageToken) => {
      const page = await events.listTeams({ parent, pageSize, pageToken });
      return { items: page.teams, nextPageToken: page.nextPageToken };
    }),
  entrants: (parent: string) =>
    all(async (pageToken) => {
      const page = await events.listEntrants({ parent, pageSize, pageToken });
      return { items: page.entrants, nextPageToken: page.nextPageToken };
    }),
  judges: (parent: string) =>
    all(async (pageToken) => {
      const page = await events.listJudges({ parent, pageSize, pageToken });
      return { items: page.judges, nextPageToken: page.nextPageToken };
    }),
  assignments: (parent: string) =>
    all(async (pageToken) => {
      const page = await events.listAssignments({ parent, pageSize, pageToken });
      return { items: page.assignments, nextPageToken: page.nextPageToken };
    }),
  sheets: (parent: string) =>
    all(async (pageToken) => {
      const page = await judging.listSheets({ parent, pageSize, pageToken });
      return { items: page.sheets, nextPageToken: page.nextPageToken };
    }),
  incidents: (parent: string) =>
    all(async (pageToken) => {
      const page = await judging.listIncidents({ parent, pageSize, pageToken });
      return { items: page.incidents, nextPageToken: page.nextPageToken };
    }),
  waiting: (parent: string) =>
    all(async (pageToken) => {
      const page = await judging.listWaitingEntries({ parent, pageSize, pageToken });
      return { items: page.entries, nextPageToken: page.nextPageToken };
    }),
  standings: (board: BoardOf) =>
    all(async (pageToken) => {
      const page = await leaderboard.listStandings({ board, pageSize, pageToken });
      return { items: page.standings, nextPageToken: page.nextPageToken };
    }),
  accounts: () =>
    all(async (pageToken) => {
      const page = await accounts.listAccounts({ pageSize, pageToken });
      return { items: page.accounts, nextPageToken: page.nextPageToken };
    }),
};
