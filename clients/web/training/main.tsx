import { computed } from "@preact/signals";
import { render } from "preact";
import { askToPersist, keepAppUpToDate } from "../lib/offline/device";
import { route } from "../lib/router";
import { App } from "./app";
import { startOutbox } from "./offline/outbox";
import { provideForOffline } from "./offline/provide";
import { followSession } from "./offline/session";
import "./training.css";
import "./touch.css";

render(<App />, document.getElementById("app")!);
followSession();
void startOutbox();
provideForOffline();
void askToPersist().catch(() => undefined);
// A newer version comes in where nothing is being filled in.
const betweenPages = computed(() => ["", "batches", "workers"].includes(route.value[0] ?? ""));
void keepAppUpToDate("/training/", betweenPages).catch(() => undefined);
