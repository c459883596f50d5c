import { createEngine } from "../../../clients/web/judge/engine_start";
import { pictureOf } from "../../../clients/web/judge/picture";

// The test calls the engine as the pages of the app do. The times are short, so that it need not
// wait for what is a matter of minutes on a tablet.
const times = JSON.parse(localStorage.getItem("times") ?? "{}");
Object.assign(globalThis, { engine: createEngine({ beat: 1_500, waitingBeat: 300, ...times }), pictureOf });
