import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "vite";
import { buildPages, loadBundled } from "../support/pages.ts";
import { Touchstone } from "../support/touchstone.ts";
import { Proxy } from "./proxy.ts";

export type Messages = typeof import("./messages.ts");

const here = (path: string): string => new URL(path, import.meta.url).pathname;

/** Items of the only sheet of each entrant. */
export const ITEMS = 60;
export const MODULE = "practice/bench";
export const EVENT = "offline";

/** What is served: the engine alone, with a fault planted or none, or the app as it is delivered. */
export type Build = "engine" | "cleared-on-send" | "200-is-a-receipt" | "app";

async function buildPage(outDir: string, what: Build): Promise<void> {
  if (what === "app") return buildPages(outDir);
  const define = { __FAULT__: JSON.stringify(what === "engine" ? "" : what) };
  await build({ configFile: here("./vite.config.ts"), logLevel: "error", define, build: { outDir } });
}

/** A server of its own with an event of one module, and the proxy in front of it. */
export class Ground {
  readonly proxy = new Proxy();
  messages!: Messages;
  private readonly server: Touchstone;
  private second = "";
  private readonly port: number;
  private judges = 0;

  constructor(port: number) {
    this.port = port;
    this.server = new Touchstone(port + 1, ["--web-origin", `http://localhost:${port}`]);
  }

  /** Where tests may keep files. */
  get folder(): string {
    return this.server.folder;
  }

  /** Where the pages lie that are served. */
  get pages(): string {
    return this.server.pages;
  }

  /** What the browser opens. */
  get address(): string {
    return `http://localhost:${this.port}`;
  }

  async start(what: Build = "engine"): Promise<void> {
    this.messages = await loadBundled(here("./messages.ts"));
    await buildPage(this.pages, what);
    await this.startServer();
    this.proxy.upstream = this.port + 1;
    await this.proxy.listen(this.port);
    await this.makeEvent();
  }

  /** Starts touchstoned on the data of before, if there are any. */
  startServer(): Promise<void> {
    return this.server.start();
  }

  /** As a power cut would. */
  killServer(): Promise<void> {
    return this.server.kill();
  }

  async stop(): Promise<void> {
    this.proxy.close();
    await this.server.remove();
  }

  /** From now on another version of the app is served: its page ends with another line. */
  publishNextVersion(): void {
    const [page, worker] = ["index.html", "sw.js"].map((file) => join(this.pages, "judge", file));
    const text = `${readFileSync(page!, "utf8")}<!-- next -->\n`;
    const hash = createHash("sha256").update(text).digest("base64");
    writeFileSync(page!, text);
    const served = readFileSync(worker!, "utf8")
      .replace(/"\/judge\/":"sha256-[^"]+"/, `"/judge/":"sha256-${hash}"`)
      .replace(/"version":"[^"]+"/, `"version":"${hash.slice(0, 8)}"`);
    writeFileSync(worker!, served);
  }

  /** Ends every session of the judge. */
  async endSessions(judge: string): Promise<void> {
    const { identity } = this.api();
    const { tokens } = await identity.listTokens({ pageSize: 1000 });
    const own = tokens.filter((token) => token.judge.endsWith(`/judges/${judge}`));
    for (const { name } of own) await identity.revokeToken({ name });
  }

  async newPin(judge: string): Promise<string> {
    return (await this.api().tablets.resetJudgePin({ name: `events/${EVENT}/judges/${judge}` })).pin;
  }

  /** Clients with the organiser's token, that of a second person, or another one. */
  api(as: "organiser" | "second" | { secret: string } = "organiser") {
    const m = this.messages;
    const secret = as === "organiser" ? this.server.organiser : as === "second" ? this.second : as.secret;
    const transport = m.createGrpcWebTransport({
      baseUrl: this.server.address,
      interceptors: [
        (next) => (request) => {
          request.header.set("authorization", `Bearer ${secret}`);
          return next(request);
        },
      ],
    });
    return {
      events: m.createClient(m.EventsService, transport),
      identity: m.createClient(m.IdentityService, transport),
      judging: m.createClient(m.JudgingService, transport),
      tablets: m.createClient(m.TabletsService, transport),
    };
  }

  private async makeEvent(): Promise<void> {
    const { events, identity } = this.api();
    const { Role, ItemKind, ItemRule_Combine } = this.messages;
    const text = (zh: string) => ({ zh, en: zh });
    const pack = await events.createRulePack({
      rulePack: {
        id: "offline",
        version: "1",
        displayName: text("离线"),
        itemRules: [{ kind: ItemKind.POINTS, combine: ItemRule_Combine.MEAN }],
        parts: [{ partId: "practice" }],
        tieBreaks: [{ by: 1 }],
      },
    });
    const items = Array.from({ length: ITEMS }, (_, i) => ({
      id: `i${i}`,
      displayName: text(`第${i}项`),
      kind: ItemKind.POINTS,
      max: "100",
    }));
    const blocks = [{ id: "b", displayName: text("块"), items }];
    const modules = [{ id: "bench", displayName: text("台"), blocks }];
    const scheme = await events.createScheme({
      scheme: { id: "offline", displayName: text("离线"), parts: [{ id: "practice", displayName: text("实操"), modules }] },
    });
    await events.createEvent({ eventId: EVENT, event: { displayName: "离线赛" } });
    const parent = `events/${EVENT}`;
    await events.createDiscipline({
      parent,
      disciplineId: "d",
      discipline: { displayName: text("电工"), rulePack: pack.name, scheme: scheme.name },
    });
    await events.createEntrant({
      parent,
      entrantId: "e0",
      entrant: { discipline: `${parent}/disciplines/d`, code: "100", displayName: "E" },
    });
    await this.newJudge();
    await events.startEvent({ name: parent });
    const token = { role: Role.ORGANISER, displayName: "second person" };
    this.second = (await identity.createToken({ token })).secret;
  }

  /** A judge who marks everybody, with a PIN. */
  async newJudge(): Promise<{ judge: string; pin: string }> {
    const { events, tablets } = this.api();
    const judge = `j${this.judges++}`;
    const parent = `events/${EVENT}`;
    await events.createJudge({ parent, judgeId: judge, judge: { displayName: judge } });
    await events.createAssignment({
      parent,
      assignment: { judge: `${parent}/judges/${judge}`, discipline: `${parent}/disciplines/d` },
    });
    const { pin } = await tablets.resetJudgePin({ name: `${parent}/judges/${judge}` });
    return { judge, pin };
  }

  /** Secret and PIN of a pairing. */
  async newPairing(): Promise<{ secret: string; pin: string }> {
    return this.api().tablets.createPairing({ parent: `events/${EVENT}` });
  }

  /** Lets every waiting tablet in, as a second person. */
  async acceptTablets(): Promise<void> {
    const { tablets } = this.api("second");
    for (const { name, state } of (await tablets.listTablets({ parent: `events/${EVENT}` })).tablets) {
      if (state === this.messages.Tablet_State.PAIRED) await tablets.acceptTablet({ name });
    }
  }

  /** The key of an entrant's sheet; scenarios that must not meet use judges of their own. */
  sheet() {
    return { discipline: "d", entrantCode: "100", module: MODULE };
  }
}
