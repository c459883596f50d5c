import { fromJsonString, toJsonString } from "@bufbuild/protobuf";
import { ListStandingsResponseSchema, type Standing } from "../gen/touchstone/v1/leaderboard_pb";
import { all, leaderboard } from "../lib/api";
import { keyOf, type Choice } from "./address";
import { boardOf } from "./watch";

/** A reveal under way: standings that were taken once, and how many steps were shown. */
export interface Ceremony {
  /** In the order of the board. */
  standings: readonly Standing[];
  /** Local time, in milliseconds. */
  takenAt: number;
  shown: number;
}

const storeKey = (choice: Choice) => `touchstone.reveal.${keyOf(choice)}`;

/** Reads all lines of a board, once. */
export async function takeStandings(choice: Choice): Promise<Ceremony> {
  const board = boardOf(choice);
  const standings = await all(async (pageToken) => {
    const page = await leaderboard.listStandings({ board, pageSize: 1000, pageToken });
    return { items: page.standings, nextPageToken: page.nextPageToken };
  });
  return { standings, takenAt: Date.now(), shown: 0 };
}

/** Keeps a ceremony in this tab, across reloads. */
export function keepCeremony(choice: Choice, { standings, takenAt, shown }: Ceremony): void {
  const lines = toJsonString(ListStandingsResponseSchema, {
    $typeName: "touchstone.v1.ListStandingsResponse",
    standings: [...standings],
    nextPageToken: "",
    totalSize: standings.length,
    position: 0n,
    boardState: 0,
  });
  sessionStorage.setItem(storeKey(choice), JSON.stringify({ lines, takenAt, shown }));
}

/** The ceremony of this tab, when there is one. */
export function keptCeremony(choice: Choice): Ceremony | undefined {
  const kept = sessionStorage.getItem(storeKey(choice));
  if (!kept) return undefined;
  const { lines, takenAt, shown }: { lines: string; takenAt: number; shown: number } =
    JSON.parse(kept);
  const { standings } = fromJsonString(ListStandingsResponseSchema, lines);
  return { standings, takenAt, shown };
}
