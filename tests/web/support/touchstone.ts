// touchstoned on loopback with data of its own, and the command line, as a test uses them.
import { execFile, execFileSync, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { ROOT } from "./pages.ts";

const program = (variable: string, path: string): string => process.env[variable] ?? `${ROOT}build/release/${path}`;
const SERVER = program("TOUCHSTONED", "services/server/touchstoned");
const CLIENT = program("TOUCHSTONE", "clients/cli/touchstone");
/** How long a server may take to answer, on a machine that may be busy. */
const START_MS = 30_000;

/** Runs `end` also when the test is stopped from outside. */
export function endsWithTest(end: () => void): void {
  process.once("exit", end);
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    if (!process.listenerCount(signal)) process.once(signal, () => process.exit(1));
  }
}

/** A server that can be killed, and started again on the same ports and data. */
export class Touchstone {
  /** Its data and whatever else the test keeps; gone after `remove`. */
  readonly folder = mkdtempSync(join(tmpdir(), "touchstone-"));
  /** Where the pages are to lie. */
  readonly pages = join(this.folder, "pages");
  private process: ChildProcess | undefined;
  private readonly port: number;
  private readonly more: string[];

  /** Pages on `port`, gRPC on the next one; `more` are further flags. */
  constructor(port: number, more: string[] = []) {
    this.port = port;
    this.more = more;
  }

  /** Where the pages are. */
  get address(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Secret of the first organiser's token. */
  get organiser(): string {
    return this.read("first-token");
  }

  /** Secret of the administrator's invitation. */
  get invitation(): string {
    const text = this.read("first-invitation");
    return /ti_[\w-]{43}/.exec(text)?.[0] ?? text;
  }

  private read(name: string): string {
    return readFileSync(join(this.folder, "data", name), "utf8").trim();
  }

  /** Resolves when it answers. */
  async start(): Promise<void> {
    endsWithTest(() => void this.process?.kill("SIGKILL"));
    const server = spawn(
      SERVER,
      [
        ...["--listen", `127.0.0.1:${this.port + 1}`, "--data-dir", join(this.folder, "data")],
        ...["--web-listen", `127.0.0.1:${this.port}`, "--web-root", this.pages],
        ...["--unix-socket", join(this.folder, "socket"), ...this.more],
      ],
      { stdio: ["ignore", "ignore", process.env["SHOW_SERVER"] ? "inherit" : "ignore"] },
    );
    this.process = server;
    for (const end = Date.now() + START_MS; ; await sleep(50)) {
      if (server.exitCode !== null) throw new Error(`${SERVER} ended with ${server.exitCode}`);
      // Any answer: a page that was not built is missing, but the server is there.
      if (await fetch(this.address).then(() => true, () => false)) return;
      if (Date.now() > end) throw new Error(`${SERVER} does not answer`);
    }
  }

  /** As a power cut would. */
  async kill(): Promise<void> {
    const server = this.process;
    if (!server || server.exitCode !== null || server.signalCode !== null) return;
    const ended = once(server, "exit");
    server.kill("SIGKILL");
    await ended;
  }

  /** Ends it, by force when it takes too long, and removes what it kept. */
  async remove(): Promise<void> {
    const server = this.process;
    if (server && server.exitCode === null && server.signalCode === null) {
      const ended = once(server, "exit");
      server.kill();
      const killer = setTimeout(() => server.kill("SIGKILL"), 5_000);
      await ended;
      clearTimeout(killer);
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  private environment(token: string): NodeJS.ProcessEnv {
    return { ...process.env, TOUCHSTONE_SERVER: `127.0.0.1:${this.port + 1}`, TOUCHSTONE_TOKEN: token };
  }

  /** Runs the command line with the organiser's token, or another; what it printed. */
  cli(args: string[], token = this.organiser): string {
    return execFileSync(CLIENT, args, { encoding: "utf8", env: this.environment(token) });
  }

  /** The same beside what the test does. */
  async cliBeside(args: string[]): Promise<string> {
    const env = this.environment(this.organiser);
    return (await promisify(execFile)(CLIENT, args, { env, maxBuffer: 1 << 26 })).stdout;
  }

  /** Secret of a new token. */
  token(role: string, event: string, ...more: string[]): string {
    const out = join(this.folder, `${role}-${more.join("-")}.token`);
    this.cli(["token", "create", "--role", role, "--event", event, ...more, "--out", out]);
    return readFileSync(out, "utf8").trim();
  }
}
