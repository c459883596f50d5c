// A real server with its pages, and the command-line client, as a test uses them.
import { execFile, spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { pagesFolder } from "./pages.ts";

const root = new URL("../../../", import.meta.url).pathname;
const build = process.env["TOUCHSTONE_BUILD"] ?? `${root}build/release`;
const program = process.env["TOUCHSTONED"] ?? `${build}/services/server/touchstoned`;
const client = process.env["TOUCHSTONE"] ?? `${build}/clients/cli/touchstone`;
const run = promisify(execFile);

/** `touchstoned` with data of its own; it can be killed and started again on the same ports. */
export class Touchstone {
  private readonly folder = mkdtempSync(join(tmpdir(), "touchstone-server-"));
  private process: ChildProcess | undefined;
  private readonly grpcPort: number;
  private readonly webPort: number;

  constructor(grpcPort: number, webPort: number) {
    this.grpcPort = grpcPort;
    this.webPort = webPort;
  }

  async start(): Promise<void> {
    this.process = spawn(
      program,
      [
        ["--listen", `127.0.0.1:${this.grpcPort}`],
        ["--web-listen", `127.0.0.1:${this.webPort}`],
        ["--web-root", pagesFolder],
        ["--data-dir", join(this.folder, "data")],
      ].flat(),
      { stdio: "ignore" },
    );
    for (let tries = 0; tries < 100; ++tries) {
      const answer = await fetch(`http://127.0.0.1:${this.webPort}/board/`).catch(() => undefined);
      if (answer?.ok) return;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    throw new Error(`${program} does not answer`);
  }

  /** As a power cut does. */
  async kill(): Promise<void> {
    const ended = new Promise((resolve) => this.process?.once("exit", resolve));
    this.process?.kill("SIGKILL");
    await ended;
  }

  async remove(): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private get environment() {
    return {
      ...process.env,
      TOUCHSTONE_SERVER: `127.0.0.1:${this.grpcPort}`,
      TOUCHSTONE_TOKEN: `@${join(this.folder, "data", "first-token")}`,
    };
  }

  /** Runs the client as the organiser; what it printed as JSON. */
  async json<T>(...words: string[]): Promise<T> {
    const { stdout } = await run(client, ["--json", ...words], { env: this.environment });
    return JSON.parse(stdout) as T;
  }

  /** Plays the demo contest; resolves when it is over. */
  demo(...words: string[]): Promise<unknown> {
    return run(client, ["demo", ...words], { env: this.environment, maxBuffer: 1 << 26 });
  }

  url(values: string, query = "?lang=en"): string {
    return `http://127.0.0.1:${this.webPort}/board/${query}#${values}`;
  }
}
