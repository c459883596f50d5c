import { Event_BoardState } from "../gen/touchstone/v1/events_pb";
import { Standing_Status } from "../gen/touchstone/v1/leaderboard_pb";
import { pick } from "../lib/language";
import { WORDS } from "./words";

const STATUSES = {
  [Standing_Status.UNSPECIFIED]: undefined,
  [Standing_Status.FINAL]: WORDS.final,
  [Standing_Status.PROVISIONAL]: WORDS.provisional,
  [Standing_Status.WAITING]: WORDS.waiting,
  [Standing_Status.DID_NOT_FINISH]: WORDS.didNotFinish,
  [Standing_Status.DID_NOT_START]: WORDS.didNotStart,
  [Standing_Status.DISQUALIFIED]: WORDS.disqualified,
  [Standing_Status.RESCORE]: WORDS.rescore,
};
const BOARD_STATES = {
  [Event_BoardState.UNSPECIFIED]: WORDS.numbersOnly,
  [Event_BoardState.LIVE]: WORDS.live,
  [Event_BoardState.FROZEN]: WORDS.frozen,
  [Event_BoardState.NUMBERS_ONLY]: WORDS.numbersOnly,
  [Event_BoardState.PUBLISHED]: WORDS.published,
};

/** How final a standing is, in words; empty when the server does not say. */
export const statusName = (status: Standing_Status): string => pick(STATUSES[status]);
/** What a board shows, in words. */
export const boardStateName = (state: Event_BoardState): string => pick(BOARD_STATES[state]);
