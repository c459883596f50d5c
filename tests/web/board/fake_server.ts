// A server that answers as the gateway does (gRPC-Web, static files, the same policy), with
// standings that a test sets. It shows how the page takes answers that a real server gives rarely.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { readFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import type { DescMessage, MessageInitShape } from "@bufbuild/protobuf";
import type * as Leaderboard from "../../../clients/web/gen/touchstone/v1/leaderboard_pb";
import { SECURITY_HEADERS } from "../support/headers.ts";
import { loadBundled, ROOT } from "../support/pages.ts";
import type * as Messages from "./messages.ts";
import { pagesFolder } from "./pages.ts";

export type Line = MessageInitShape<typeof Leaderboard.StandingSchema>;
/** What one message of a watch says. */
type Kind = NonNullable<MessageInitShape<typeof Leaderboard.WatchStandingsResponseSchema>["kind"]>;
/** Answers a call. */
type Reply = <S extends DescMessage>(schema: S, init: MessageInitShape<S>) => void;

const m = await loadBundled<typeof Messages>(`${ROOT}tests/web/board/messages.ts`);
export const Status = m.Standing_Status;
export const State = m.Event_BoardState;
export const Role = m.Role;

const TYPES: Record<string, string> = {
  html: "text/html",
  js: "text/javascript",
  css: "text/css",
  svg: "image/svg+xml",
};

function frame(flag: number, payload: Uint8Array): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt8(flag, 0);
  head.writeUInt32BE(payload.length, 1);
  return Buffer.concat([head, payload]);
}

const trailer = (code: number, more = "") =>
  frame(0x80, Buffer.from(`grpc-status: ${code}\r\n${more}`));

/** The end of a refused call, with a reason as the real server gives it. */
function refusal(code: number, reason: string): Buffer {
  const info = m.create(m.ErrorInfoSchema, { reason, domain: "touchstone" });
  const details = [m.anyPack(m.ErrorInfoSchema, info)];
  const status = m.create(m.StatusSchema, { code, message: `${reason}: no`, details });
  const bytes = Buffer.from(m.toBinary(m.StatusSchema, status)).toString("base64");
  return trailer(code, `grpc-message: ${reason}%3A no\r\ngrpc-status-details-bin: ${bytes}\r\n`);
}

/** What a call is about. */
interface Asked {
  board?: Leaderboard.Board | undefined;
  code: string;
  resumePosition?: bigint;
}

function askedOf(method: string, body: Uint8Array): Asked {
  switch (method) {
    case "WatchStandings":
      return { code: "", ...m.fromBinary(m.WatchStandingsRequestSchema, body) };
    case "ListStandings":
      return { code: "", ...m.fromBinary(m.ListStandingsRequestSchema, body) };
    case "GetStanding":
      return m.fromBinary(m.GetStandingRequestSchema, body);
    default:
      return { code: "" };
  }
}

/** Everything a test may set, and what it may ask afterwards. */
export class FakeServer {
  lines: Line[] = [];
  state: number = State.LIVE;
  role: number = Role.PUBLIC;
  /** gRPC code with which everything is refused; 0: nothing is. */
  refusal = 0;
  /** No heartbeats and no changes are sent. */
  silent = false;
  /** Planted fault: names are sent although only numbers are shown. */
  leaks = false;
  derivation: MessageInitShape<typeof Leaderboard.DerivationSchema> | undefined;
  /** Boards that were asked for, with the secret. */
  asked: { method: string; board: string; secret: string; resume: bigint }[] = [];
  port = 0;

  private server: Server | undefined;
  private watchers = new Set<ServerResponse>();
  private position = 1n;
  /** Position of the last change, or of the start: what was before it, the server cannot know. */
  private changed = 0n;
  private beat: NodeJS.Timeout | undefined;

  async start(): Promise<void> {
    this.changed = this.position;
    this.server = createServer((request, response) => void this.answer(request, response));
    await new Promise<void>((resolve) => this.server?.listen(this.port, "127.0.0.1", resolve));
    this.port = (this.server.address() as AddressInfo).port;
    this.beat = setInterval(() => this.tell({ case: "heartbeat", value: {} }), 1000);
  }

  async stop(): Promise<void> {
    clearInterval(this.beat);
    this.watchers.clear();
    this.server?.closeAllConnections();
    await new Promise((resolve) => this.server?.close(resolve));
  }

  /** Breaks every stream. */
  cut(): void {
    for (const watcher of this.watchers) watcher.destroy();
    this.watchers.clear();
  }

  get watching(): number {
    return this.watchers.size;
  }

  url(page = "board/", values = "event=park-2026&discipline=electrician", query = ""): string {
    return `http://127.0.0.1:${this.port}/${page}${query}#${values}`;
  }

  /** New content of lines, and what the watchers are told of it. */
  change(changed: Line[]): void {
    const codes = new Set(changed.map((line) => line.code));
    this.lines = [...this.lines.filter((line) => !codes.has(line.code)), ...changed];
    this.changed = this.position;
    this.tell({ case: "change", value: { changed, totalSize: this.lines.length } });
  }

  /** Another state; watchers get a snapshot, as from the real server. */
  setState(state: number): void {
    this.state = state;
    this.changed = this.position;
    this.tell(this.snapshot());
  }

  private shown(): Line[] {
    if (this.state !== State.NUMBERS_ONLY || this.role !== Role.PUBLIC || this.leaks) {
      return this.lines;
    }
    return this.lines.map(({ displayName: _, company: __, subject: ___, ...line }) => line as Line);
  }

  private snapshot() {
    const standings = this.shown();
    const value = { standings, totalSize: standings.length, boardState: this.state };
    return { case: "snapshot" as const, value };
  }

  private message(kind: Kind): Buffer {
    const serverTime = { seconds: BigInt(Math.floor(Date.now() / 1000)), nanos: 0 };
    const schema = m.WatchStandingsResponseSchema;
    const message = m.create(schema, { kind, position: this.position++, serverTime });
    return frame(0, m.toBinary(schema, message));
  }

  private tell(kind: Kind): void {
    if (this.silent) return;
    for (const watcher of this.watchers) watcher.write(this.message(kind));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? "/").split("?")[0] ?? "/";
    if (request.method === "POST") return this.call(path, request, response);
    const file = path.endsWith("/") ? `${path}index.html` : path;
    try {
      const content = await readFile(pagesFolder + file);
      const type = TYPES[file.slice(file.lastIndexOf(".") + 1)] ?? "application/octet-stream";
      response.writeHead(200, { "content-type": type, ...SECURITY_HEADERS });
      response.end(content);
    } catch {
      response.writeHead(404).end();
    }
  }

  private async call(path: string, request: IncomingMessage, response: ServerResponse) {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body = Buffer.concat(parts).subarray(5);
    const method = path.slice(path.lastIndexOf("/") + 1);
    response.writeHead(200, { "content-type": "application/grpc-web+proto" });
    const secret = (request.headers.authorization ?? "").replace("Bearer ", "");
    const refuse = (code: number) => void response.end(refusal(code, code === 5 ? "ENTRANT_UNKNOWN" : "NOT_ALLOWED"));
    const reply: Reply = (schema, init) => {
      response.write(frame(0, m.toBinary(schema, m.create(schema, init))));
      response.end(trailer(0));
    };
    if (method === "WhoAmI") return reply(m.TokenSchema, { role: this.role });
    const { board, code, resumePosition: resume = 0n } = askedOf(method, body);
    const { event = "", discipline = "", group = 0 } = board ?? {};
    this.asked.push({ method, board: `${event}/${discipline}/${group}`, secret, resume });
    if (this.refusal) return refuse(this.refusal);
    if (method === "WatchStandings") {
      const same = resume > 0n && resume > this.changed;
      response.write(this.message(same ? { case: "heartbeat", value: {} } : this.snapshot()));
      this.watchers.add(response);
      response.on("close", () => this.watchers.delete(response));
    } else if (method === "ListStandings") {
      reply(m.ListStandingsResponseSchema, { standings: this.shown(), boardState: this.state });
    } else if (method === "GetStanding") {
      this.replyNear(code, refuse, reply);
    } else if (method === "ExplainTotal") {
      reply(m.ExplainTotalResponseSchema, {
        ...(this.derivation && { derivation: this.derivation }),
        rulePack: "rulePacks/a",
      });
    } else {
      refuse(7);
    }
  }

  private replyNear(
    code: string,
    refuse: (code: number) => void,
    reply: Reply,
  ): void {
    const lines = this.shown().sort((a, b) => (a.place || 1e9) - (b.place || 1e9));
    const at = lines.findIndex((line) => line.code === code);
    if (at < 0) return refuse(5);
    const before = lines.slice(Math.max(0, at - 2), at);
    const after = lines.slice(at + 1, at + 3);
    reply(m.GetStandingResponseSchema, { standing: lines[at]!, before, after });
  }
}
