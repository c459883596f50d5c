import { createClient } from "@connectrpc/connect";
import { EventsService } from "../../gen/touchstone/v1/events_pb";
import { JudgingService } from "../../gen/touchstone/v1/judging_pb";
import { TabletsService } from "../../gen/touchstone/v1/tablets_pb";
import { transport } from "../../lib/offline/server";

/** Clients that carry no secret by themselves: a tablet holds several, each call names its own. */
export const events = /*@__PURE__*/ createClient(EventsService, transport);
export const judging = /*@__PURE__*/ createClient(JudgingService, transport);
export const tablets = /*@__PURE__*/ createClient(TabletsService, transport);
