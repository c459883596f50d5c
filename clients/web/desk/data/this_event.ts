import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Event } from "../../gen/touchstone/v1/events_pb";

/** The event of the page, and how to read it again. */
export interface ThisEvent {
  event: Event;
  reload: () => Promise<void>;
}

/** Given by the event's page to all that stands on it. */
export const EventContext = createContext<ThisEvent | null>(null);

/** The event of the page. */
export function useEvent(): ThisEvent {
  const event = useContext(EventContext);
  if (!event) throw new Error("not inside an event page");
  return event;
}
